"""Removing one person, or everybody after their time: what goes, and what must stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text, func, select
from sqlalchemy.engine import Engine

from bot.stores import consent
from bot.stores.conversations import Bookmark, ConversationRows, bookmarks
from bot.stores.database import connect
from bot.stores.escalations import Escalation, keep_escalation
from bot.stores.people import Enrolment, enrol, find, opt_in, opt_out
from bot.stores.phones import person_id
from bot.stores.questions import keep_hand_off, keep_question
from bot.stores.retention import KEPT, OF_CONSENT, OF_NOBODY, forget, purge, purge_consent
from bot.stores.tables import metadata, people, sms_inbox, sms_outbox, web_messages
from bot.stores.welcomes import due_welcomes

ANNA, BEN = "+18595550123", "+18595550124"
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=timezone.utc)
NAIVE = NOW.replace(tzinfo=None)


def _enrol(engine: Engine, phone: str, at: datetime = NOW) -> str:
    with engine.begin() as connection:
        return enrol(connection, Enrolment(phone, date(2026, 11, 18), "en", "paper form", "RN Lee"), at=at)


def _texts(engine: Engine, phone: str, at: datetime = NAIVE) -> None:
    person = person_id(phone)
    one = {"person": person, "number": phone, "text": "my back hurts", "attempts": 0}
    inbound = {**one, "sid": f"SM{phone}{at}", "received_at": at, "media": 0}
    outbound = {**one, "key": f"{phone}{at}", "token": f"{phone[-4:]}{at}"[:40], "created_at": at, "segments": 1,
                "purpose": "reply", "state": "sent", "next_try_at": at, "changed_at": at}  # fmt: skip
    with engine.begin() as connection:
        connection.execute(sms_inbox.insert().values(**inbound))
        connection.execute(sms_outbox.insert().values(**outbound))
    keep_escalation(
        engine, Escalation(f"alarm{phone}", person, "sms", "provider", ("infection.fever",), at.isoformat())
    )
    keep_hand_off(engine, person, "sms")
    keep_question(engine, "when can i drive", nearest=None, knowledge=None)


def _count(engine: Engine, table: Table) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _trail(engine: Engine, phone: str) -> list[str]:
    with engine.connect() as connection:
        return [event.what for event in consent.trail(connection, person_id(phone))]


def test_no_table_is_left_out() -> None:
    listed = {kept.table.name for kept in KEPT} | {table.name for table in (*OF_NOBODY, *OF_CONSENT)}
    assert listed == set(metadata.tables)
    for kept in KEPT:
        assert (
            {"person", "conversation"}.isdisjoint(kept.table.c.keys())
            or kept.person is not None
            or (
                kept.table is web_messages  # a browser's conversation leads to no phone
            )
        )


def test_one_person_goes_and_the_other_stays(either: Engine) -> None:
    for phone in (ANNA, BEN):
        _enrol(either, phone)
        _texts(either, phone)
    removed = forget(either, "(859) 555-0123", how="python -m bot forget", by="staff", at=NOW)
    assert removed == {
        "alarms": 1,
        "wishes for a person": 1,
        "text messages received": 1,
        "text messages sent": 1,
        "enrolments": 1,
    }
    for kept in KEPT:
        assert _count(either, kept.table) == int(kept.person is not None)
    with either.connect() as connection:
        anna, ben = find(connection, ANNA), find(connection, BEN)
        row = connection.execute(select(people).where(people.c.id == anna.id)).one()
    assert ben.enrolled and not ben.opted_out
    assert anna.opted_out and not anna.enrolled
    assert {k: v for k, v in row._mapping.items() if v is not None} == {
        "id": anna.id, "opted_out_at": NAIVE, "forgotten_at": NAIVE,
    }  # fmt: skip


def test_a_forgotten_number_is_not_texted_again(either: Engine) -> None:
    _enrol(either, ANNA)
    forget(either, ANNA, how="python -m bot forget", by="staff", at=NOW)
    assert _enrol(either, ANNA) == "forgotten"
    with either.connect() as connection:
        assert due_welcomes(connection) == []
        assert find(connection, ANNA).opted_out and not find(connection, ANNA).enrolled
    assert _trail(either, ANNA) == ["consented", "forgotten"]


def test_a_forgotten_person_can_come_back(either: Engine) -> None:
    forget(either, ANNA, how="python -m bot forget", by="staff", at=NOW)
    with either.begin() as connection:
        assert opt_in(connection, ANNA, how="texted START", at=NOW)
    assert _enrol(either, ANNA) == "enrolled"
    assert _trail(either, ANNA) == ["forgotten", "opted_in", "consented"]


def test_forgetting_twice_or_a_stranger_is_no_fault(either: Engine) -> None:
    for _ in range(2):
        removed = forget(either, ANNA, how="python -m bot forget", by="staff", at=NOW)
        assert not any(removed.values())
    assert _trail(either, ANNA) == ["forgotten"]


def test_only_what_is_old_is_purged(either: Engine) -> None:
    old = NAIVE - timedelta(days=366)
    for phone, at in ((ANNA, old), (BEN, NAIVE - timedelta(days=364))):
        _enrol(either, phone, at)
        _texts(either, phone, at)
    removed = purge(either, now=NOW, days=365)
    assert removed["text messages received"] == removed["text messages sent"] == removed["enrolments"] == 1
    with either.connect() as connection:
        assert not find(connection, ANNA).enrolled and find(connection, BEN).enrolled
    assert _trail(either, ANNA) == ["consented", "expired"]
    assert purge(either, now=NOW, days=365) == dict.fromkeys(removed, 0)
    assert _enrol(either, ANNA) == "enrolled"


def test_an_opt_out_outlives_the_purge(either: Engine) -> None:
    _enrol(either, ANNA, NAIVE - timedelta(days=400))
    with either.begin() as connection:
        opt_out(connection, ANNA, how="texted STOP", at=NAIVE - timedelta(days=399))
    purge(either, now=NOW, days=365)
    with either.connect() as connection:
        anna = find(connection, ANNA)
    assert anna.opted_out and not anna.enrolled and anna.procedure_date is None
    assert _enrol(either, ANNA) == "opted_out"


def test_consent_goes_only_where_nobody_is_enrolled_any_more(either: Engine) -> None:
    then = NAIVE - timedelta(days=2000)
    for phone in (ANNA, BEN):
        _enrol(either, phone, then)
    forget(either, ANNA, how="python -m bot forget", by="staff", at=then)
    assert purge_consent(either, NAIVE - timedelta(days=1900)) == 2
    assert (_trail(either, ANNA), _trail(either, BEN)) == ([], ["consented"])
    with either.connect() as connection:
        assert find(connection, ANNA).opted_out


@pytest.fixture
def conversations(database_url: str) -> Iterator[tuple[ConversationRows, Engine]]:
    engine = connect(database_url)
    events = Table(
        "events", MetaData(),
        Column("id", Integer, primary_key=True), Column("sender_id", String(255)), Column("type_name", String(255)),
        Column("timestamp", Float), Column("intent_name", String(255)), Column("action_name", String(255)),
        Column("data", Text),
    )  # fmt: skip
    events.create(engine)
    yield ConversationRows(engine, events), engine
    engine.dispose()


def _say(rows: ConversationRows, sender: str, *times: float, first: int | None = None) -> None:
    new: list[dict[str, Any]] = [{"event": "user", "timestamp": time} for time in times]
    rows.append(sender, new, None if first is None else Bookmark(first))


def test_a_conversation_goes_whole(conversations: tuple[ConversationRows, Engine]) -> None:
    rows, engine = conversations
    _say(rows, "anna", 1.0, 2.0, first=2)
    _say(rows, "ben", 1.0, first=3)
    assert rows.remove("anna") == 2
    assert rows.remove("anna") == 0
    assert rows.read("anna", all_events=True)[1] == [] and len(rows.read("ben", all_events=True)[1]) == 1
    assert _count(engine, bookmarks) == 1


def test_an_old_conversation_goes_and_one_that_goes_on_keeps_what_it_reads(
    conversations: tuple[ConversationRows, Engine],
) -> None:
    rows, engine = conversations
    _say(rows, "old", 1.0, 2.0, first=1)  # 1, 2
    _say(rows, "going on", 1.0, 2.0, 3.0, 99.0, first=5)  # 3 to 6
    _say(rows, "new", 98.0, 99.0)  # 7, 8
    _say(rows, "no bookmark", 1.0, 99.0)  # 9, 10
    before = rows.read("going on")
    assert rows.remove_before(50.0) == 2 + 2
    assert rows.read("going on") == before
    assert [number for number, _ in rows.read("going on", all_events=True)[1]] == [5, 6]
    assert len(rows.read("no bookmark", all_events=True)[1]) == len(rows.read("new", all_events=True)[1]) == 2
    assert _count(engine, bookmarks) == 1
    assert rows.remove_before(50.0) == 0
