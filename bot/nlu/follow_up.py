"""Read a message in its conversation: what it leaves unsaid is what was asked before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.knowledge.evidence import ASKS_WHOM, FOLLOW_UP, MANNERS, QUESTIONS, Decision
from bot.nlu.ellipsis import (
    asks_how_much,
    asks_who_knows,
    asks_who_says_so,
    goes_back,
    goes_further,
    leans_on_last_topic,
    returns_to_first,
    returns_to_previous,
    shares_subject,
)
from bot.nlu.form import Form
from bot.nlu.turn_reader import FOLLOWS, Choice, Reading, Turn, TurnReader

#: Probability from which a message names what it goes back to: "back to the lifting, how many weeks?".
_NAMED = 0.15
#: News and wishes that nothing said before may hide.
_NEVER_HIDDEN = {"request_human", "contacted_help", "inform_date"}
#: Where an alarm is open; else "nobody forbade it, mind" would be taken for news of a call.
_NOT_REACHED = "not_contacted"
#: A wish for the pages behind an answer.
_SOURCES = "who_says_so"
#: "Who do I call if my leg goes numb?" has an answer on the pages.
_WHEN_TO_CALL = "ask/when-to-call"


@dataclass(frozen=True)
class Nearness:
    """How sure a reading in the conversation must be, set on a tuning split."""

    meant: float = 0.4  # probability from which it is taken in place of what the message's own words come to
    talk: float = 0.6  # fused score from which what is out of scope is no question of whom to ask after a gap,
    named: float = 0.9  # and from which a question that names something is none


@dataclass(frozen=True)
class Said:
    """What was asked before: labels in order ("ask/lifting", "gap/driving"), and the topic answered last."""

    labels: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()  # the message of each label
    topic: str | None = None
    amount: str | None = None  # the gap that an amount of it would be: of a medicine, its dose


@dataclass(frozen=True)
class Heard:
    """A message as it was read: alone, behind what was said before it where that is short, and where it stands."""

    text: str
    own: Reading
    joined: Reading | None = None
    in_place: Reading | None = None
    meant: Decision | None = None  # what the message before comes to, where this one puts a slip in it right
    alarmed: bool = False  # whether an alarm is open

    def turn(self, said: Said, own: Decision) -> Turn:
        """Return what the reader of turns chooses by; own: what the message's words alone come to."""
        return Turn(self.own, self.joined, self.in_place, said.labels, Form.of(self.text), own)

    @property
    def never_hidden(self) -> set[str]:
        """Return the labels that nothing said before may hide."""
        return _NEVER_HIDDEN | ({_NOT_REACHED} if self.alarmed else set())


def follow_up(heard: Heard, own: Decision, said: Said, nearness: Nearness, reader: TurnReader) -> Decision:
    """Return what a message asks for where it stands; own: what its words alone come to."""
    text = heard.text
    if heard.meant is not None and heard.meant.outcome != "say":
        return heard.meant
    if asks_who_says_so(text) and (said.topic or (said.labels and own.labels == (_SOURCES,))):
        return Decision("say", (_SOURCES,), own.score, "asks after the last answer")
    says_nothing = leans_on_last_topic(text) or own.labels == (FOLLOWS,)
    if not said.labels:
        return Decision("say", ("tell_me_more",), own.score, "a follow-up on nothing") if says_nothing else own
    if own.also is not None:
        return own
    if said.amount is not None and asks_how_much(text):
        return _about(Choice(said.amount, own.score))
    if (
        said.labels[-1].startswith("gap/")
        and asks_who_knows(text)
        and not _asks_itself(heard, own, said.labels[-1], nearness)
    ):
        return replace(_about(Choice(said.labels[-1], own.score)), why=ASKS_WHOM)
    meant = _points_back(heard, said, says_nothing=says_nothing)
    if meant is not None:
        return _about(Choice(meant, own.score))
    if heard.never_hidden & set(own.labels):
        return own
    choice = reader.choose(heard.turn(said, own))
    if choice is None or choice.probability < nearness.meant:
        return _about(Choice(said.labels[-1], own.score)) if own.labels == (FOLLOWS,) else own
    beside_a_question = choice.label in MANNERS or (
        own.question is not None and not choice.label.startswith(("ask/", "gap/"))
    )
    if beside_a_question and own.outcome in QUESTIONS:
        return own
    return own if (choice.label,) == own.labels and not _is_unsure(own) else _about(choice)


def _points_back(heard: Heard, said: Said, *, says_nothing: bool) -> str | None:
    """Return the label that a message points back to in so many words, if it does."""
    text, last = heard.text, said.labels[-1]
    if returns_to_first(text):
        return said.labels[0]
    if returns_to_previous(text):
        return next((label for label in reversed(said.labels) if label != last), last)
    again = _taken_up_again(text, said) if says_nothing or goes_back(text) else None
    if again is None and (leans_on_last_topic(text) or goes_further(text)):
        return last
    if again is None and goes_back(text):
        likely = heard.own.probability
        again = next(
            (name for name in heard.own.ranking if name in said.labels and likely.get(name, 0) >= _NAMED), None
        )
    return again


def _asks_itself(heard: Heard, own: Decision, last: str, nearness: Nearness) -> bool:
    """Tell whether a message is sure to ask or tell something of its own: "who'd be the one doing it?"."""
    if heard.never_hidden & set(own.labels):
        return True
    if own.why == "out of scope":
        return own.score >= nearness.talk
    sure = nearness.talk if own.labels == (_WHEN_TO_CALL,) else nearness.named
    return own.outcome in QUESTIONS and own.labels != (last,) and own.score >= sure


def _is_unsure(own: Decision) -> bool:
    return own.outcome in {"abstain", "clarify"} and own.why != "out of scope"


def _taken_up_again(text: str, said: Said) -> str | None:
    """Return the label of the last message before that spoke of the same thing, if one did."""
    before = reversed(list(zip(said.labels, said.texts, strict=False)))
    return next((label for label, earlier in before if shares_subject(text, earlier)), None)


def _about(choice: Choice) -> Decision:
    """Return the decision for a label that the conversation gave."""
    decision = Decision("say", (choice.label,), choice.probability, "talk")
    if choice.label.startswith("out_of_scope/"):
        return replace(decision, outcome="abstain", why="out of scope")
    if choice.label.startswith("ask/"):
        return replace(decision, outcome="answer", why=FOLLOW_UP)
    return replace(decision, outcome="not_covered", why=FOLLOW_UP) if choice.label.startswith("gap/") else decision
