"""Read from a message whether help was reached: what ends an open alarm.

A message is read clause by clause, in order: a call counts once somebody answered, a place or
person on the spot counts at once; a later "no answer" takes calls back. Future tense, questions,
conditions, quotes, other people and other times do not count. Where it is unsure, nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.language import is_spanish
from bot.records import Tier
from bot.redflags.fold import fold
from bot.redflags.help_words import HelpWords
from bot.redflags.search import PatternSearch
from bot.text import clean, spell_out

#: What must have been reached for an alarm of a tier to end. A practice's word is enough for what
#: the practice was to be called about; an emergency wants 911, an emergency room, doctor or nurse.
ENDS: dict[Tier, frozenset[str]] = {
    "provider": frozenset({"emergency", "doctor", "office"}),
    "crisis": frozenset({"emergency", "doctor", "crisis"}),
    "emergency": frozenset({"emergency", "doctor"}),
}
#: Kinds of patterns: on the spot, by phone, and a call whose answer is still to come.
_SPOT = {"emergency": "emergency", "seen": "doctor"}
_PHONE = {"dialed": "emergency", "doctor": "doctor", "office": "office", "crisis": "crisis"}
_CALLS = {"call_doctor": "doctor", "call_office": "office", "call_crisis": "crisis"}
_CONTACTS = {**_SPOT, **_PHONE, **_CALLS}

_QUOTED = re.compile(r'"[^"]*"?|(?<!\w)\'[^\']{6,}\'(?!\w)')
_QUOTING = re.compile(r"\b(?:you|it|message|text) (?:said|wrote|says?|told me|mean)\s*:.*", re.IGNORECASE)
_TITLE = re.compile(r"\b(dr|mr|mrs|ms|st|dra|sra|sr|doctor)\. ", re.IGNORECASE)
#: Spanish pasts that lose their accent become another form ("llamé" I called, "llame" call!).
_PAST = (("sí", "yes"), ("llamé", "he llamado"), ("hablé", "he hablado"), ("comuniqué", "he comunicado"))
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_CLAUSE = re.compile(
    r"\s*(?:,|:(?!\d)|\s-+\s)\s*"
    r"|\s+(?:(?:but|and|so|then|because|cause|pero|y|porque|entonces|although|though)\s+)+"
    r"|\s+(?=(?:when|what|how|where|why) (?:can|could|do|does|should|is|are|will|i|to|long)\b|(?:can|should|may) i\b)"
)
_PART = re.compile(r"[,:]|(?<=[.!?;])\s+")
_TOKEN = re.compile(r"\d+(?:[.:]\d+)*|\w+|[^\w\s]")


@dataclass(frozen=True)
class Reading:
    """What a message says of help: the kinds reached, and what stays unsure."""

    kinds: frozenset[str] = frozenset()
    called: bool = False  # a call was made, whether or not it was answered
    answered: bool = False  # somebody said something, no call is told of
    yes: bool = False  # it begins with a plain yes

    def ends(self, tier: Tier, *, intent: str | None = None, asked: bool = False) -> bool:
        """Tell whether an alarm of the tier ends.

        intent: what the classifier takes the message for; it only tips what the words leave open.
        asked: whether the assistant's last reply asked if help was reached.
        """
        kinds = set(self.kinds)
        if intent == "contacted_help" and self.answered:
            kinds.add("office")
        if intent == "not_contacted":
            kinds.discard("office")
        return bool(kinds & ENDS[tier]) or (asked and self.yes)

    def by(self, tier: Tier) -> str:
        """Return what was reached, in words for the table of escalations."""
        kinds = sorted(self.kinds & ENDS[tier])
        return f"reached help: {', '.join(kinds) or 'yes, when asked'}"


@dataclass
class _Told:
    """What was told so far, clause by clause."""

    spot: set[str] = field(default_factory=set)
    phone: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    called: bool = False
    answered: bool = False
    failed: bool = False
    lesser: bool = False  # a call about another matter than the alarm
    sent_on: bool = False  # somebody said: go to the emergency room

    def take_back(self, *, calls_only: bool) -> None:
        self.phone.clear()
        self.calls.clear()
        self.answered, self.failed = False, True
        if not calls_only:
            self.spot.clear()
            self.called = False


@dataclass(frozen=True)
class _Clause:
    tokens: tuple[str, ...]
    asks: bool  # it ends in a question mark
    after_condition: bool


class HelpReader:
    """The patterns of knowledge/help.yml, compiled once."""

    def __init__(self, words: HelpWords) -> None:
        self._search = PatternSearch(words.patterns, words.lists)

    def compile(self) -> None:
        """Compile every pattern now, so that nobody with an open alarm waits for one."""
        self._search.compile()

    def read(self, text: str, *, said: str = "") -> Reading:
        """Return what a message says of help; `said` is the assistant's last reply, which may be quoted."""
        told, yes = _Told(), False
        for clause in self._clauses(_own_words(text, said)):
            found = self._search.find(list(clause.tokens))
            yes = yes or (not clause.asks and any(key == "yes" and start == 1 for key, start, _ in found))
            _hear(told, clause, found)
        phone = set(told.phone)
        if told.lesser or told.sent_on:
            phone = {"office" if kind == "doctor" else kind for kind in phone}
        kinds = frozenset(told.spot | phone)
        return Reading(kinds, told.called and not told.failed, told.answered, yes and not told.failed)

    def _clauses(self, folded: str) -> Iterator[_Clause]:
        for sentence in _SENTENCE.split(folded):
            condition = False
            parts = [part for part in _CLAUSE.split(sentence) if part and part.strip(" .!?;")]
            for number, part in enumerate(parts, 1):
                tokens = self._rewritten(_TOKEN.findall(part.strip(" .!?;")))
                found = self._search.find(tokens)
                opens = any(key == "condition" and start == 0 for key, start, _ in found)
                asks = number == len(parts) and "?" in part
                yield _Clause(("START", *tokens, "END"), asks, condition or opens)
                condition = opens

    def _rewritten(self, tokens: list[str]) -> list[str]:
        """Make a doctor's office a clinic and drop negations that deny nothing."""
        spans = [s for s in self._search.find(tokens) if s[0] in {"office_of", "harmless"}]
        for key, start, end in sorted(spans, key=lambda s: -s[1]):
            tokens = [*tokens[:start], *(["clinic"] if key == "office_of" else []), *tokens[end:]]
        return tokens


def _own_words(text: str, said: str) -> str:
    """Return what the person says in their own words, folded: quotes and repeated replies go."""
    plain = clean(text)
    plain = plain if is_spanish(plain) else spell_out(plain)
    for accented, past in _PAST:
        plain = re.sub(rf"\b{accented}\b", past, plain, flags=re.IGNORECASE)
    plain = _TITLE.sub(r"\1 ", _QUOTING.sub(" ", _QUOTED.sub(" , ", plain)))
    folded = fold(plain)
    for part in _parts(folded) & _parts(fold(clean(said))):
        if len(part.split()) >= 3:
            folded = folded.replace(part, " ")
    return folded


def _parts(folded: str) -> set[str]:
    """Return the sentences of a text and what stands between its commas."""
    return {part.strip(" .!?;") for part in (*_SENTENCE.split(folded), *_PART.split(folded))}


def _hear(told: _Told, clause: _Clause, found: list[tuple[str, int, int]]) -> None:
    """Add what a clause tells to what was told before it."""
    first: dict[str, int] = {}
    for key, start, _ in found:
        first[key] = min(start, first.get(key, start))
    if "taken_back" in first:
        told.take_back(calls_only=False)
    if "failed" in first:
        told.take_back(calls_only=True)
    if clause.asks or clause.after_condition or first.get("question") == 1:
        return
    stranger = "stranger_did" in first and "for_us" not in first
    if stranger or first.keys() & {"other_person", "taken_back"}:
        return
    told.sent_on = told.sent_on or "sent_on" in first
    contacts = {
        key
        for key, start, _ in found
        if key in _CONTACTS and not any(k == "not_yet" and before < start for k, before, _ in found)
    }
    if "other_time" in first:
        contacts.clear()
    if "other_matter" in first:
        contacts &= {"emergency"}
    told.spot |= {_SPOT[key] for key in contacts & _SPOT.keys()}
    if "failed" in first:
        told.called = told.called or bool(contacts & {*_CALLS, *_PHONE})
        return
    told.phone |= {_PHONE[key] for key in contacts & _PHONE.keys()}
    told.calls |= {_CALLS[key] for key in contacts & _CALLS.keys()}
    told.called = told.called or bool(told.calls)
    if "about" in first and "about_the_alarm" not in first and contacts & {*_PHONE, *_CALLS}:
        told.lesser = True
    if "answered" in first and "other_matter" not in first:
        told.answered = True
        told.phone |= told.calls
