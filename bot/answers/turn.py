"""What a reply depends on, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.knowledge.evidence import Decision
from bot.records import Hit, Passage, RedFlag, Tier, TurnRecord, greatest_tier
from bot.redflags.alarm import Alarm

#: Looks a response up by name and fills it: say("utter_day", day=3).
Say = Callable[..., str]


@dataclass(frozen=True)
class Turn:
    """All that a reply depends on."""

    flags: tuple[RedFlag, ...] = ()
    decision: Decision = field(default_factory=lambda: Decision("abstain"))
    hits: tuple[Hit, ...] = ()
    hits_of_questions: tuple[tuple[Hit, ...], ...] = ()  # of each question, where the message asks more than one
    text: str = ""
    language: str = "en"
    channel: str = "web"
    alarm: Alarm | None = None
    ended: bool = False  # whether this message ended an alarm
    last_topic: str | None = None
    also_topic: str | None = None  # the second topic of the last answer, where it was of two questions
    last_gap: str | None = None  # what was asked last, where no page covers it
    said: str = ""  # what was said since the last answer, for "more" to go on from
    procedure: str | None = None  # "kyphoplasty" where the person said that this is what they have
    procedure_date: date | None = None
    told_date: date | None = None
    today: date | None = None
    grace_days: int = 90  # that content past its review is still answered, with a notice
    first: bool = False
    ask_date: bool = False  # whether the date matters to the answer and was not asked for yet
    asks: bool = False  # whether a question stands in the message, whatever else does
    model: str = "unknown"

    def of(self, decision: Decision) -> Turn:
        """Return the turn as if this decision were all of it: with the hits of its own question."""
        own = dict(enumerate(self.hits_of_questions)).get(-1 if decision.question is None else decision.question)
        return replace(self, decision=decision, hits=own or self.hits)

    @property
    def sms(self) -> bool:
        return self.channel == "sms"

    @property
    def tier(self) -> Tier:
        return greatest_tier([flag.tier for flag in self.flags])


@dataclass(frozen=True)
class Side:
    """What one page says where pages differ: its name, its words, and both as the reply's line."""

    source: str
    text: str
    line: str


@dataclass(frozen=True)
class Reply:
    """What is sent: text, buttons and the turn record."""

    text: str
    record: TurnRecord
    buttons: tuple[dict[str, str], ...] = ()
    sides: tuple[Side, ...] = ()  # in the text's order; only where pages differ

    def as_response(self) -> dict[str, Any]:
        """Return the reply in the form of a Rasa response."""
        response: dict[str, Any] = {"text": self.text, "custom": self.record.as_dict()}
        if self.buttons:
            response["buttons"] = list(self.buttons)
        return response


@dataclass(frozen=True)
class Part:
    """A reply in the making: its lines, in order of need."""

    kind: str
    lines: tuple[str, ...]
    topic: str | None = None
    passages: tuple[Passage, ...] = ()
    buttons: tuple[dict[str, str], ...] = ()
    sides: tuple[Side, ...] = ()


def localised(name: str, turn: Turn) -> str:
    """Return a response's name in the message's language."""
    return f"{name}_es" if turn.language == "es" else name
