"""People who are texted: who they are by keyed hash, and whether anything may go out to them.

Writers work on the caller's connection, so that a change and what follows from it (the text that
confirms it) stand or fall together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from bot.stores import consent
from bot.stores.phones import e164, person_id
from bot.stores.tables import people
from bot.stores.times import naive_utc

Language = Literal["en", "es"]
#: What became of an enrolment. "opted_out": kept, and nothing is sent until the person texts START.
#: "forgotten": refused until then.
Outcome = Literal["enrolled", "changed", "unchanged", "opted_out", "forgotten"]


@dataclass(frozen=True)
class Person:
    """Who texts us or is texted; of a number that never enrolled only the id is known."""

    id: str
    enrolled: bool = False
    opted_out: bool = False
    language: str | None = None
    procedure_date: date | None = None


@dataclass(frozen=True)
class Enrolment:
    """What the hospital says of a person, with the consent it has: how and by whom it was taken, and when."""

    phone: str
    procedure_date: date
    language: Language
    consent_how: str
    consent_by: str
    consent_at: datetime | None = None


def find(connection: Connection, phone: str) -> Person:
    """Return the person of a number; one that never enrolled comes back so."""
    return find_by_id(connection, person_id(phone))


def find_by_id(connection: Connection, person: str) -> Person:
    """Return the person of an id."""
    row = connection.execute(select(people).where(people.c.id == person)).first()
    return Person(person) if row is None else person_of(row)


def phone_of(connection: Connection, person: str) -> str | None:
    """Return an enrolled person's number."""
    found: str | None = connection.execute(select(people.c.number).where(people.c.id == person)).scalar()
    return found


def opt_out(connection: Connection, phone: str, *, how: str, at: datetime, by: str = "patient") -> bool:
    """Send this number nothing any more; return whether that is new."""
    person, when = person_id(phone), naive_utc(at)
    hold(connection, person)
    mine = people.c.id == person, people.c.opted_out_at.is_(None)
    new: bool = connection.execute(update(people).where(*mine).values(opted_out_at=when)).rowcount == 1
    if new:
        consent.note(connection, person, "opted_out", how=how, by=by, at=when)
    return new


def opt_in(connection: Connection, phone: str, *, how: str, at: datetime, by: str = "patient") -> bool:
    """Let texts go out to this number again; return whether that is new."""
    person, when = person_id(phone), naive_utc(at)
    mine = people.c.id == person, people.c.opted_out_at.is_not(None)
    free = {"opted_out_at": None, "forgotten_at": None}
    new: bool = connection.execute(update(people).where(*mine).values(**free)).rowcount == 1
    if new:
        consent.note(connection, person, "opted_in", how=how, by=by, at=when)
    return new


def enrol(connection: Connection, enrolment: Enrolment, *, at: datetime) -> Outcome:
    """Keep a person with the consent; the same again changes nothing, and none lifts an opt-out."""
    person, when = person_id(enrolment.phone), naive_utc(at)
    row = hold(connection, person)
    if row.forgotten_at is not None:
        return "forgotten"
    if row.enrolled_at is not None and _is_known(connection, row, enrolment):
        return "opted_out" if row.opted_out_at else "unchanged"
    given = naive_utc(enrolment.consent_at) if enrolment.consent_at else when
    consent.note(connection, person, "consented", how=enrolment.consent_how, by=enrolment.consent_by, at=given)
    values = {
        "number": e164(enrolment.phone),
        "language": enrolment.language,
        "procedure_date": enrolment.procedure_date,
        "enrolled_at": when,
    }
    connection.execute(update(people).where(people.c.id == person).values(**values))
    if row.opted_out_at is not None:
        return "opted_out"
    return "changed" if row.enrolled_at is not None else "enrolled"


def _is_known(connection: Connection, row: Any, enrolment: Enrolment) -> bool:
    """Tell whether an enrolment says nothing new of a person."""
    if (row.language, row.procedure_date) != (enrolment.language, enrolment.procedure_date):
        return False
    last = consent.last(connection, row.id, "consented")
    given = naive_utc(enrolment.consent_at) if enrolment.consent_at else None
    if last is None or (last.how, last.by) != (enrolment.consent_how, enrolment.consent_by):
        return False
    return given is None or last.at == given


def hold(connection: Connection, person: str) -> Any:
    """Return a person's row, made where there is none, and locked until the caller's transaction ends."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(dialect.insert(people).values(id=person).on_conflict_do_nothing())
    return connection.execute(select(people).where(people.c.id == person).with_for_update()).one()


def person_of(row: Any) -> Person:
    """Return the person of a row."""
    return Person(row.id, row.enrolled_at is not None, row.opted_out_at is not None, row.language, row.procedure_date)
