"""Too many messages: a kind text that names 911, a time to wait, and a sign still escalates."""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.channels.web_client import Web, running
from tests.conftest import free_port

LEGS = "my mom cant feel her legs"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder, port = tmp_path_factory.mktemp("floods"), free_port()
    with running(folder, port, AFTERCARE_PROXIES="1"):
        yield Web(port, folder)


def _from(web: Web, address: str) -> Web:
    return Web(web.port, web.folder, {"X-Forwarded-For": address})


def _escalations(folder: Path) -> list[tuple[Any, ...]]:
    with sqlite3.connect(folder / "aftercare.db") as connection:
        return connection.execute("select tier, channel, signs, conversation from escalations").fetchall()


def test_a_session_has_a_burst_and_then_waits(web: Web) -> None:
    browser = _from(web, "192.0.2.1").opened()
    assert [browser.say(f"flood {n}").status for n in range(6)] == [200] * 6
    answer = browser.say("flood more")
    assert (answer.status, answer.json["error"], answer.json["tier"]) == (429, "too_many", "none")
    assert 1 <= int(answer.headers["retry-after"]) <= 5
    assert "911" in answer.json["text"]
    assert browser.turns("flood more") == 0
    time.sleep(int(answer.headers["retry-after"]))
    assert browser.say("flood more").status == 200


def test_a_refused_message_is_answered_once_it_is_sent_again(web: Web) -> None:
    browser, id_ = _from(web, "192.0.2.2").opened(), uuid.uuid4().hex
    first = [browser.say(f"again {n}", f"{id_}{n}") for n in range(6)]
    refused = browser.say("again 6", f"{id_}6")
    assert refused.status == 429
    assert browser.say("again 0", f"{id_}0").json == first[0].json  # a resend is no new message
    time.sleep(int(refused.headers["retry-after"]))
    assert browser.say("again 6", f"{id_}6").status == 200


def test_a_sign_in_a_refused_message_escalates_and_is_kept_once(web: Web) -> None:
    browser, before = _from(web, "192.0.2.3").opened(), len(_escalations(web.folder))
    for number in range(6):
        browser.say(f"fill {number}")
    for _ in range(3):
        answer = browser.say(LEGS)
        assert (answer.status, answer.json["tier"]) == (429, "emergency")
        assert answer.json["text"].startswith("Call 911 now")
        assert answer.json["alarm"]["call"][0]["label"] == "Call 911"
    kept = _kept(web.folder, before + 1)[before:]
    assert [row[:3] for row in kept] == [("emergency", "web", "neuro.leg-weakness")]


def _kept(folder: Path, many: int) -> list[tuple[Any, ...]]:
    deadline = time.monotonic() + 10
    while len(_escalations(folder)) < many and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(0.3)
    return _escalations(folder)


def test_the_refusal_speaks_spanish(web: Web) -> None:
    browser = _from(web, "192.0.2.4").opened()
    for number in range(6):
        browser.say(f"fill {number}")
    answer = browser.say("mi mamá no siente las piernas")
    assert answer.json["text"].startswith("Llame al 911 ahora")
    assert answer.json["alarm"]["call"][0]["label"] == "Llamar al 911"


def test_an_address_has_a_limit_whatever_its_sessions(web: Web) -> None:
    browsers = [_from(web, "192.0.2.5").opened() for _ in range(12)]
    statuses = [browser.say(f"address {n}").status for n in range(6) for browser in browsers]
    assert statuses[:60] == [200] * 60
    assert 429 in statuses[60:]
    assert _from(web, "192.0.2.6").opened().say("from next door").status == 200


def test_who_has_no_session_is_limited_too_and_still_screened(web: Web) -> None:
    stranger = _from(web, "192.0.2.7")
    answers = [stranger.say(LEGS) for _ in range(70)]
    assert [answer.status for answer in answers[:60]] == [401] * 60
    assert answers[-1].status == 429
    assert {answer.json["tier"] for answer in answers} == {"emergency"}


def test_sessions_are_limited_by_the_address(web: Web) -> None:
    answers = [_from(web, "192.0.2.8").post("session", {}) for _ in range(22)]
    assert [answer.status for answer in answers[:20]] == [201] * 20
    assert answers[-1].status == 429
    assert "911" in answers[-1].json["text"]
    token = answers[0].json["token"]
    assert _from(web, "192.0.2.8").post("session", {"token": token}).status == 201  # who is known goes on


def test_who_invents_addresses_is_counted_by_what_the_proxy_saw(web: Web) -> None:
    statuses = [_from(web, f"10.0.0.{n}, 192.0.2.9").post("session", {}).status for n in range(22)]
    assert statuses.count(201) == 20


def test_reads_are_limited(web: Web) -> None:
    browser = _from(web, "192.0.2.10").opened()
    answers = [browser.get("history") for _ in range(70)]
    assert [answer.status for answer in answers[:60]] == [200] * 60
    assert answers[-1].status == 429 and int(answers[-1].headers["retry-after"]) >= 1


def test_a_flood_of_one_holds_up_nobody_else(web: Web) -> None:
    flood, other = _from(web, "192.0.2.11").opened(), _from(web, "192.0.2.12").opened()
    long = "my back hurts and I went to see my mother and so on. " * 1100
    threads = [threading.Thread(target=flood.say, args=(long,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    started = time.monotonic()
    assert other.say("am I held up").status == 200
    assert time.monotonic() - started < 2
    for thread in threads:
        thread.join()
