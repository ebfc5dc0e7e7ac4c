"""Stored conversations, cut into turns: from the store that endpoints.yml names, or from a JSON export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.errors import AftercareError
from bot.stores.conversations import ConversationRows, EventData
from bot.stores.privacy import pseudonym

_SESSION_START = "action_session_start"


@dataclass(frozen=True)
class StoredTurn:
    """One turn as it was stored, and all that stood before it."""

    earlier: tuple[tuple[EventData, ...], ...]  # the events of each turn before, as they were saved
    opening: tuple[EventData, ...]  # of this turn, before its message: the start of a session
    message: EventData
    after: tuple[EventData, ...]
    number: int
    turns: int
    whole: bool  # whether the conversation's first events are still there

    @property
    def reply(self) -> EventData | None:
        return next((event for event in self.after if event["event"] == "bot"), None)

    @property
    def parsed(self) -> dict[str, Any]:
        return self.message.get("parse_data") or {}


def turn_of(events: Sequence[EventData], number: int) -> StoredTurn:
    """Return a turn by its number, from 1."""
    said = [place for place, event in enumerate(events) if event["event"] == "user"]
    if not 1 <= number <= len(said):
        raise AftercareError(f"The conversation has {len(said)} turns; there is no turn {number}.")
    begins = [_begin(events, place, said[at - 1] + 1 if at else 0) for at, place in enumerate(said)]
    begin, place = begins[number - 1], said[number - 1]
    end = begins[number] if number < len(begins) else len(events)
    cuts = [0, *begins[1:number]] if number > 1 else []
    earlier = tuple(tuple(events[a:b]) for a, b in pairwise(cuts))
    return StoredTurn(
        earlier=earlier,
        opening=tuple(events[begin:place]),
        message=events[place],
        after=tuple(events[place + 1 : end]),
        number=number,
        turns=len(said),
        whole=events[0].get("name") == _SESSION_START,
    )


def _begin(events: Sequence[EventData], message: int, least: int) -> int:
    """Return where a turn's events begin: at its message, or at the session that it opened."""
    starts = [place for place in range(least, message) if events[place].get("name") == _SESSION_START]
    if starts:
        return starts[-1]
    return message if least else 0


def from_export(path: Path) -> list[EventData]:
    """Read the events of a JSON export: a list, or an object with `events`, as Rasa's HTTP API gives it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AftercareError(f"{path} cannot be read as JSON ({type(error).__name__}).") from None
    events = data.get("events") if isinstance(data, dict) else data
    if not isinstance(events, list) or not all(isinstance(e, dict) and "event" in e for e in events):
        raise AftercareError(f"{path} holds no events: a list of them, or an object with `events`, is wanted.")
    return events


def from_store(rows: ConversationRows, asked: str) -> list[EventData]:
    """Read a conversation's events; it is named by its id, by the beginning of it, or by its keyed hash."""
    events = _read(rows, asked)
    if not events:
        events = [event for sender in _like(rows.ids(), asked) for event in _read(rows, sender)]
    if events:
        return events
    raise AftercareError(f"No conversation {asked} is stored. Name it by its id or by its keyed hash.")


def _read(rows: ConversationRows, sender: str) -> list[EventData]:
    return [data for _, data in rows.read(sender, all_events=True)[1]]


def _like(known: Iterable[str], asked: str) -> list[str]:
    found = [sender for sender in known if pseudonym(sender) == asked or sender.startswith(asked)]
    if len(found) > 1:
        raise AftercareError(f"{len(found)} conversations begin with {asked}; write more of the id.")
    return found
