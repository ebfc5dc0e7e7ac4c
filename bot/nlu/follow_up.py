"""Read a message in its conversation: what it leaves unsaid is what was asked before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.knowledge.evidence import FOLLOW_UP, Decision, Outcome
from bot.nlu.ellipsis import (
    asks_for_another,
    asks_how_much,
    asks_the_same,
    asks_who_knows,
    asks_who_says_so,
    leans_on_last_topic,
    names_nothing,
    returns_to_first,
    returns_to_previous,
    shares_subject,
)

#: What a question comes to; anything else is talk or nothing.
_QUESTIONS = {"answer", "not_covered"}
#: What a message is taken for that says nothing without the one before it: "another fortnight or what".
FOLLOWS = ("follow_up",)
#: A message of more words than this stands alone.
_SHORT = 8


@dataclass(frozen=True)
class Nearness:
    """Fused scores, set on a tuning split."""

    own: float = 0.55  # from here a short message's own words decide,
    talk: float = 0.6  # from here where they are talk
    joined: float = 0.6  # from here those of the message and the one before it together do
    same: float = 0.4  # from here where they are on what was asked last
    sure: float = 0.75  # from here a message that names a topic is on it, however it begins


@dataclass(frozen=True)
class Said:
    """What was asked before: labels in order ("ask/lifting", "gap/driving"), and the topic answered last."""

    labels: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()  # the message of each label
    topic: str | None = None
    amount: str | None = None  # the gap that an amount of it would be: of a medicine, its dose


def follow_up(text: str, own: Decision, joined: Decision | None, said: Said, nearness: Nearness) -> Decision:
    """Return what a message asks for where it stands.

    own: of its words alone; joined: of it and the message before it together, if both are short.
    """
    if said.topic and asks_who_says_so(text):
        return Decision("say", ("who_says_so",), own.score, "asks after the last answer")
    if _leans(text, own) and not said.labels:
        return Decision("say", ("tell_me_more",), own.score, "a follow-up on nothing")
    if not said.labels:
        return own
    if said.amount is not None and asks_how_much(text):
        return Decision("not_covered", (said.amount,), own.score, FOLLOW_UP)
    meant = _meant(text, said, own, nearness)
    if meant is not None:
        return _about(meant, own)
    if not _says_little(text, own, nearness):
        return own
    if joined is not None and _is_clear(joined, said.labels[-1], nearness):
        return replace(joined, why=FOLLOW_UP)
    again = _taken_up_again(text, said)
    return _about(again, own) if again is not None else own


def _about(label: str, own: Decision) -> Decision:
    outcome: Outcome = "answer" if label.startswith("ask/") else "not_covered"
    return Decision(outcome, (label,), own.score, FOLLOW_UP)


def _taken_up_again(text: str, said: Said) -> str | None:
    """Return the label of the last message before that spoke of the same thing, if one did."""
    before = reversed(list(zip(said.labels, said.texts, strict=False)))
    return next((label for label, earlier in before if shares_subject(text, earlier)), None)


def _meant(text: str, said: Said, own: Decision, nearness: Nearness) -> str | None:
    """Return the label that a message names without naming its topic, if it does."""
    last = said.labels[-1]
    if returns_to_first(text):
        return said.labels[0]
    if returns_to_previous(text):
        return next((label for label in reversed(said.labels) if label != last), last)
    if _leans(text, own):
        return _taken_up_again(text, said) or last
    who_knows = last.startswith("gap/") and asks_who_knows(text)
    if _is_talk(own, nearness):
        return last if who_knows else None
    by_itself = own.outcome in _QUESTIONS and own.score >= nearness.sure and not asks_the_same(text)
    asks_on = asks_for_another(text) or who_knows
    return last if names_nothing(text) or (asks_on and not by_itself) else None


def _leans(text: str, own: Decision) -> bool:
    """Tell whether a message says nothing without the one before it: by its form, or as it was learnt."""
    return leans_on_last_topic(text) or own.labels == FOLLOWS


def _is_talk(own: Decision, nearness: Nearness) -> bool:
    return own.why == "out of scope" or (own.outcome == "say" and own.score >= nearness.talk)


def _says_little(text: str, own: Decision, nearness: Nearness) -> bool:
    unsure = own.outcome not in _QUESTIONS or own.score < nearness.own
    return len(text.split()) <= _SHORT and unsure and not _is_talk(own, nearness)


def _is_clear(joined: Decision, last: str, nearness: Nearness) -> bool:
    bar = nearness.same if joined.labels == (last,) else nearness.joined
    return joined.outcome in _QUESTIONS and bool(joined.labels) and joined.score >= bar
