"""Whatever comes in over REST, one reply with text and one record goes out."""

from __future__ import annotations

import json
import socket
import threading
import time
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Server, free_port, start_server

pytestmark = pytest.mark.model


def whole(items: list[dict]) -> dict:
    """Hold a reply to the form that every reply has, and return its record."""
    assert len([i for i in items if "custom" in i]) == 1 and "custom" in items[-1]
    assert any(i.get("text", "").strip() for i in items)
    record = items[-1]["custom"]
    assert set(record) == {"kind", "tier", "topic", "sources", "passages", "red_flags", "model", "knowledge"}
    return record


ODD = [
    None, 7, 1.5, True, [], {}, "", " ", "\n", "\x00", "a\x00b", "🙂" * 50, "\ud800", "ok \udfff", "/", "///", "/restart",
    "/session_start", "/back", "/ask", '/ask{"a": 1}', "/intent{", "EXTERNAL: x", "\u202eevil", "?" * 500, "<script>x</script>",
    "'; drop table events; --", "{day_number}", "{0}", "%s%n", "\\", "a" * 3999, "word " * 900,
]  # fmt: skip


@pytest.mark.parametrize("message", ODD, ids=range(len(ODD)))
def test_odd_messages_get_a_whole_reply(server: Server, message: object):
    assert whole(server.say(uuid.uuid4().hex, message))["tier"] == "none"


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{}", b"{", b"\xff\xfe", b'"x"', b'{"message": "hi"}', b'{"sender": 5, "message": "hi"}'],
)
def test_odd_bodies_get_a_whole_reply(server: Server, body: bytes):
    whole(server.post(body))


def test_a_hundred_thousand_characters_are_declined_and_name_911(server: Server):
    items = server.say(uuid.uuid4().hex, "how are you " * 8400)
    assert whole(items)["kind"] == "abstain"
    assert "911" in items[0]["text"]


def test_a_sign_deep_in_a_very_long_message_still_escalates(server: Server):
    items = server.say(uuid.uuid4().hex, "so anyway " * 5000 + ". I can't feel my legs. " + "so anyway " * 5000)
    assert whole(items)["tier"] == "emergency"


@pytest.mark.parametrize(
    "prefix", ["/", "/restart ", '/ask{"x": "', "\x00", "\ud800", "🙂 ", "/session_start\n", "   /  "]
)
def test_nothing_typed_gets_round_an_alarm(server: Server, prefix: str):
    assert whole(server.say(uuid.uuid4().hex, prefix + "my mom cant feel her legs"))["tier"] == "emergency"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=300))
def test_any_text_gets_a_whole_reply(server: Server, text: str):
    whole(server.say("property", text))


def test_no_typed_command_ends_an_open_alarm(server: Server):
    sender = uuid.uuid4().hex
    assert whole(server.say(sender, "my chest hurts and i cant breathe"))["tier"] == "emergency"
    for typed in ("/restart", "/session_start", "/back", "never mind", "just kidding", "it went away"):
        assert "911" in server.say(sender, typed)[0]["text"], typed


def test_one_person_s_messages_at_once_are_all_answered(server: Server):
    sender, replies = uuid.uuid4().hex, []
    threads = [
        threading.Thread(target=lambda: replies.append(server.say(sender, "how long until I can lift?")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(replies) == 4
    for items in replies:
        assert whole(items)["topic"] == "lifting"


def test_health_and_what_is_closed(server: Server):
    assert server.get("/healthz") == 200
    assert server.get("/readyz") == 200
    assert server.get("/conversations/default/tracker") == 404


def test_the_disclaimer_comes_once(server: Server):
    sender = uuid.uuid4().hex
    first = server.say(sender, "how long until I can lift?")[0]["text"]
    second = server.say(sender, "when can I shower?")[0]["text"]
    assert "not a doctor" in first and "not a doctor" not in second


def test_log_holds_no_patient_text(server: Server):
    secret = f"zebra{uuid.uuid4().hex[:8]}"
    server.say(secret, f"my name is {secret}, call me at 212 555 0147, can I drive my {secret}")
    time.sleep(0.5)
    log = server.log.read_text()
    assert secret not in log and "555 0147" not in log


def test_an_unanswered_question_is_kept_without_who_asked(server: Server):
    import sqlite3

    sender = uuid.uuid4().hex
    server.say(sender, "when can I drive my car? I am Rosa Alvarez Diaz, 212-555-0147")
    deadline = time.monotonic() + 10
    rows: list = []
    while not any("drive my car" in r[2] for r in rows) and time.monotonic() < deadline:
        with sqlite3.connect(server.folder / "aftercare.db") as connection:
            rows = connection.execute("select * from unanswered_questions").fetchall()
        time.sleep(0.2)
    kept = next(r for r in rows if "drive my car" in r[2])
    assert sender not in str(kept) and "0147" not in str(kept) and "Alvarez" not in str(kept)


@pytest.mark.parametrize(
    ("text", "kind", "tier", "said"),
    [
        ("STOP", "smalltalk", "none", "911"),
        ("Ayuda.", "smalltalk", "none", "911"),
        ("stop texting me, I cannot feel my legs", "escalation", "emergency", "Call 911 now"),
        ("should I stop the ibuprofen", "answer", "none", ""),  # no wish to stop the texts
    ],
)
def test_keywords_are_read_as_on_sms(server: Server, text: str, kind: str, tier: str, said: str):
    items = server.say(uuid.uuid4().hex, text, input_channel="sms")
    record = whole(items)
    assert (record["kind"], record["tier"]) == (kind, tier)
    assert said in items[0]["text"]


@pytest.fixture(scope="module")
def hung_actions() -> Iterator[int]:
    """An action server that takes the call and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", free_port()))
        listener.listen(50)
        yield listener.getsockname()[1]


@pytest.fixture(scope="module")
def server_with_hung_actions(tmp_path_factory: pytest.TempPathFactory, hung_actions: int) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hung")
    yield from start_server(folder, "--no-actions", action_port=hung_actions)


@pytest.mark.parametrize("message", ["when can I drive?", "I want to talk to a person"])
def test_a_hung_action_server_holds_nothing_up(server_with_hung_actions: Server, message: str):
    server, sender = server_with_hung_actions, uuid.uuid4().hex
    server.say(uuid.uuid4().hex, "hello")
    started = time.monotonic()
    whole(server.say(sender, message))
    assert time.monotonic() - started < 1.5  # the hung call alone would take two seconds
    assert whole(server.say(sender, "my mom cant feel her legs"))["tier"] == "emergency"
    assert "when can I drive" not in server.log.read_text()
    assert json.dumps(sender) not in server.log.read_text()
