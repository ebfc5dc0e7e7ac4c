"""Read a message in its conversation: what it leaves unsaid is what was asked before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.knowledge.evidence import FOLLOW_UP, Decision, Outcome
from bot.nlu.ellipsis import (
    asks_for_another,
    asks_how_much,
    asks_who_knows,
    asks_who_says_so,
    leans_on_last_topic,
    names_nothing,
    returns_to_first,
    returns_to_previous,
)

#: What a question comes to; anything else is talk or nothing.
_QUESTIONS = {"answer", "not_covered"}
#: A message of more words than this stands alone.
_SHORT = 8


@dataclass(frozen=True)
class Nearness:
    """Fused scores, set on a tuning split."""

    own: float = 0.55  # from here a short message's own words decide,
    talk: float = 0.6  # from here where they are talk
    joined: float = 0.6  # from here those of the message and the one before it together do
    same: float = 0.4  # from here where they are on what was asked last


@dataclass(frozen=True)
class Said:
    """What was asked before: labels in order ("ask/lifting", "gap/driving"), and the topic answered last."""

    labels: tuple[str, ...] = ()
    topic: str | None = None
    amount: str | None = None  # the gap that an amount of it would be: of a medicine, its dose


def follow_up(text: str, own: Decision, joined: Decision | None, said: Said, nearness: Nearness) -> Decision:
    """Return what a message asks for where it stands.

    own: of its words alone; joined: of it and the message before it together, if both are short.
    """
    if said.topic and asks_who_says_so(text):
        return Decision("say", ("who_says_so",), own.score, "asks after the last answer")
    if leans_on_last_topic(text) and not said.labels:
        return Decision("say", ("tell_me_more",), own.score, "a follow-up on nothing")
    if not said.labels:
        return own
    meant = _meant(text, said)
    if said.amount is not None and asks_how_much(text):
        return Decision("not_covered", (said.amount,), own.score, FOLLOW_UP)
    if meant is None and (names_nothing(text) or asks_for_another(text)) and not _is_talk(own, nearness):
        meant = said.labels[-1]
    if meant is not None:
        outcome: Outcome = "answer" if meant.startswith("ask/") else "not_covered"
        return Decision(outcome, (meant,), own.score, FOLLOW_UP)
    if joined is not None and _says_little(text, own, nearness) and _is_clear(joined, said.labels[-1], nearness):
        return replace(joined, why=FOLLOW_UP)
    return own


def _meant(text: str, said: Said) -> str | None:
    """Return the label that a message names without naming its topic, if it does."""
    last = said.labels[-1]
    if returns_to_first(text):
        return said.labels[0]
    if returns_to_previous(text):
        return next((label for label in reversed(said.labels) if label != last), last)
    if leans_on_last_topic(text) or (last.startswith("gap/") and asks_who_knows(text)):
        return last
    return None


def _is_talk(own: Decision, nearness: Nearness) -> bool:
    return own.why == "out of scope" or (own.outcome == "say" and own.score >= nearness.talk)


def _says_little(text: str, own: Decision, nearness: Nearness) -> bool:
    unsure = own.outcome not in _QUESTIONS or own.score < nearness.own
    return len(text.split()) <= _SHORT and unsure and not _is_talk(own, nearness)


def _is_clear(joined: Decision, last: str, nearness: Nearness) -> bool:
    bar = nearness.same if joined.labels == (last,) else nearness.joined
    return joined.outcome in _QUESTIONS and bool(joined.labels) and joined.score >= bar
