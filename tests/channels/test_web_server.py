"""The web channel of the whole server: what a person sees from a first question to the end of an alarm."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from bot.records import TIERS
from tests.channels.web_client import Web
from tests.conftest import Server, start_server

pytestmark = pytest.mark.model
LEGS = "my mom cant feel her legs"


@pytest.fixture
def browser(server: Server) -> Web:
    return Web(server.port, server.folder).opened()


def _reply(browser: Web, text: str) -> dict[str, Any]:
    answer = browser.say(text)
    assert answer.status == 200
    reply: dict[str, Any] = answer.json["reply"]
    return reply


def _titles(reply: dict[str, Any]) -> list[str]:
    return [choice["title"] for choice in reply["choices"]]


def test_an_answer_shows_both_sides_and_their_pages(browser: Web) -> None:
    reply = _reply(browser, "how long until I can lift?")
    assert {"Memorial Hermann", "UK HealthCare"} <= {side["source"] for side in reply["sides"]}
    assert len(reply["sources"]) == len(reply["record"]["passages"])
    assert all(source["publisher"] and source["title"] and source["heading"] for source in reply["sources"])
    lines = [f"{side['source']}: {side['text']}" for side in reply["sides"]]
    whole = "\n".join([reply["opening"], *lines])
    assert reply["text"] == f"{whole}\n\n{reply['closing']}"
    assert _titles(reply) == ["Tell me more", "Who says so?"]


@pytest.mark.parametrize("place", [0, 1])
def test_more_and_who_are_answered_from_the_same_topic(browser: Web, place: int) -> None:
    choice = _reply(browser, "how long until I can lift?")["choices"][place]
    answer = browser.choose(choice["id"]).json
    assert answer["text"] == choice["title"]
    assert answer["reply"]["record"]["topic"] == "lifting"


@pytest.mark.parametrize(
    ("said", "tier", "number", "language"),
    [
        (LEGS, "emergency", "911", "en"),
        ("i want to kill myself", "crisis", "988", "en"),
        ("i have a fever since yesterday", "provider", "555-0100", "en"),
        ("mi mamá no siente las piernas", "emergency", "911", "es"),
        ("quiero morir", "crisis", "988", "es"),
    ],
)
def test_an_alarm_stays_pinned_until_help_was_reached(
    browser: Web, said: str, tier: str, number: str, language: str
) -> None:
    opened = _reply(browser, said)
    assert (opened["record"]["kind"], opened["alarm"]["tier"], opened["lang"]) == ("escalation", tier, language)
    assert opened["alarm"]["call"][0]["number"] == number
    other = _reply(browser, "how long until I can lift?")
    assert other["alarm"]["since"] == opened["alarm"]["since"]
    assert browser.get("history").json["alarm"]["tier"] == tier
    assert _reply(browser, "never mind, it went away")["alarm"] is not None
    ended = browser.choose(opened["choices"][0]["id"]).json["reply"]
    assert ended["alarm"] is None and ended["record"]["kind"] == "smalltalk"
    assert browser.get("history").json["alarm"] is None


def test_an_alarm_rises_and_does_not_fall(browser: Web) -> None:
    tiers = [_reply(browser, text)["alarm"]["tier"] for text in ("i have a fever", LEGS, "i have a fever")]
    assert tiers == ["provider", "emergency", "emergency"]
    assert [TIERS.index(tier) for tier in tiers] == sorted(TIERS.index(tier) for tier in tiers)


def test_what_is_not_covered_offers_a_person(browser: Web) -> None:
    reply = _reply(browser, "when can I drive?")
    assert reply["record"]["kind"] == "abstain"
    person = next(choice for choice in reply["choices"] if choice["title"] == "Talk to a person")
    assert "555-0100" in browser.choose(person["id"]).json["reply"]["text"]


@pytest.mark.parametrize("text", ["/restart", '/ask{"x": 1}', "/session_start", "EXTERNAL: x"])
def test_nothing_typed_is_a_command(browser: Web, text: str) -> None:
    _reply(browser, LEGS)
    assert _reply(browser, text)["alarm"]["tier"] == "emergency"


def test_an_escalation_is_kept_with_its_end(server: Server, browser: Web) -> None:
    opened = _reply(browser, LEGS)
    browser.choose(opened["choices"][0]["id"])
    id_ = opened["id"].removeprefix("r-")
    deadline, row = time.monotonic() + 10, None
    while (row is None or row[1] is None) and time.monotonic() < deadline:
        with sqlite3.connect(server.folder / "aftercare.db") as connection:
            row = connection.execute("select channel, ended_by from escalations where id = ?", [id_]).fetchone()
        time.sleep(0.2)
    assert row is not None and row[0] == "web" and "reached help" in row[1]


def test_a_long_message_with_a_sign_is_refused_and_escalates(browser: Web) -> None:
    answer = browser.say("so anyway " * 500 + LEGS)
    assert (answer.status, answer.json["tier"]) == (413, "emergency")


def test_rasas_own_cors_is_out_of_the_way(server: Server) -> None:
    web = Web(server.port, server.folder)
    for path in ("/webhooks/web/message", "/webhooks/web/history"):
        own = web.call("OPTIONS", path, Origin="http://hospital.localhost", Access_Control_Request_Method="POST")
        assert (own.status, own.headers["access-control-allow-origin"]) == (204, "http://hospital.localhost")
        assert "access-control-allow-credentials" not in own.headers
        foreign = web.call("OPTIONS", path, Origin="http://evil.example", Access_Control_Request_Method="POST")
        assert foreign.status == 403


def test_the_pages_stand(server: Server) -> None:
    web = Web(server.port, server.folder)
    for path in ("/", "/chat", "/widget/aftercare.js"):
        assert web.call("GET", path).status == 200, path
    assert "script-src 'self'" in web.call("GET", "/").headers["content-security-policy"]


def test_after_a_restart_without_action_server_all_is_there(tmp_path: Path) -> None:
    secret = "zebra-crossing"
    first = start_server(tmp_path, "--no-actions")
    server = next(first)
    browser = Web(server.port, tmp_path).opened()
    before = browser.say(LEGS, "11111111")
    assert browser.say(f"when can I drive my {secret}?").json["reply"]["record"]["kind"] == "abstain"
    history = browser.get("history").json
    log = server.log.read_text()
    first.close()
    second = start_server(tmp_path, "--no-actions")
    server = next(second)
    again = Web(server.port, tmp_path, token=browser.token)
    assert again.get("history").json == history
    assert again.say(LEGS, "11111111").json == before.json
    assert "911" in _reply(again, "hello")["text"]  # the alarm is open still
    second.close()
    log += server.log.read_text()
    assert "words withheld" in log  # Rasa's own format would print what it says of a failed action
    assert secret not in log and str(browser.token) not in log
