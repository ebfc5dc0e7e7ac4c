"""The form of a conversation suite: Rasa's test cases, extended by what matters here."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field, root_validator, validator

from bot.records import Kind, Tier
from bot.yamlfile import Strict

Channel = Literal["rest", "web", "sms"]
_NOW = "The clinic's day and hour of a message, as 2026-11-21T10:00:00; a zone may follow, else it is the clinic's."


def is_time(value: object) -> str | None:
    """Return a time as ISO text; ValueError when it is none."""
    if value is None or isinstance(value, datetime):
        return value.isoformat() if value else None
    try:
        return datetime.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ValueError("is no time; write it as 2026-11-21T10:00:00") from None


class Expected(Strict):
    """What one reply must be; every key that is given must hold."""

    kind: Kind | tuple[Kind, ...] | None = Field(None, description="The record's kind; of a list, any.")
    tier: Tier | None = Field(None, description="The record's tier: that of this message alone.")
    topic: str | None = Field(None, description="The record's topic, as in knowledge/topics/.")
    cites: tuple[str, ...] | None = Field(
        None, description="Ids of sources that the reply rests on, others beside them; [] where it may rest on none."
    )
    flags: tuple[str, ...] = Field((), description="Ids of warning signs that must be found, others beside them.")
    mentions: tuple[str, ...] = Field((), description="Words that stand in the reply, in capitals or not.")
    not_mentions: tuple[str, ...] = Field((), description="Words that stand nowhere in the reply.")
    opens: str | tuple[str, ...] | None = Field(None, description="What the reply begins with; of a list, any.")
    on_day: int | None = Field(None, ge=0, description="The day of recovery that the reply names.")
    max_segments: int | None = Field(None, ge=1, description="The most SMS segments that it takes.")
    max_words: int | None = Field(None, ge=1, description="The most words that it has.")
    max_grade: float | None = Field(None, gt=0, description="The hardest Flesch-Kincaid grade, as this project counts.")


class Step(Strict):
    """A message and what is expected of its reply, or, in steps of its own, one of these."""

    user: str | None = Field(None, description="What the person sends.")
    now: str | None = Field(None, description=f"{_NOW} It holds from this message on.")
    bot: Expected | str | None = Field(None, description="What the reply must be; a text: the reply word for word.")
    utter: str | None = Field(None, description="The response that must be given, by name (in this process only).")
    slot_was_set: tuple[str | dict[str, Any], ...] = Field(
        (), description="Slots after the turn: a name (set to anything) or `name: value` (in this process only)."
    )
    slot_was_not_set: tuple[str | dict[str, Any], ...] = Field(
        (), description="Slots that hold nothing, or not this value (in this process only)."
    )
    use: str | None = Field(None, description="The name of a fragment whose steps stand here.")

    @validator("now", pre=True)
    def _time(cls, value: object) -> str | None:
        return is_time(value)

    @root_validator(skip_on_failure=True)
    def _one_thing(cls, values: dict[str, Any]) -> dict[str, Any]:
        given = [key for key, value in values.items() if value not in (None, ())]
        if not given:
            raise ValueError("is empty; give `user`, `bot`, `utter`, `slot_was_set`, `slot_was_not_set` or `use`")
        if "use" in given and len(given) > 1:
            raise ValueError("`use` stands in a step of its own")
        if "now" in given and "user" not in given:
            raise ValueError("`now` stands beside `user`")
        return values


class Fragments(Strict):
    """What suites share, by name."""

    steps: dict[str, tuple[Step, ...]] = Field(default_factory=dict, description="Steps that `use: <name>` stands for.")
    words: dict[str, str] = Field(
        default_factory=dict, description="Words that ${name} stands for in what is expected of a reply."
    )


class CaseEntry(Strict):
    """One conversation."""

    test_case: str = Field(min_length=1, description="What it shows, in a line; no other case of the file has it.")
    channel: Channel | None = Field(None, description="How the messages come in; the suite's, else rest.")
    now: str | None = Field(None, description=f"{_NOW} The suite's, else the replay's own fixed one.")
    every: Expected | None = Field(None, description="What every reply of the conversation must be.")
    steps: list[Step] = Field(min_items=1, description="The messages in order, each with what is expected.")

    @validator("now", pre=True)
    def _time(cls, value: object) -> str | None:
        return is_time(value)


class SuiteFile(Strict):
    """tests/conversations/<pattern>/<sentence>.yml"""

    channel: Channel | None = Field(None, description="How the messages of all its cases come in.")
    now: str | None = Field(None, description=f"{_NOW} For all its cases.")
    fragments: Fragments = Field(default_factory=Fragments, description="Fragments of this file alone.")
    test_cases: list[CaseEntry] = Field(min_items=1, description="The conversations.")

    @validator("now", pre=True)
    def _time(cls, value: object) -> str | None:
        return is_time(value)


class FragmentsFile(Strict):
    """tests/conversations/fragments.yml: what all suites share."""

    fragments: Fragments
