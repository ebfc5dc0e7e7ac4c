"""What a restart, a crash and a broken database leave of a conversation."""

from __future__ import annotations

import http.client
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.stores.web_messages import LOST_AFTER
from tests.channels.web_client import Web, running
from tests.conftest import free_port


def _eventually(true: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.5)


def test_a_resend_after_a_restart_has_the_same_reply_and_the_history_is_there(tmp_path: Path) -> None:
    port, id_ = free_port(), uuid.uuid4().hex
    with running(tmp_path, port):
        browser = Web(port, tmp_path).opened()
        choice = browser.say("topics before").json["reply"]["choices"][0]["id"]
        before = browser.say("before", id_)
        history = browser.get("history").json
    with running(tmp_path, port):
        assert browser.get("history").json == history
        assert browser.say("before", id_).json == before.json
        assert browser.turns("before") == 1
        assert browser.choose(choice).json["text"] == "How long may I not lift?"


def test_a_turn_under_way_ends_before_the_server_does(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as process:
        browser = Web(port, tmp_path).opened()
        answers: list[int] = []
        sending = threading.Thread(target=lambda: answers.append(browser.say("slow one").status))
        sending.start()
        time.sleep(0.4)
        process.terminate()
        sending.join()
    assert answers == [200]
    with running(tmp_path, port):
        assert browser.get("history").json["messages"][0]["reply"]["text"] == "You said: slow one"


def test_a_waiting_tab_holds_no_shutdown_up(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as process:
        browser = Web(port, tmp_path).opened()
        waiting = threading.Thread(target=browser.get, args=("changes",))
        waiting.start()
        time.sleep(0.5)
        started = time.monotonic()
        process.terminate()
        process.wait(timeout=30)
        assert time.monotonic() - started < 5
        waiting.join()


@pytest.mark.parametrize("again", ["resend", "reload"])
def test_a_message_that_a_crash_lost_is_answered(tmp_path: Path, again: str) -> None:
    port, id_ = free_port(), uuid.uuid4().hex
    with running(tmp_path, port) as process:
        browser = Web(port, tmp_path).opened()
        with pytest.raises((http.client.HTTPException, OSError)):
            browser.say("die here", id_)
        process.wait(timeout=10)
    with running(tmp_path, port):
        (lost,) = browser.get("history").json["messages"]
        assert (lost["text"], lost["reply"]) == ("die here", None)
        if again == "resend":
            assert browser.say("die here", id_).json["reply"]["text"] == "You said: die here"
        _eventually(lambda: browser.get("history").json["messages"][0]["reply"] is not None, LOST_AFTER + 10)
        assert browser.turns("die here") == 2


def test_a_broken_database_silences_nobody(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port):
        browser = Web(port, tmp_path).opened()
        browser.say("hello")
        with sqlite3.connect(tmp_path / "aftercare.db") as connection:
            connection.execute("drop table web_messages")
        answer = browser.say("still there?")
        assert (answer.status, answer.json["reply"]["text"]) == (200, "You said: still there?")
        assert browser.get("history").json["messages"] == []
    assert "still there" not in (tmp_path / "log").read_text()


def test_a_locked_database_silences_nobody(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port):
        browser, other = Web(port, tmp_path).opened(), Web(port, tmp_path).opened()
        browser.say("hello")
        with sqlite3.connect(tmp_path / "aftercare.db") as connection:
            connection.execute("begin exclusive")
            started = time.monotonic()
            waiting = threading.Thread(target=browser.say, args=("while locked",))
            waiting.start()
            time.sleep(0.2)
            other.call("GET", "/chat")
            assert time.monotonic() - started < 1  # the event loop waits for nobody
            waiting.join()
            assert time.monotonic() - started < 8
    assert browser.turns("while locked") == 1
