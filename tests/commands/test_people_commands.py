"""enrol, forget, purge and rekey, as staff call them."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.__main__ import main
from bot.channels.conversation_store import open_conversations
from bot.stores import consent
from bot.stores.database import open_database
from bot.stores.people import find, opt_out
from bot.stores.phones import person_id
from bot.stores.tables import people

ROOT = Path(__file__).parents[2]
DAY = str((datetime.now(timezone.utc) - timedelta(days=4)).date())
HEAD = "phone,procedure_date,language,consent_how,consent_by"
ROW = f"{{}},{DAY},en,paper form,RN Lee"
ONE = ["--phone", "859-555-0123", "--procedure-date", DAY, "--language", "es", "--consent-how", "paper form",
       "--consent-by", "RN Lee"]  # fmt: skip


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in a folder of one's own; what a command puts into the environment goes again."""
    before = dict(os.environ)
    for name in ("clinic.yml", "endpoints.yml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AFTERCARE_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/var/aftercare.db")
    for name in ("PSEUDONYM_KEY", "PHONE_KEY", "PHONE_KEYS"):
        monkeypatch.setenv(f"AFTERCARE_{name}", secrets.token_hex(32))
    yield tmp_path
    for name in set(os.environ) - set(before):
        del os.environ[name]


def _enrolled() -> int:
    engine = open_database()
    with engine.connect() as connection:
        count = connection.execute(select(func.count()).where(people.c.enrolled_at.is_not(None))).scalar_one()
    engine.dispose()
    return int(count)


def _csv(place: Path, *lines: str, head: str = HEAD, encoding: str = "utf-8") -> str:
    path = place / "list.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding=encoding)
    return str(path)


def test_one_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["enrol", *ONE]) == 0
    assert main(["enrol", *ONE]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Enrolled") and "already" in said[1]
    assert _enrolled() == 1


def test_one_person_with_a_fault_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["enrol", *ONE[:-4]]) == 1
    assert capsys.readouterr().err == "aftercare: consent_how: is missing\n"
    assert _enrolled() == 0


def test_good_lines_are_kept_and_bad_ones_named_without_the_number(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [ROW.format("+18595550163"), ROW.format("555-0164"), "", ROW.format("(859) 555-0165") + ",", ROW.format("9")]
    path = _csv(place, *rows, ROW.format("8595550166") + ",too,many", ROW.format("8595550167").replace("en", "EN", 1))
    assert main(["enrol", path]) == 1
    out, err = capsys.readouterr()
    assert [line.split(":")[0] for line in err.splitlines()] == ["line 3", "line 6", "line 7", "line 8"]
    assert "016" not in err and "more cells" in err and out == "6 lines: 2 enrolled, 4 refused.\n"
    assert _enrolled() == 2


def test_a_list_can_be_run_again(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _csv(place, *(ROW.format(f"+1859555{n:04}") for n in range(100, 130)))
    assert main(["enrol", path]) == 0
    assert main(["enrol", path]) == 0
    assert capsys.readouterr().out == "30 lines: 30 enrolled.\n30 lines: 30 unchanged.\n"


def test_a_table_as_a_spreadsheet_saves_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "Phone, Procedure_Date ,LANGUAGE,consent_by,consent_how,consent_at"
    row = f'"(859) 555-0123",{DAY},es,"Lee, RN","form ""B""",'
    assert main(["enrol", _csv(place, row, head=head, encoding="utf-8-sig")]) == 0


@pytest.mark.parametrize(
    ("head", "encoding"),
    [("phone,date", "utf-8"), (HEAD + ",surname", "utf-8"), (HEAD + ",phone", "utf-8"), ("", "utf-8")],
)
def test_other_columns_are_refused(place: Path, capsys: pytest.CaptureFixture[str], head: str, encoding: str) -> None:
    assert main(["enrol", _csv(place, ROW.format("+18595550123"), head=head, encoding=encoding)]) == 1
    assert "the first line must name the columns" in capsys.readouterr().err
    assert _enrolled() == 0


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", HEAD.encode() + b"\n\xe9,,,,\n", HEAD.encode() + b"\n\x00\n"])
def test_what_is_no_table(place: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    (place / "list.csv").write_bytes(content)
    assert main(["enrol", str(place / "list.csv")]) == 1
    assert _enrolled() == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.text(max_size=60), max_size=4))
def test_any_table_ends_in_words(place: Path, lines: list[str]) -> None:
    (place / "list.csv").write_bytes("\n".join([HEAD, *lines]).encode("utf-8", "surrogatepass"))
    assert main(["enrol", str(place / "list.csv")]) in {0, 1}


def test_the_list_may_come_from_a_pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{HEAD}\n{ROW.format('+18595550123')}\n"))
    assert main(["enrol", "-"]) == 0
    assert capsys.readouterr().out == "1 lines: 1 enrolled.\n"


@pytest.mark.parametrize("arguments", [[], ["list.csv", *ONE], ["missing.csv"], ["."]])
def test_either_a_list_or_a_person(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["enrol", *arguments]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_who_opted_out_or_was_forgotten_is_said(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engine = open_database()
    with engine.begin() as connection:
        opt_out(connection, "+18595550123", how="texted STOP", at=datetime.now(timezone.utc))
    engine.dispose()
    assert main(["forget", "+18595550124"]) == 0
    capsys.readouterr()
    assert main(["enrol", _csv(place, ROW.format("+18595550123"), ROW.format("+18595550124"))]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "line 2: opted out of texts: nothing is sent until the person texts START",
        "line 3: asked to be forgotten: refused until the person texts START",
        "2 lines: 1 forgotten, 1 opted out.",
    ]


def test_an_opt_out_that_came_by_phone(capsys: pytest.CaptureFixture[str]) -> None:
    main(["enrol", *ONE])
    for _ in range(2):
        assert main(["optout", "(859) 555-0123", "--how", "by phone", "--by", "front desk"]) == 0
    said = capsys.readouterr().out.splitlines()[1:]
    assert said[0].startswith("Opted out") and "already" in said[1]
    engine = open_database()
    with engine.connect() as connection:
        person = find(connection, "+18595550123")
        last = list(consent.trail(connection, person.id))[-1]
    engine.dispose()
    assert person.opted_out and (last.what, last.how, last.by) == ("opted_out", "by phone", "front desk")


def test_forgetting_says_what_it_removed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    main(["enrol", *ONE])
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO("(859) 555-0123\n"))
    assert main(["forget", "-", "--by", "privacy office"]) == 0
    said = capsys.readouterr().out
    assert "removed:     1 enrolments" in said and "2 entries of consent" in said and "555" not in said
    engine = open_database()
    with engine.connect() as connection:
        person = find(connection, "+18595550123")
    engine.dispose()
    assert person.opted_out and not person.enrolled
    assert main(["forget", "8595550123"]) == 0
    assert "Nothing else was kept" in capsys.readouterr().out


def test_a_conversation_goes_with_its_person_and_with_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    rows = open_conversations()
    for sender, time in ((person_id("+18595550123"), 2e9), (person_id("+18595550124"), 2e9), ("web", 1e9)):
        rows.append(sender, [{"event": "user", "timestamp": time, "text": "my back hurts"}], None)
    assert main(["forget", "+18595550123"]) == 0
    assert "removed:     1 events of the conversation" in capsys.readouterr().out
    assert main(["purge"]) == 0
    assert "removed:     1 events of conversations" in capsys.readouterr().out
    assert [len(rows.read(person_id(f"+1859555012{n}"))[1]) for n in (3, 4)] == [0, 1]


def test_forgetting_a_text_that_is_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", "12"]) == 1
    assert capsys.readouterr().err.startswith("aftercare: is no")


def test_a_store_that_cannot_be_reached_is_said_before_anything_is_removed(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["enrol", *ONE])
    (place / "endpoints.yml").write_text("tracker_store:\n  type: InMemory\n", encoding="utf-8")
    assert main(["forget", "8595550123"]) == 1
    assert "conversations are kept in" in capsys.readouterr().err
    assert _enrolled() == 1


def test_purging(capsys: pytest.CaptureFixture[str]) -> None:
    main(["enrol", *ONE])
    engine = open_database()
    with engine.begin() as connection:
        connection.execute(people.update().values(enrolled_at=datetime(2020, 1, 1)))
    engine.dispose()
    capsys.readouterr()
    assert main(["purge", "--consent-before", "2021-01-01"]) == 0
    said = capsys.readouterr().out
    assert "Older than 365 days" in said and "removed:     1 enrolments" in said and "0 entries of consent" in said
    assert _enrolled() == 0


def test_a_day_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["purge", "--consent-before", "last year"]) == 1
    assert "2022-01-31" in capsys.readouterr().err


def test_new_keys(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    main(["enrol", *ONE])
    capsys.readouterr()
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", f"{'n' * 32},{os.environ['AFTERCARE_PHONE_KEYS']}")
    assert main(["rekey"]) == 0
    assert capsys.readouterr().out.startswith("Encrypted anew: 1.")
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", "m" * 32)
    assert main(["rekey"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
