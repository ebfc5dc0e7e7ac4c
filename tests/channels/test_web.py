"""The web channel before turns of our own making: sessions, resends, order, choices, history, refusals."""

from __future__ import annotations

import http.client
import json
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.web_session import LIFE, RENEWABLE, Session, new_session, read_token, sign
from tests.channels.web_client import KEY, Web, running
from tests.conftest import free_port

GENEROUS = {f"AFTERCARE_{name}": "100000" for name in ("SESSION_MESSAGES", "ADDRESS_MESSAGES", "ADDRESS_SESSIONS")}
LEGS = "my mom cant feel her legs"
SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder, port = tmp_path_factory.mktemp("web"), free_port()
    with running(folder, port, **GENEROUS, AFTERCARE_ORIGINS="https://Hospital.example, http://two.example:8080"):
        yield Web(port, folder)


@pytest.fixture
def browser(web: Web) -> Web:
    return web.opened()


def _at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(calls)) as threads:
        return [done.result() for done in [threads.submit(call) for call in calls]]


def _escalations(folder: Path, tier: str) -> list[Any]:
    with sqlite3.connect(folder / "aftercare.db") as connection:
        return connection.execute("select id, conversation from escalations where tier = ?", [tier]).fetchall()


# --- Sessions ---


def test_a_session_names_the_clinic_and_a_conversation_of_the_servers_choice(web: Web) -> None:
    answer = web.post("session", {})
    assert answer.status == 201
    clinic = answer.json["clinic"]
    assert clinic["emergency_number"] == "911" and clinic["demo"] is True
    assert set(clinic) == {
        "name", "day_number", "day_hours", "after_hours_number", "emergency_number", "crisis_number", "demo",
    }  # fmt: skip
    first, second = (read_token(web.post("session", b"").json["token"], KEY.encode()) for _ in range(2))
    assert first is not None and second is not None and first.conversation != second.conversation


def test_a_token_of_this_month_is_renewed_for_its_conversation(web: Web) -> None:
    old = Session("web-mine", 0, int(time.time()) - LIFE)
    renewed = read_token(web.post("session", {"token": sign(old, KEY.encode())}).json["token"], KEY.encode())
    assert renewed is not None and renewed.conversation == "web-mine" and renewed.is_open()


@pytest.mark.parametrize(
    "token",
    [
        sign(Session("web-mine", 0, int(time.time()) - RENEWABLE - 1), KEY.encode()),
        sign(new_session("web-mine"), b"another key of 32 characters or more"),
        "web-mine",
        "",
    ],
    ids=range(4),
)
def test_any_other_token_opens_a_new_conversation(web: Web, token: str) -> None:
    opened = read_token(web.post("session", {"token": token}).json["token"], KEY.encode())
    assert opened is not None and opened.conversation != "web-mine"


@pytest.mark.parametrize("body", [b"[]", b"{", b"null", b'{"token": 1}', b'{"conversation": "x"}', b"\xff", b"1"])
def test_a_session_of_an_odd_body_is_malformed(web: Web, body: bytes) -> None:
    answer = web.post("session", body)
    assert (answer.status, answer.json["error"]) == (400, "malformed")
    assert "911" in answer.json["text"]


@pytest.mark.parametrize(
    "token", [None, "", "x", sign(Session("web-mine", 0, int(time.time()) - 1), KEY.encode())], ids=range(4)
)
def test_without_an_open_session_nothing_is_told_and_a_sign_still_escalates(web: Web, token: str | None) -> None:
    browser = Web(web.port, web.folder, token=token)
    for answer in (browser.get("history"), browser.get("changes"), browser.post("feedback", {})):
        assert (answer.status, answer.json["error"]) == (401, "session")
    answer = browser.say(LEGS)
    assert (answer.status, answer.json["tier"]) == (401, "emergency")
    assert answer.json["text"].startswith("Call 911 now")
    assert answer.json["alarm"]["call"][0]["number"] == "911"
    assert browser.turns(LEGS) == 0


# --- Messages ---


def test_a_message_is_answered(browser: Web) -> None:
    answer = browser.say("hello there")
    assert answer.status == 200
    reply = answer.json["reply"]
    assert reply["text"] == "You said: hello there"
    assert reply["record"]["topic"] == "lifting"
    assert (reply["sides"], reply["sources"], reply["alarm"], reply["lang"]) == ([], [], None, "en")
    assert "opening" not in reply


def test_sides_come_apart_with_what_stands_around_them(browser: Web) -> None:
    reply = browser.say("differ please").json["reply"]
    assert [side["source"] for side in reply["sides"]] == ["One page", "Another"]
    assert reply["opening"] == "My sources differ." and reply["closing"] == "The longer limit is safer."


@SOME
@given(text=st.text(max_size=300))
def test_any_text_is_answered(web: Web, text: str) -> None:
    browser = Web(web.port, web.folder, token=sign(new_session(), KEY.encode()))
    assert browser.say(text).json["reply"]["record"]["kind"]


@pytest.mark.parametrize("text", ["", " ", "\x00", "a\x00b", "\ud800", "ok \udfff", "/restart", "🙂" * 50, "a" * 4000])
def test_odd_texts_are_answered_and_kept(browser: Web, text: str) -> None:
    assert browser.say(text).status == 200
    kept = browser.get("history").json["messages"][0]["text"]
    assert kept == text.encode("utf-8", "ignore").decode().replace("\x00", "")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@SOME
@given(body=_JSON, name=st.sampled_from(["session", "message", "feedback"]))
def test_any_json_is_answered_or_malformed(web: Web, body: object, name: str) -> None:
    browser = Web(web.port, web.folder, token=sign(new_session(), KEY.encode()))
    assert browser.post(name, body).status in {201, 400}


@SOME
@given(body=st.binary(max_size=200), name=st.sampled_from(["session", "message", "feedback"]))
def test_any_bytes_are_answered_or_malformed(web: Web, body: bytes, name: str) -> None:
    browser = Web(web.port, web.folder, token=sign(new_session(), KEY.encode()))
    assert browser.post(name, body).status in {201, 400}


@SOME
@given(id_=_JSON, text=_JSON)
def test_any_id_and_text_are_answered_or_malformed(web: Web, id_: object, text: object) -> None:
    browser = Web(web.port, web.folder, token=sign(new_session(), KEY.encode()))
    assert browser.post("message", {"id": id_, "text": text}).status in {200, 400}


@pytest.mark.parametrize(
    "body",
    [
        {"id": "short", "text": "x"},
        {"id": "a" * 65, "text": "x"},
        {"id": "aaaaaaaa\n", "text": "x"},
        {"id": 12345678, "text": "x"},
        {"id": "aaaaaaaa", "text": None},
        {"id": "aaaaaaaa", "text": 5},
        {"id": "aaaaaaaa"},
        {"id": "aaaaaaaa", "text": "x", "choice": "y"},
        {"id": "aaaaaaaa", "text": "x", "metadata": {"now": "2020-01-01"}},
        {"id": "aaaaaaaa", "text": "x", "sender": "somebody"},
    ],
)
def test_what_the_contract_does_not_name_is_malformed(browser: Web, body: object) -> None:
    assert browser.post("message", body).status == 400


def test_a_malformed_message_is_screened_too(browser: Web) -> None:
    answer = browser.post("message", {"text": LEGS})
    assert (answer.status, answer.json["tier"]) == (400, "emergency")


def test_deep_json_is_malformed(browser: Web) -> None:
    assert browser.post("message", b"[" * 50_000).status == 400


def test_a_failing_turn_is_answered_by_the_last_resort_and_keeps_the_open_alarm(browser: Web) -> None:
    browser.say("alarm now")
    reply = browser.say("fail please").json["reply"]
    assert "911" in reply["text"]
    assert reply["alarm"]["tier"] == "emergency"
    assert browser.say(f"fail {LEGS}").json["reply"]["record"]["kind"] == "escalation"


def test_what_cannot_be_shown_is_refused_and_names_911(browser: Web) -> None:
    answer = browser.say(f"broken {LEGS}")
    assert (answer.status, answer.json["error"], answer.json["tier"]) == (503, "failed", "emergency")
    assert browser.say("hello again").status == 200


# --- Resends and order ---


def test_a_resend_has_the_same_reply_and_no_turn_of_its_own(browser: Web) -> None:
    text, id_ = f"again {uuid.uuid4().hex}", uuid.uuid4().hex
    first, second = browser.say(text, id_), browser.say(text, id_)
    assert first.json == second.json
    assert browser.turns(text) == 1


def test_resends_at_once_wait_for_the_one_turn(browser: Web) -> None:
    text, id_ = f"slow {uuid.uuid4().hex}", uuid.uuid4().hex
    answers = _at_once([lambda: browser.say(text, id_)] * 6)
    assert len({answer.body for answer in answers}) == 1
    assert browser.turns(text) == 1


def test_a_turn_goes_on_if_the_browser_is_gone(browser: Web) -> None:
    text, id_ = f"slow {uuid.uuid4().hex}", uuid.uuid4().hex
    impatient = threading.Thread(target=_send_and_leave, args=(browser, text, id_))
    impatient.start()
    impatient.join()
    assert browser.say(text, id_).json["reply"]["text"].endswith(text)
    assert browser.turns(text) == 1


def _send_and_leave(browser: Web, text: str, id_: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", browser.port)
    head = {"Authorization": f"Bearer {browser.token}", "Content-Type": "application/json"}
    connection.request("POST", "/webhooks/web/message", json.dumps({"id": id_, "text": text}), head)
    time.sleep(0.2)
    connection.close()


def test_the_same_id_of_two_people_is_two_messages(web: Web) -> None:
    one, two, id_ = web.opened(), web.opened(), uuid.uuid4().hex
    first, second = one.say("mine", id_).json["reply"], two.say("yours", id_).json["reply"]
    assert first["text"] == "You said: mine" and second["text"] == "You said: yours"
    assert first["id"] != second["id"]


def test_one_persons_messages_are_answered_in_their_order(browser: Web) -> None:
    mark = uuid.uuid4().hex
    texts = [f"slow {mark} {number}" for number in range(3)]
    threads = [threading.Thread(target=browser.say, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
        time.sleep(0.1)
    for thread in threads:
        thread.join()
    turns = [line.split(" ", 1)[1] for line in (browser.folder / "turns").read_text(encoding="utf-8").splitlines()]
    assert [text for text in turns if mark in text] == texts
    assert [message["text"] for message in browser.get("history").json["messages"]] == texts


def test_two_people_do_not_wait_for_each_other(web: Web) -> None:
    browsers = [web.opened() for _ in range(4)]
    started = time.monotonic()
    _at_once([lambda browser=browser: browser.say("slow one") for browser in browsers])
    assert time.monotonic() - started < 2.5


# --- Choices ---


def test_a_choice_sends_the_words_that_were_offered(browser: Web) -> None:
    offered = browser.say("topics please").json["reply"]["choices"]
    assert [choice["title"] for choice in offered] == ["How long?"]
    answer = browser.choose(offered[0]["id"])
    assert answer.json["text"] == "How long may I not lift?"
    assert answer.json["reply"]["text"] == "You said: How long may I not lift?"


def test_a_choice_can_be_sent_again(browser: Web) -> None:
    choice = browser.say("topics please").json["reply"]["choices"][0]["id"]
    body = {"id": uuid.uuid4().hex, "choice": choice}
    assert browser.post("message", body).json == browser.post("message", body).json


def test_an_answer_offers_more_and_who_but_not_what_was_just_chosen(browser: Web) -> None:
    offered = browser.say("anything").json["reply"]["choices"]
    assert [choice["title"] for choice in offered] == ["Tell me more", "Who says so?"]
    after = browser.choose(offered[0]["id"]).json["reply"]["choices"]
    assert [choice["title"] for choice in after] == ["Who says so?"]


def test_an_open_alarm_offers_first_that_help_was_reached(browser: Web) -> None:
    reply = browser.say("alarm now").json["reply"]
    assert reply["choices"][0]["title"] == "I called 911 and talked to them"
    assert reply["alarm"] == {
        "tier": "emergency",
        "since": "2026-11-20T10:00:00+00:00",
        "open": True,
        "call": [{"kind": "tel", "number": "911", "label": "Call 911"}],
    }


def test_nobody_can_forge_a_choice(web: Web) -> None:
    one, two = web.opened(), web.opened()
    choice = one.say("topics please").json["reply"]["choices"][0]["id"]
    reply = choice.rsplit(".", 1)[0]
    for forged in (f"{reply}.1", f"{reply}.-1", f"{reply}.00x", f"{reply}.9999999", reply, "", ".", "/restart"):
        assert one.choose(forged).status == 404, forged
    answer = two.choose(choice)
    assert (answer.status, answer.json["error"]) == (404, "choice")
    assert "911" in answer.json["text"]


# --- History, changes, feedback ---


def test_a_reload_in_mid_reply_loses_nothing(browser: Web) -> None:
    text = "slow one"
    sending = threading.Thread(target=browser.say, args=(text,))
    sending.start()
    time.sleep(0.4)
    (pending,) = browser.get("history").json["messages"]
    assert (pending["text"], pending["reply"]) == (text, None)
    sending.join()
    (answered,) = browser.get("history").json["messages"]
    assert answered["reply"]["text"] == f"You said: {text}"


def test_the_history_holds_the_open_alarm(browser: Web) -> None:
    assert browser.get("history").json == {"messages": [], "cursor": "0", "alarm": None}
    browser.say("alarm now")
    assert browser.get("history").json["alarm"]["tier"] == "emergency"
    browser.say("anything")
    assert browser.get("history").json["alarm"] is None


def test_nobody_sees_another_conversation(web: Web) -> None:
    one, two = web.opened(), web.opened()
    one.say("mine alone")
    assert two.get("history").json["messages"] == []


def test_another_tab_sees_the_message_and_then_its_reply(browser: Web) -> None:
    tab = Web(browser.port, browser.folder, token=browser.token)
    cursor = tab.get("history").json["cursor"]
    sending = threading.Timer(0.3, browser.say, args=("slow one",))
    sending.start()
    first = tab.get(f"changes?after={cursor}").json
    assert [m["reply"] for m in first["messages"]] == [None]
    second = tab.get(f"changes?after={first['cursor']}").json
    assert second["messages"][0]["reply"]["text"] == "You said: slow one"
    assert int(second["cursor"]) > int(first["cursor"])
    assert tab.get("changes").json["messages"][0]["id"] == second["messages"][0]["id"]
    sending.join()


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 30, "%00"])
def test_an_odd_cursor_is_malformed(browser: Web, after: str) -> None:
    assert browser.get(f"changes?after={after}").status == 400


def test_what_helped_is_kept_by_topic_and_the_last_word_counts(browser: Web) -> None:
    reply = browser.say("anything at all").json["reply"]["id"]
    for helpful in (True, False):
        assert browser.post("feedback", {"reply": reply, "helpful": helpful}).status == 204
    with sqlite3.connect(browser.folder / "aftercare.db") as connection:
        rows = connection.execute("select * from web_feedback where reply_id = ?", [reply]).fetchall()
    assert len(rows) == 1
    assert rows[0][2:] == ("answer", "lifting", "k", 0)


def test_feedback_of_nobodys_reply_is_refused(web: Web) -> None:
    one, two = web.opened(), web.opened()
    reply = one.say("anything").json["reply"]["id"]
    assert two.post("feedback", {"reply": reply, "helpful": True}).status == 404
    for body in ({"reply": reply, "helpful": 1}, {"reply": reply}, {"reply": None, "helpful": True}):
        assert one.post("feedback", body).status == 400


# --- Origins and headers ---


@pytest.mark.parametrize("origin", ["https://hospital.example", "https://HOSPITAL.example", "http://two.example:8080"])
def test_a_listed_origin_may(web: Web, origin: str) -> None:
    answer = web.post("session", {}, Origin=origin)
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (201, origin)
    asked = web.call("OPTIONS", "/webhooks/web/message", Origin=origin, Access_Control_Request_Method="POST")
    assert asked.status == 204
    assert asked.headers["access-control-allow-origin"] == origin
    assert "authorization" in asked.headers["access-control-allow-headers"]


def test_this_servers_own_pages_may(web: Web) -> None:
    assert web.post("session", {}, Origin=f"http://127.0.0.1:{web.port}").status == 201


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://hospital.example", "https://hospital.example:444", "http://127.0.0.1:1",
     "https://hospital.example.evil.example", "https://evil.example/https://hospital.example", "http://[", "x"],
)  # fmt: skip
def test_a_foreign_origin_may_not(web: Web, origin: str) -> None:
    browser = web.opened()
    for answer in (
        browser.post("session", {}, Origin=origin),
        browser.post("message", {"id": uuid.uuid4().hex, "text": "foreign"}, Origin=origin),
        browser.get("history", Origin=origin),
        browser.call("OPTIONS", "/webhooks/web/message", Origin=origin, Access_Control_Request_Method="POST"),
    ):
        assert answer.status == 403
        assert answer.json == {"error": "origin"}
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert web.turns("foreign") == 0


def test_nobody_keeps_or_sniffs_an_answer(web: Web) -> None:
    headers = web.post("session", {}).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["vary"] == "Origin"


# --- What is too long ---


@pytest.mark.parametrize("length", [4001, 20_000, 63_000, 120_000, 900_000])
def test_what_is_too_long_is_declined_and_names_911(browser: Web, length: int) -> None:
    answer = browser.say("a" * length)
    assert (answer.status, answer.json["error"], answer.json["tier"]) == (413, "too_long", "none")
    assert "911" in answer.json["text"]


@pytest.mark.parametrize("filler", [4500, 70_000])
def test_a_sign_in_what_is_too_long_escalates(browser: Web, filler: int) -> None:
    answer = browser.say(f"{LEGS}. {'so anyway ' * (filler // 10)}")
    assert (answer.status, answer.json["tier"]) == (413, "emergency")
    assert answer.json["text"].startswith("Call 911 now")


def test_more_than_the_server_reads_names_911_too(browser: Web) -> None:
    answer = browser.post("message", b'{"id": "aaaaaaaa", "text": "' + b"a" * 1_100_000 + b'"}')
    assert answer.status == 413
    assert "911" in answer.json["text"]


# --- The log ---


def test_no_text_and_no_token_is_in_the_log(browser: Web) -> None:
    secret = f"zebra{uuid.uuid4().hex}"
    browser.say(secret)
    browser.say(f"fail {secret}")
    browser.say(f"{secret} {LEGS} " * 200)
    browser.post("message", {"text": secret})
    Web(browser.port, browser.folder, token=secret).say(secret)
    time.sleep(0.3)
    log = (browser.folder / "log").read_text()
    assert secret not in log and str(browser.token) not in log
    session = read_token(browser.token, KEY.encode())
    assert session is not None and session.conversation not in log
