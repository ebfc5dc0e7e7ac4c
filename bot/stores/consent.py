"""The trail of consent: who agreed to texts or took it back, when, how and by whom. Rows are only added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from bot.stores.tables import consent_events

What = Literal["consented", "opted_out", "opted_in", "forgotten", "expired"]


@dataclass(frozen=True)
class ConsentEvent:
    """One entry of the trail; `at` is UTC without zone."""

    at: datetime
    what: str
    how: str
    by: str


def note(connection: Connection, person: str, what: What, *, how: str, by: str, at: datetime) -> None:
    """Add an entry."""
    row = {"person": person, "what": what, "how": how[:200], "by": by[:100], "at": at}
    connection.execute(insert(consent_events).values(**row))


def trail(connection: Connection, person: str) -> Iterator[ConsentEvent]:
    """Yield a person's entries as they were added."""
    columns = consent_events.c.at, consent_events.c.what, consent_events.c.how, consent_events.c.by
    query = select(*columns).where(consent_events.c.person == person).order_by(consent_events.c.id)
    yield from (ConsentEvent(*row) for row in connection.execute(query))


def last(connection: Connection, person: str, what: What) -> ConsentEvent | None:
    """Return a person's latest entry of a kind."""
    found = [event for event in trail(connection, person) if event.what == what]
    return found[-1] if found else None
