"""One row an alarm, written behind the reply: nothing that the database does comes before a patient."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.stores.database import open_database
from bot.stores.escalations import Escalation, EscalationWriter, keep_escalation, mark_undeliverable
from bot.stores.privacy import pseudonym
from bot.stores.tables import escalations

SENDER = "+18593235000"
FEVER = Escalation("a1", SENDER, "sms", "provider", ("infection.fever",), "2026-11-20T10:00:00-05:00")
LEGS = replace(FEVER, tier="emergency", signs=("infection.fever", "neuro.leg-weakness"))
ENDED = replace(LEGS, ended_at="2026-11-20T18:00:00+00:00", ended_by="reached help: emergency")


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("AFTERCARE_PSEUDONYM_KEY", "k" * 32)
    return f"sqlite:///{tmp_path}/aftercare.db"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    yield engine
    engine.dispose()


def _rows(engine: Engine) -> list[dict[str, object]]:
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(escalations))]


def test_an_alarm_is_one_row_that_rises_and_ends(engine: Engine) -> None:
    keep_escalation(engine, FEVER)
    (row,) = _rows(engine)
    assert (row["tier"], row["signs"], row["channel"]) == ("provider", "infection.fever", "sms")
    assert row["opened_at"] == datetime(2026, 11, 20, 15)
    assert (row["ended_at"], row["ended_by"], row["undeliverable"]) == (None, None, False)
    keep_escalation(engine, LEGS)
    keep_escalation(engine, ENDED)
    (row,) = _rows(engine)
    assert (row["tier"], row["signs"]) == ("emergency", "infection.fever,neuro.leg-weakness")
    assert (row["ended_at"], row["ended_by"]) == (datetime(2026, 11, 20, 18), "reached help: emergency")


def test_a_row_that_ended_stays_so(engine: Engine) -> None:
    keep_escalation(engine, ENDED)
    keep_escalation(engine, LEGS)
    assert _rows(engine)[0]["ended_by"] == "reached help: emergency"


def test_a_second_alarm_is_a_second_row(engine: Engine) -> None:
    keep_escalation(engine, ENDED)
    keep_escalation(engine, replace(FEVER, id="a2"))
    first, second = _rows(engine)
    assert first["conversation"] == second["conversation"] == pseudonym(SENDER)
    assert SENDER[1:] not in str([first, second])


def test_what_did_not_arrive_is_marked(engine: Engine) -> None:
    keep_escalation(engine, FEVER)
    mark_undeliverable(engine, FEVER.id)
    keep_escalation(engine, LEGS)
    assert _rows(engine)[0]["undeliverable"] is True


def test_the_writer_writes_in_order(engine: Engine, url: str) -> None:
    writer = EscalationWriter(lambda: open_database(url))
    for escalation in (FEVER, LEGS, ENDED):
        writer.write(escalation)
    writer.close()
    (row,) = _rows(engine)
    assert row["ended_by"] == ENDED.ended_by


def test_the_log_has_ids_and_nobody(url: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        writer = EscalationWriter(lambda: open_database(url))
        writer.write(LEGS)
        writer.close()
    (line,) = [r.getMessage() for r in caplog.records if r.name == "bot.stores.escalations"]
    assert line == "Escalation a1 open: emergency, infection.fever neuro.leg-weakness"


def test_a_locked_database_holds_nobody_up_and_is_tried_again(engine: Engine, url: str) -> None:
    writer = EscalationWriter(lambda: open_database(url), waits=(0.5, 2.0))
    keep_escalation(engine, replace(FEVER, id="before"))
    connection = engine.raw_connection()
    connection.execute("BEGIN EXCLUSIVE")
    started = time.monotonic()
    writer.write(FEVER)
    assert time.monotonic() - started < 0.1
    threading.Timer(1.8, connection.rollback).start()
    writer.close()
    connection.close()
    assert {row["id"] for row in _rows(engine)} == {"before", "a1"}


@pytest.mark.parametrize("key", ["k" * 32, ""])
def test_a_failure_is_logged_by_its_name_only(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, url: str, key: str
) -> None:
    monkeypatch.setenv("AFTERCARE_PSEUDONYM_KEY", key)

    def broken() -> Engine:
        raise OSError("disk at /secret is full")

    writer = EscalationWriter(broken if key else (lambda: open_database(url)), waits=(0.01, 0.01))
    writer.write(FEVER)
    writer.close()
    errors = [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]
    assert errors[-1] == f"Escalation a1 could not be kept: {'OSError' if key else 'SettingsError'}"
    assert len(errors) == (3 if key else 1)  # a missing key is not tried again
    assert "secret" not in caplog.text and SENDER not in caplog.text


def test_after_its_end_the_writer_raises_nothing(url: str) -> None:
    writer = EscalationWriter(lambda: open_database(url))
    writer.close()
    writer.write(FEVER)
