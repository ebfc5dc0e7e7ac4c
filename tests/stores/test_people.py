"""Who may be texted: enrolment, opt-out and what is left of who is gone; on both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from bot.stores import consent
from bot.stores.people import Enrolment, enrol, find, find_by_id, opt_in, opt_out, phone_of
from bot.stores.phones import person_id
from bot.stores.tables import metadata, people
from bot.stores.welcomes import due_welcomes, is_date_told, mark_date_told, mark_welcomed

PHONE = "+18595550123"
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=timezone.utc)
LATER = NOW + timedelta(days=1)
ANNA = Enrolment(PHONE, date(2026, 11, 18), "es", "paper form at discharge", "RN Lee")


def _enrol(engine: Engine, enrolment: Enrolment = ANNA, at: datetime = NOW) -> str:
    with engine.begin() as connection:
        return enrol(connection, enrolment, at=at)


def _stop(engine: Engine, phone: str = PHONE, at: datetime = NOW) -> bool:
    with engine.begin() as connection:
        return opt_out(connection, phone, how="texted STOP", at=at)


def _start(engine: Engine, phone: str = PHONE, at: datetime = LATER) -> bool:
    with engine.begin() as connection:
        return opt_in(connection, phone, how="texted START", at=at)


def _trail(engine: Engine, phone: str = PHONE) -> list[tuple[str, str, str]]:
    with engine.connect() as connection:
        return [(e.what, e.how, e.by) for e in consent.trail(connection, person_id(phone))]


def test_the_migrations_make_what_the_code_describes(either: Engine) -> None:
    with either.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_number_that_never_enrolled(either: Engine) -> None:
    with either.connect() as connection:
        person = find(connection, PHONE)
        assert (person.enrolled, person.opted_out, person.language, person.procedure_date) == (False, False, None, None)
        assert phone_of(connection, person.id) is None


def test_enrolment_is_known_by_number_however_it_is_written(either: Engine) -> None:
    assert _enrol(either, replace(ANNA, phone="(859) 555-0123")) == "enrolled"
    with either.connect() as connection:
        person = find(connection, "1 859 555 0123")
        assert person == find_by_id(connection, person_id(PHONE))
        assert (person.enrolled, person.language, person.procedure_date) == (True, "es", date(2026, 11, 18))
        assert phone_of(connection, person.id) == PHONE


def test_no_number_stands_in_the_database(either: Engine) -> None:
    _enrol(either)
    _stop(either)
    with either.connect() as connection:
        rows = [str(connection.execute(text(f"SELECT * FROM {name}")).all()) for name in metadata.tables]
    assert "5550123" not in "".join(rows)


def test_the_same_again_changes_nothing(either: Engine) -> None:
    _enrol(either)
    assert _enrol(either, at=LATER) == "unchanged"
    assert _trail(either) == [("consented", "paper form at discharge", "RN Lee")]


@pytest.mark.parametrize(
    "other",
    [{"procedure_date": date(2026, 11, 19)}, {"language": "en"}, {"consent_how": "by phone"}, {"consent_at": LATER}],
)
def test_what_is_new_is_kept_with_its_consent(either: Engine, other: dict[str, object]) -> None:
    _enrol(either)
    assert _enrol(either, replace(ANNA, **other)) == "changed"  # type: ignore[arg-type]
    assert len(_trail(either)) == 2
    with either.connect() as connection:
        person = find(connection, PHONE)
    assert person.procedure_date == other.get("procedure_date", ANNA.procedure_date)


def test_consent_given_earlier_keeps_its_own_time(either: Engine) -> None:
    _enrol(either, replace(ANNA, consent_at=datetime(2026, 11, 18, 9, 30, tzinfo=timezone(timedelta(hours=-5)))))
    with either.connect() as connection:
        assert [e.at for e in consent.trail(connection, person_id(PHONE))] == [datetime(2026, 11, 18, 14, 30)]


def test_an_opt_out_is_new_once(either: Engine) -> None:
    _enrol(either)
    assert [_stop(either), _stop(either)] == [True, False]
    with either.connect() as connection:
        person = find(connection, PHONE)
    assert person.enrolled and person.opted_out


def test_an_opt_in_is_new_once_and_only_after_an_opt_out(either: Engine) -> None:
    assert _start(either) is False
    _stop(either)
    assert [_start(either), _start(either)] == [True, False]
    with either.connect() as connection:
        assert not find(connection, PHONE).opted_out


def test_a_stranger_can_opt_out(either: Engine) -> None:
    assert _stop(either)
    with either.connect() as connection:
        person = find(connection, PHONE)
        assert person.opted_out and not person.enrolled
        assert connection.execute(select(people.c.number)).scalar() is None


def test_no_enrolment_lifts_an_opt_out(either: Engine) -> None:
    _enrol(either)
    _stop(either)
    assert _enrol(either) == "opted_out"
    assert _enrol(either, replace(ANNA, procedure_date=date(2026, 11, 19))) == "opted_out"
    with either.connect() as connection:
        person = find(connection, PHONE)
        assert person.opted_out and person.procedure_date == date(2026, 11, 19)
        assert due_welcomes(connection) == []


def test_the_trail_survives_stop_and_start(either: Engine) -> None:
    _enrol(either)
    _stop(either)
    _start(either)
    _stop(either, at=LATER + timedelta(days=1))
    assert [what for what, _, _ in _trail(either)] == ["consented", "opted_out", "opted_in", "opted_out"]
    assert _trail(either)[1] == ("opted_out", "texted STOP", "patient")


def test_a_change_that_is_rolled_back_leaves_nothing(either: Engine) -> None:
    with pytest.raises(RuntimeError), either.begin() as connection:
        assert opt_out(connection, PHONE, how="texted STOP", at=NOW)
        raise RuntimeError
    assert _trail(either) == []
    assert _stop(either)


def test_one_welcome_in_the_order_of_enrolment(either: Engine) -> None:
    others = [replace(ANNA, phone=f"+1859555013{n}") for n in range(3)]
    for minutes, one in enumerate(others):
        _enrol(either, one, NOW + timedelta(minutes=minutes))
    _stop(either, others[1].phone)
    with either.begin() as connection:
        due = due_welcomes(connection)
        assert [p.id for p in due] == [person_id(others[0].phone), person_id(others[2].phone)]
        assert [mark_welcomed(connection, due[0].id, NOW), mark_welcomed(connection, due[0].id, NOW)] == [True, False]
        assert [p.id for p in due_welcomes(connection)] == [due[1].id]
        assert len(due_welcomes(connection, limit=0)) == 0


def test_another_date_is_to_be_told_again(either: Engine) -> None:
    _enrol(either)
    with either.connect() as connection:
        anna = find(connection, PHONE)
    assert not is_date_told(either, anna)
    mark_date_told(either, anna)
    assert is_date_told(either, anna)
    assert not is_date_told(either, replace(anna, procedure_date=date(2026, 11, 19)))


def test_of_many_at_once_one_is_first(either: Engine) -> None:
    """Eight connections enrol and stop one number at the same moment: each is new once."""
    found: list[object] = []
    gate = threading.Barrier(8)

    def work() -> None:
        gate.wait()
        found.append(_enrol(either))
        found.append(_stop(either))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count("enrolled") == 1 and found.count(True) == 1 and len(found) == 16
    assert [what for what, _, _ in _trail(either)] == ["consented", "opted_out"]
