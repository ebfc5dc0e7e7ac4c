"""Put the detectors' votes together: a rule's finding stands, the learned one adds."""

from __future__ import annotations

from dataclasses import dataclass

from bot.encoder.session import Vectors
from bot.records import RedFlag
from bot.redflags.learned import LearnedDetector
from bot.redflags.rules import RuleDetector


@dataclass(frozen=True)
class Detector:
    """Rules and learned detector, either of which may raise an alarm alone."""

    rules: RuleDetector
    learned: LearnedDetector | None

    def detect(self, text: str, pieces: list[str], vectors: Vectors, *, before: str = "") -> list[RedFlag]:
        """Return the signs of a message, one per id.

        before: what the same person wrote just before, for a sign that is split over two
        messages; a sign that stands in `before` alone is not found again.
        """
        findings = self.rules.findings(text)
        flags = {flag.id: flag for flag in self.rules.flags(findings)}
        if before and not flags:
            known = {finding.id for finding in self.rules.findings(before)}
            joined = self.rules.flags(self.rules.findings(f"{before} {text}"))
            flags = {flag.id: flag for flag in joined if flag.id not in known}
        if self.learned is not None:
            voided = any(finding.context for finding in findings) and not flags
            for flag in self.learned.detect(vectors, pieces, voided=voided):
                if not any(f.tier == flag.tier for f in flags.values()):
                    flags.setdefault(flag.id, flag)
        return list(flags.values())
