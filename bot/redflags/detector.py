"""Put the detectors' votes together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.language import holds_spanish
from bot.records import TIERS, RedFlag, Tier, greatest_tier
from bot.redflags.learned import LearnedDetector, Opinion, Views
from bot.redflags.rules import Finding, RuleDetector
from bot.redflags.similar import Similarity
from bot.text import MAX_CHARACTERS


@dataclass(frozen=True)
class Earlier:
    """The message before, and the tier that was found in it.

    read_too: messages before that, which were read together with it; the tier is the highest of all.
    alarmed: the signs of the alarm that is open, or of the last one that ended: what "it came back" is of.
    """

    text: str = ""
    tier: Tier = "none"
    read_too: tuple[str, ...] = ()
    alarmed: tuple[str, ...] = ()


_NOTHING = Earlier()


@dataclass(frozen=True)
class Detection:
    """The signs of a message, and the learned detector's probability of any."""

    flags: tuple[RedFlag, ...] = ()
    urgency: float = 0.0


@dataclass(frozen=True)
class Detector:
    """Rules, learned detector, similarity to known messages: each may raise an alarm alone.

    A rule's finding falls only where the learned detector is all but certain that nothing in
    the message is like a sign: rules cannot read "bored numb", and it can.
    """

    rules: RuleDetector
    learned: LearnedDetector | None = None
    similar: Similarity | None = None

    def detect(self, text: str, mended: str, views: Views, earlier: Earlier = _NOTHING) -> Detection:
        """Return the signs of a message, one per id.

        text: the message as it was written, read whole. mended: the same with its spelling
        mended. views: what the encoder and the n-gram counter made of it. earlier: what the
        same person wrote just before, for a sign split over two messages; a sign that stands in
        it alone is not found again.
        """
        findings = written = self.rules.findings(text)
        flags = self.rules.flags(findings)
        if mended and mended != text:  # a slip may hide a sign, or what makes it graver
            again = self.rules.findings(mended)
            findings = [*findings, *again]
            flags += [flag for flag in self.rules.flags(again) if _outranks(flag, flags)]
        votes, opinion = [flags], None
        if self.learned is not None:
            opinion = self.learned.opinion(views)
            votes[0] = [flag for flag in flags if _stands(flag, text) or self.learned.believes(flag, opinion)]
            voided = frozenset[str]() if votes[0] else _voided(findings)
            votes.append(self.learned.flags(opinion, voided=voided))
        if self.similar is not None:
            vectors = views.vectors[: views.own] if views.vectors is not None else None
            alike = self.similar.vote(vectors, views.texts)
            votes.append([flag for flag in alike if votes[0] or flag.id not in _voided(findings)])
        found = _together(votes)
        pair = self._of_two_messages(text, written, None if found else opinion, earlier)
        found += [flag for flag in pair if _outranks(flag, found)]
        found += [flag for flag in self._sent_in_two(opinion, earlier) if _outranks(flag, found)]
        found = _together([found, self._come_back((text, mended), earlier)])
        return Detection(tuple(found), max(opinion.whole, opinion.piece) if opinion else float(bool(found)))

    def _come_back(self, texts: tuple[str, ...], earlier: Earlier) -> list[RedFlag]:
        """Return the signs of an alarm, where the message says that "it came back"."""
        if not earlier.alarmed:
            return []
        cue = next((cue for text in dict.fromkeys(texts) if text and (cue := self.rules.came_back(text))), None)
        signs = [sign for id_ in earlier.alarmed if cue and (sign := self.rules.lexicon.signs.get(id_))]
        return [RedFlag(sign.id, sign.tier, cue or "", THERE_AGAIN) for sign in signs]

    def _of_two_messages(
        self, text: str, findings: list[Finding], opinion: Opinion | None, earlier: Earlier
    ) -> list[RedFlag]:
        """Return signs that only the two messages together show: "my legs" … "they went numb"."""
        if not earlier.text or len(earlier.text) + len(text) > _LONGEST_TWO:
            return []
        flags = self.rules.detect(f"{earlier.text} {text}")
        if flags:  # else nobody need know what each showed by itself
            told = [finding for said in (earlier.text, *earlier.read_too) for finding in self.rules.findings(said)]
            known = {finding.id for finding in (*told, *findings)}
            flags = [flag for flag in flags if flag.id not in known]
        # After a sign anything would be read as more of it: "ok" behind a fever.
        learned = self.learned.joined_flags(opinion) if self.learned and opinion and earlier.tier == "none" else []
        if learned and holds_spanish(text):  # of Spanish it has learnt single messages alone
            learned = []
        return _together([flags, learned])

    def _sent_in_two(self, opinion: Opinion | None, earlier: Earlier) -> list[RedFlag]:
        """Return the sign of a sentence that was sent in two, where its first half showed a lesser one or none.

        What is said of an open alarm is no half of a sentence: "they don't answer", "I called and they came".
        """
        of_the_alarm = bool(earlier.alarmed) and earlier.tier == "none"
        if self.learned is None or opinion is None or of_the_alarm:
            return []
        return [flag for flag in self.learned.run_on_flags(opinion) if _graver(flag.tier, earlier.tier)]


_LONGEST_TWO = 160
#: Why a sign counts that the message does not name.
THERE_AGAIN = "told of as there again"


#: Signs of data rather than prose: {"says": "…"}, text=…&tier=none, <b>…</b>.
_MARKUP = re.compile(r"[{}<>\[\]=|\\]")


def _stands(flag: RedFlag, text: str) -> bool:
    """Tell whether the learned detector may not overrule a rule: a text is unlike what it learnt on, or longer than it reads.

    In Spanish it may take a provider sign for a look-alike, of which it has learnt many, but no graver one.
    """
    unlike = len(text) > MAX_CHARACTERS or bool(_MARKUP.search(text))
    return unlike or (flag.tier != "provider" and holds_spanish(text))


def _outranks(flag: RedFlag, found: list[RedFlag]) -> bool:
    """Tell whether a sign is graver than all that were found: fever, and the chemotherapy told of just before."""
    return _graver(flag.tier, greatest_tier([known.tier for known in found]))


def _graver(tier: Tier, than: Tier) -> bool:
    return TIERS.index(tier) > TIERS.index(than)


def _voided(findings: list[Finding]) -> frozenset[str]:
    """Return the ids of the signs that stand in the text and that its context takes back."""
    return frozenset(finding.id for finding in findings if finding.context)


def _together(votes: list[list[RedFlag]]) -> list[RedFlag]:
    """Return the detectors' signs, a later detector's only where it adds a tier; each says who voted for it."""
    found: dict[str, RedFlag] = {}
    for flags in votes:
        tiers = {flag.tier for flag in found.values()}
        for flag in flags:
            known = found.get(flag.id)
            if known is not None:
                found[flag.id] = replace(known, why=f"{known.why}; {flag.why}")
            elif flag.tier not in tiers:
                found[flag.id] = flag
    return list(found.values())
