"""The hospital's own system enrols: who may, what is kept, and that nothing it sends breaks it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.enrolment import MOST_ENTRIES, EnrolmentChannel, enrol_all
from bot.channels.enrolment_entry import EntryError, read_entry
from bot.errors import SettingsError
from bot.stores import consent
from bot.stores.database import open_database
from bot.stores.people import find
from bot.stores.phones import person_id
from tests.conftest import ROOT, free_port

KEY = secrets.token_hex(32)
PHONE = "+18595550123"
TODAY = datetime.now(timezone.utc).date()
ANNA = {
    "phone": PHONE,
    "procedure_date": str(TODAY - timedelta(days=3)),
    "language": "en",
    "consent_how": "paper form at discharge",
    "consent_by": "RN Lee",
}


class Service:
    """The address under test, and its database."""

    def __init__(self, port: int, url: str) -> None:
        self.address, self.url = f"http://127.0.0.1:{port}/sms/enrolments", url

    def post(self, body: bytes, key: str | None = KEY, scheme: str = "Bearer") -> tuple[int, Any]:
        headers = {} if key is None else {"Authorization": f"{scheme} {key}"}
        request = urllib.request.Request(self.address, body, {"Content-Type": "application/json", **headers})
        try:
            with urllib.request.urlopen(request, timeout=20) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def send(self, content: object, key: str | None = KEY) -> tuple[int, Any]:
        return self.post(json.dumps(content).encode(), key)


@pytest.fixture(scope="module")
def keys() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PSEUDONYM_KEY", "PHONE_KEY", "PHONE_KEYS"):
            patch.setenv(f"AFTERCARE_{name}", secrets.token_hex(32))
        yield patch


def _started(folder: Path, key: str) -> Iterator[Service]:
    """Run the address in a process of its own: Sanic serves one app a process."""
    port, url = free_port(), f"sqlite:///{folder}/aftercare.db"
    settings = os.environ | {"AFTERCARE_ENROLMENT_KEY": key, "DATABASE_URL": url}
    command = [sys.executable, "-W", "ignore", "-m", "tests.channels.enrolment_app", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Service(port, url)
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the address stopped while starting"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the address does not answer")


@pytest.fixture(scope="module")
def service(keys: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    yield from _started(tmp_path_factory.mktemp("enrolment"), KEY)


def test_one_person_and_again(service: Service) -> None:
    assert service.send(ANNA) == (200, {"results": [{"index": 0, "outcome": "enrolled"}]})
    assert service.send(ANNA) == (200, {"results": [{"index": 0, "outcome": "unchanged"}]})
    engine = open_database(service.url)
    with engine.connect() as connection:
        person = find(connection, PHONE)
        trail = [(e.what, e.how, e.by) for e in consent.trail(connection, person_id(PHONE))]
    engine.dispose()
    assert (person.enrolled, person.language, str(person.procedure_date)) == (True, "en", ANNA["procedure_date"])
    assert trail == [("consented", "paper form at discharge", "RN Lee")]


def test_the_good_of_a_list_are_kept_and_the_bad_named(service: Service) -> None:
    good = {**ANNA, "phone": "859-555-0140", "consent_at": "2026-01-02T10:00:00-05:00"}
    status, body = service.send([good, {**good, "phone": "555-0100"}, 7, {**good, "surname": "Doe"}])
    assert status == 422
    assert [result.get("outcome") for result in body["results"]] == ["enrolled", None, None, None]
    first, second, third = (result["error"] for result in body["results"][1:])
    assert first.startswith("phone: ") and second.startswith("must be an object")
    assert "not known" in third and "surname" not in third and "Doe" not in third


@pytest.mark.parametrize("key", [None, "", "wrong", KEY[:-1], KEY + "0", KEY.upper(), "é" * 8], ids=range(7))
def test_nobody_without_the_key(service: Service, key: str | None) -> None:
    header = key if key is None else key.encode("utf-8").decode("latin-1")
    assert service.send({**ANNA, "phone": "+18595550150"}, header) == (401, {"error": "key"})
    assert service.post(b"{", header)[0] == 401


def test_another_scheme_is_no_key(service: Service) -> None:
    assert service.post(json.dumps(ANNA).encode(), KEY, "Basic")[0] == 401


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"[" * 3000, b'{"phone": "\xff"}'])
def test_what_is_no_json(service: Service, body: bytes) -> None:
    assert service.post(body) == (400, {"error": "malformed"})


def test_too_much_at_once(service: Service) -> None:
    assert service.send([{}] * (MOST_ENTRIES + 1)) == (413, {"error": "too_long"})
    assert service.post(b" " * 600_000) == (413, {"error": "too_long"})


def test_without_a_key_it_is_closed(keys: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for closed in _started(tmp_path, ""):
        assert closed.send(ANNA) == (404, {"error": "closed"})
        assert closed.send(ANNA, "") == (404, {"error": "closed"})


def test_a_short_key_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERCARE_ENROLMENT_KEY", "short")
    with pytest.raises(SettingsError, match="AFTERCARE_ENROLMENT_KEY must be"):
        EnrolmentChannel().blueprint(lambda message: asyncio.sleep(0))


@pytest.mark.parametrize("name", ["AFTERCARE_PHONE_KEY", "AFTERCARE_PHONE_KEYS"])
def test_an_open_address_needs_the_phones_keys(
    keys: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("AFTERCARE_ENROLMENT_KEY", KEY)
    monkeypatch.setenv(name, "short")
    with pytest.raises(SettingsError, match=f"{name} must be"):
        EnrolmentChannel().blueprint(lambda message: asyncio.sleep(0))


def test_the_log_counts_and_names_nobody(
    keys: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/aftercare.db")
    with caplog.at_level(logging.DEBUG):
        enrol_all(
            engine, [{**ANNA, "phone": "+18595550160"}, {**ANNA, "phone": "8595550160"}, {"phone": "+1859555016"}]
        )
    engine.dispose()
    assert "Enrolments: 1 enrolled, 1 refused, 1 unchanged" in caplog.text
    assert "555" not in caplog.text and "Lee" not in caplog.text


WRONG = [
    ("phone", "911", "no valid phone number"),
    ("phone", "", "no phone number"),
    ("phone", None, "is missing"),
    ("phone", ["+18595550123"], "must be text"),
    ("procedure_date", "11/18/2026", "write it as"),
    ("procedure_date", 1769558400, "write it as"),
    ("procedure_date", "2026-02-30", "is no date"),
    ("procedure_date", "2026-1-2x", "is no date"),
    ("procedure_date", str(TODAY + timedelta(days=3)), "future"),
    ("procedure_date", str(TODAY - timedelta(days=400)), "more than a year"),
    ("language", "fr", "must be en or es"),
    ("language", "", "must be en or es"),
    ("consent_how", "", "at least 3"),
    ("consent_how", "x" * 201, "at most 200"),
    ("consent_how", "two\nlines", "one line"),
    ("consent_by", "a\x00b", "one line"),
    ("consent_by", "\ud800x", "one line"),
    ("consent_at", "yesterday", "write it as"),
    ("consent_at", "2026-13-01", "is no time"),
    ("consent_at", "9999-12-31T23:59:59-12:00", "no time in the past"),
    ("consent_at", "0001-01-01T00:00:00+14:00", "no time in the past"),
]


@pytest.mark.parametrize(("field", "value", "reason"), WRONG)
def test_a_wrong_field_is_named(field: str, value: object, reason: str) -> None:
    with pytest.raises(EntryError, match=f"^{field}: .*{reason}"):
        read_entry({**ANNA, field: value})


@pytest.mark.parametrize("field", ANNA)
def test_a_missing_field_is_named(field: str) -> None:
    with pytest.raises(EntryError, match=f"^{field}: is missing"):
        read_entry({name: value for name, value in ANNA.items() if name != field})


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
NEARLY = st.fixed_dictionaries(
    {}, optional={name: st.just(value) | ODD for name, value in {**ANNA, "consent_at": "2026-01-02"}.items()}
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.lists(NEARLY | ODD, min_size=1, max_size=4))
def test_any_json_gets_a_result_for_each_entry(service: Service, content: list[object]) -> None:
    status, body = service.send(content)
    assert status in {200, 422}
    assert [result["index"] for result in body["results"]] == list(range(len(content)))
    assert all(("outcome" in result) != ("error" in result) for result in body["results"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_any_bytes_get_json_back(service: Service, body: bytes) -> None:
    assert service.post(body)[0] in {400, 422}


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_only_days_of_the_last_year_are_taken(day: date) -> None:
    age = (TODAY - day).days
    try:
        assert read_entry({**ANNA, "procedure_date": str(day)}).procedure_date == day and -1 <= age <= 367
    except EntryError:
        assert age < 1 or age > 365
