"""Remove what is kept of one person, or of everybody after its time.

Each table is named here with who it concerns and when, so that no table is forgotten: a test
fails for one that is neither here nor among those that hold nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Table, delete, func, select, update
from sqlalchemy.engine import Connection, Engine

from bot.stores import consent
from bot.stores.people import hold
from bot.stores.phones import person_id
from bot.stores.privacy import pseudonym
from bot.stores.tables import (
    consent_events,
    escalations,
    hand_offs,
    people,
    sms_inbox,
    sms_outbox,
    unanswered_questions,
    web_feedback,
    web_messages,
)
from bot.stores.times import naive_utc


@dataclass(frozen=True)
class Kept:
    """A table of what people wrote or did: its rows' time, and whose they are where a phone leads there."""

    table: Table
    label: str
    time: Column
    person: Column | None = None
    #: What stands in `person`, made from the person's id.
    written_as: Callable[[str], str] = str


KEPT = (
    Kept(escalations, "alarms", escalations.c.updated_at, escalations.c.conversation, pseudonym),
    Kept(hand_offs, "wishes for a person", hand_offs.c.asked_at, hand_offs.c.conversation, pseudonym),
    Kept(sms_inbox, "text messages received", sms_inbox.c.received_at, sms_inbox.c.person),
    Kept(sms_outbox, "text messages sent", sms_outbox.c.created_at, sms_outbox.c.person),
    Kept(web_messages, "web messages", web_messages.c.at),
)
#: Nobody stands in these.
OF_NOBODY = (unanswered_questions, web_feedback)
#: Who is texted and the trail of their consent: their own rules, below.
OF_CONSENT = (people, consent_events)

#: What is left in `people` of who is gone: the hash and the opt-out.
_EMPTY = dict.fromkeys(("number", "language", "procedure_date", "date_told", "enrolled_at", "welcomed_at"))


def forget(engine: Engine, phone: str, *, how: str, by: str, at: datetime) -> dict[str, int]:
    """Remove a person from our tables; return how many entries of what.

    What stays: the number's keyed hash, so that it is never texted again, and the trail of consent.
    """
    person, when = person_id(phone), naive_utc(at)
    with engine.begin() as connection:
        removed = {kept.label: _remove(connection, kept, person) for kept in KEPT if kept.person is not None}
        row = hold(connection, person)
        removed["enrolments"] = int(row.enrolled_at is not None)
        gone = {**_EMPTY, "opted_out_at": row.opted_out_at or when, "forgotten_at": row.forgotten_at or when}
        connection.execute(update(people).where(people.c.id == person).values(**gone))
        if row.forgotten_at is None:
            consent.note(connection, person, "forgotten", how=how, by=by, at=when)
    return removed


def purge(engine: Engine, *, now: datetime, days: int) -> dict[str, int]:
    """Remove what is older than so many days; return how many entries of what."""
    before = naive_utc(now) - timedelta(days=days)
    removed = {}
    for kept in KEPT:
        with engine.begin() as connection:
            removed[kept.label] = connection.execute(delete(kept.table).where(kept.time < before)).rowcount
    with engine.begin() as connection:
        removed["enrolments"] = _expire(connection, before, naive_utc(now))
    return removed


def purge_consent(engine: Engine, before: datetime) -> int:
    """Remove entries of the trail that are older, of people who are not enrolled any more."""
    enrolled = select(people.c.id).where(people.c.enrolled_at.is_not(None))
    old = consent_events.c.at < naive_utc(before), consent_events.c.person.not_in(enrolled)
    with engine.begin() as connection:
        return int(connection.execute(delete(consent_events).where(*old)).rowcount)


def trail_length(engine: Engine, phone: str) -> int:
    """Return how many entries of consent are kept of a number."""
    mine = consent_events.c.person == person_id(phone)
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(consent_events).where(mine)).scalar_one())


def _remove(connection: Connection, kept: Kept, person: str) -> int:
    assert kept.person is not None
    return int(connection.execute(delete(kept.table).where(kept.person == kept.written_as(person))).rowcount)


def _expire(connection: Connection, before: datetime, now: datetime) -> int:
    """Remove the data of people who enrolled too long ago; who opted out stays opted out."""
    old = people.c.enrolled_at < before
    ids = [row.id for row in connection.execute(select(people.c.id).where(old).with_for_update())]
    for person in ids:
        consent.note(connection, person, "expired", how="retention", by="purge", at=now)
    connection.execute(delete(people).where(old, people.c.opted_out_at.is_(None)))
    connection.execute(update(people).where(old).values(**_EMPTY))
    return len(ids)
