"""Rows of conversations: Rasa's events, and beside them a bookmark, where the next read begins.

A bookmark holds the first event that the next turn needs and the conversation's state before it,
so a read costs the same after three turns and after three hundred. It is derived from the events
(a read without it is long, not wrong), so its table is made beside Rasa's and is never migrated.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, delete, func, insert, select
from sqlalchemy.engine import Engine

#: An event as Rasa's `as_dict` gives it.
EventData = dict[str, Any]

metadata = MetaData()
bookmarks = Table(
    "conversation_bookmarks",
    metadata,
    Column("sender_id", String(255), primary_key=True),
    Column("first_event", Integer, nullable=False),
    Column("state", Text, nullable=False),
)


@dataclass(frozen=True)
class Bookmark:
    """Where to read from, and the events that stand for all that came before."""

    first: int
    state: Sequence[EventData] = ()


#: From the beginning on.
BEGINNING = Bookmark(0)


class ConversationRows:
    """The two tables; `events` is Rasa's."""

    def __init__(self, engine: Engine, events: Table) -> None:
        self._engine, self._events = engine, events
        metadata.create_all(engine)

    def read(self, sender: str, *, all_events: bool = False) -> tuple[Bookmark, list[tuple[int, EventData]]]:
        """Return the bookmark and the events from it on, with their ids, oldest first."""
        events = self._events.c
        with self._engine.connect() as connection:
            found = None if all_events else connection.execute(_BOOKMARK.where(bookmarks.c.sender_id == sender)).first()
            bookmark = Bookmark(found[0], json.loads(found[1])) if found else BEGINNING
            query = (
                select(events.id, events.data)
                .where(events.sender_id == sender, events.id >= bookmark.first)
                .order_by(events.id)
            )
            rows = [(row[0], json.loads(row[1])) for row in connection.execute(query)]
        return bookmark, rows

    def append(self, sender: str, new: Sequence[EventData], bookmark: Bookmark | None) -> None:
        """Add events and move the bookmark, both or neither."""
        with self._engine.begin() as connection:
            if new:
                connection.execute(insert(self._events), [_row(sender, data) for data in new])
            if bookmark is not None:
                state = json.dumps(list(bookmark.state))
                connection.execute(delete(bookmarks).where(bookmarks.c.sender_id == sender))
                connection.execute(
                    insert(bookmarks), {"sender_id": sender, "first_event": bookmark.first, "state": state}
                )

    def ids(self) -> list[str]:
        """Return the ids of all conversations."""
        with self._engine.connect() as connection:
            return [str(row[0]) for row in connection.execute(select(self._events.c.sender_id).distinct())]

    def remove(self, sender: str) -> int:
        """Delete a conversation; return how many events it had."""
        with self._engine.begin() as connection:
            connection.execute(delete(bookmarks).where(bookmarks.c.sender_id == sender))
            return int(connection.execute(delete(self._events).where(self._events.c.sender_id == sender)).rowcount)

    def remove_before(self, time: float) -> int:
        """Delete events before a time (seconds since 1970); return how many.

        Of a conversation that goes on, what its next turn reads stays: the bookmark's events on.
        """
        events = self._events.c
        with self._engine.connect() as connection:
            latest = select(events.sender_id, func.max(events.timestamp)).group_by(events.sender_id)
            rows = connection.execute(latest).all()
            firsts = {
                row[0]: row[1] for row in connection.execute(select(bookmarks.c.sender_id, bookmarks.c.first_event))
            }
        removed = sum(self.remove(sender) for sender, last in rows if last is not None and last < time)
        going_on = [sender for sender, last in rows if last is None or last >= time]
        return removed + sum(self._trim(sender, firsts.get(sender, 0), time) for sender in going_on)

    def _trim(self, sender: str, first: int, time: float) -> int:
        events = self._events.c
        old = events.sender_id == sender, events.timestamp < time, events.id < first
        with self._engine.begin() as connection:
            return int(connection.execute(delete(self._events).where(*old)).rowcount)


_BOOKMARK = select(bookmarks.c.first_event, bookmarks.c.state)


def _row(sender: str, data: EventData) -> dict[str, Any]:
    """Return an event's row, as Rasa's own store writes it."""
    return {
        "sender_id": sender,
        "type_name": data["event"],
        "timestamp": data.get("timestamp"),
        "intent_name": ((data.get("parse_data") or {}).get("intent") or {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


class ConversationLists:
    """The same in this process's memory."""

    def __init__(self) -> None:
        #: Each conversation's events as JSON; an event's id is its place.
        self.events: dict[str, list[str]] = {}
        self._bookmarks: dict[str, Bookmark] = {}

    def read(self, sender: str, *, all_events: bool = False) -> tuple[Bookmark, list[tuple[int, EventData]]]:
        """Return the bookmark and the events from it on, with their places, oldest first."""
        bookmark = BEGINNING if all_events else self._bookmarks.get(sender, BEGINNING)
        lines = self.events.get(sender, [])[bookmark.first :]
        return bookmark, [(place, json.loads(line)) for place, line in enumerate(lines, bookmark.first)]

    def append(self, sender: str, new: Sequence[EventData], bookmark: Bookmark | None) -> None:
        """Add events and move the bookmark."""
        self.events.setdefault(sender, []).extend(json.dumps(data) for data in new)
        if bookmark is not None:
            self._bookmarks[sender] = bookmark
