"""Put the detectors' votes together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.records import RedFlag
from bot.redflags.learned import LearnedDetector, Views
from bot.redflags.rules import Finding, RuleDetector


@dataclass(frozen=True)
class Detector:
    """Rules and learned detector: either may raise an alarm alone.

    A rule's finding falls only where the learned detector is all but certain that nothing in
    the message is like a sign: rules cannot read "bored numb", and it can.
    """

    rules: RuleDetector
    learned: LearnedDetector | None

    def detect(self, text: str, mended: str, views: Views, *, before: str = "") -> list[RedFlag]:
        """Return the signs of a message, one per id.

        text: the message as it was written, read whole. mended: the same with its spelling
        mended. views: what the encoder and the n-gram counter made of it. before: what the same person wrote just before, for a sign split over two
        messages; a sign that stands in `before` alone is not found again.
        """
        findings = written = self.rules.findings(text)
        flags = self.rules.flags(findings)
        if not flags and mended and mended != text:
            findings = [*findings, *self.rules.findings(mended)]
            flags = self.rules.flags(findings)
        if self.learned is not None:
            opinion = self.learned.opinion(views)
            flags = [flag for flag in flags if self.learned.believes(flag, opinion)]
            flags = _together(flags, self.learned.flags(opinion, voided=_voided(findings) and not flags))
        return flags or self._split_over_two(before, text, written)

    def _split_over_two(self, before: str, text: str, findings: list[Finding]) -> list[RedFlag]:
        """Return signs that only the two messages together show: "my legs" … "they went numb"."""
        if not before or len(before) + len(text) > _LONGEST_SPLIT:
            return []
        known = {finding.id for finding in (*self.rules.findings(before), *findings)}
        return [flag for flag in self.rules.detect(f"{before} {text}") if flag.id not in known]


_LONGEST_SPLIT = 120


def _voided(findings: list[Finding]) -> bool:
    return any(finding.context for finding in findings)


def _together(rules: list[RedFlag], learned: list[RedFlag]) -> list[RedFlag]:
    """Return both, the learned one only where it adds a tier."""
    tiers = {flag.tier for flag in rules}
    return [*rules, *(flag for flag in learned if flag.tier not in tiers)]
