"""What an enrolled person is still to be told: the welcome, and the conversation the procedure's day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Engine

from bot.stores.people import Person, person_of
from bot.stores.tables import people
from bot.stores.times import naive_utc


def due_welcomes(connection: Connection, limit: int = 50) -> list[Person]:
    """Return people who enrolled, did not opt out and were not welcomed yet; first come, first served."""
    due = people.c.enrolled_at.is_not(None), people.c.welcomed_at.is_(None), people.c.opted_out_at.is_(None)
    query = select(people).where(*due).order_by(people.c.enrolled_at, people.c.id).limit(limit)
    return [person_of(row) for row in connection.execute(query)]


def mark_welcomed(connection: Connection, person: str, at: datetime) -> bool:
    """Note that the welcome is on its way; return whether that is new."""
    mine = people.c.id == person, people.c.welcomed_at.is_(None)
    return bool(connection.execute(update(people).where(*mine).values(welcomed_at=naive_utc(at))).rowcount)


def is_date_told(engine: Engine, person: Person) -> bool:
    """Tell whether the conversation was told this day of the procedure."""
    with engine.connect() as connection:
        told: date | None = connection.execute(select(people.c.date_told).where(people.c.id == person.id)).scalar()
    return told is not None and told == person.procedure_date


def mark_date_told(engine: Engine, person: Person) -> None:
    """Note that the conversation was told this day of the procedure."""
    with engine.begin() as connection:
        connection.execute(update(people).where(people.c.id == person.id).values(date_told=person.procedure_date))
