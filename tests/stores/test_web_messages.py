"""What is kept of the web channel: each message once, in order, deleted whole; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.engine import Engine

from bot.stores import web_messages as store
from bot.stores.tables import web_feedback, web_messages

RECORD = {"kind": "answer", "topic": "lifting", "knowledge": "k"}


def _reply(id_: str) -> dict[str, Any]:
    return {"id": id_, "text": "Six weeks. ½ \x00 \ud800", "record": RECORD}


def _answered(engine: Engine, conversation: str, message: str, *, text: str = "how long?") -> dict[str, Any]:
    store.begin(engine, conversation, message, text)
    return store.finish(engine, conversation, message, _reply(f"r-{conversation}-{message}"), ["more", "who"])


def _age(engine: Engine, message: str, **by: float) -> None:
    then = datetime.now(timezone.utc).replace(tzinfo=None) - timedelta(**by)
    with engine.begin() as connection:
        mine = web_messages.c.message == message
        connection.execute(update(web_messages).where(mine).values(at=then, started_at=then))


def test_a_message_is_kept_before_its_turn_and_with_its_reply_after_it(either: Engine) -> None:
    begun = store.begin(either, "web-a", "m1", "how long?")
    assert (begun.id, begun.text, begun.reply, begun.mine) == ("m1", "how long?", None, True)
    (pending,) = store.history(either, "web-a")
    assert (pending.text, pending.reply) == ("how long?", None)
    assert store.finish(either, "web-a", "m1", _reply("r-1"), ["more"]) == _reply("r-1")
    (answered,) = store.history(either, "web-a")
    assert answered.reply == _reply("r-1")
    assert answered.revision > pending.revision


def test_a_message_is_one_persons_to_answer(either: Engine) -> None:
    with ThreadPoolExecutor(8) as threads:
        begun = list(threads.map(lambda _: store.begin(either, "web-a", "m1", "x"), range(16)))
    assert sum(message.mine for message in begun) == 1
    assert len(store.history(either, "web-a")) == 1


def test_many_messages_at_once_have_a_place_each(either: Engine) -> None:
    with ThreadPoolExecutor(4) as threads:
        begun = list(threads.map(lambda number: store.begin(either, "web-a", f"m{number}", "x"), range(8)))
    assert all(message.mine for message in begun)
    assert sorted(message.revision for message in store.history(either, "web-a")) == list(range(1, 9))


def test_the_first_reply_stays(either: Engine) -> None:
    first = _answered(either, "web-a", "m1")
    assert store.finish(either, "web-a", "m1", _reply("r-2")) == first
    again = store.begin(either, "web-a", "m1", "another text")
    assert (again.text, again.reply, again.mine) == ("how long?", first, False)


def test_a_lost_turn_is_taken_over_once(either: Engine) -> None:
    store.begin(either, "web-a", "m1", "x")
    assert not store.begin(either, "web-a", "m1", "x").mine
    assert store.lost(either, "web-a") == []
    _age(either, "m1", seconds=store.LOST_AFTER + 1)
    assert [message.id for message in store.lost(either, "web-a")] == ["m1"]
    assert [store.begin(either, "web-a", "m1", "x").mine for _ in range(3)] == [True, False, False]
    assert store.lost(either, "web-a") == []


def test_a_turn_that_waited_is_not_lost(either: Engine) -> None:
    store.begin(either, "web-a", "m1", "x")
    _age(either, "m1", seconds=store.LOST_AFTER + 1)
    store.touch(either, "web-a", "m1")
    assert not store.begin(either, "web-a", "m1", "x").mine


def test_an_answered_message_is_never_lost(either: Engine) -> None:
    _answered(either, "web-a", "m1")
    _age(either, "m1", days=1)
    assert store.lost(either, "web-a") == []
    assert not store.begin(either, "web-a", "m1", "x").mine


def test_changes_are_what_came_since(either: Engine) -> None:
    _answered(either, "web-a", "m1")
    (known,) = store.history(either, "web-a")
    assert store.history(either, "web-a", after=known.revision) == []
    store.begin(either, "web-a", "m2", "x")
    (pending,) = store.history(either, "web-a", after=known.revision)
    store.finish(either, "web-a", "m2", _reply("r-2"))
    (answered,) = store.history(either, "web-a", after=pending.revision)
    assert (pending.id, answered.id, answered.reply) == ("m2", "m2", _reply("r-2"))


def test_the_history_is_the_last_messages_oldest_first(either: Engine) -> None:
    for number in range(6):
        store.begin(either, "web-a", f"m{number}", str(number))
    assert [message.text for message in store.history(either, "web-a", most=3)] == ["3", "4", "5"]


def test_conversations_are_apart(either: Engine) -> None:
    _answered(either, "web-a", "m1", text="mine")
    _answered(either, "web-b", "m1", text="yours")
    assert [message.text for message in store.history(either, "web-a")] == ["mine"]
    assert store.offered(either, "web-a", "r-web-a-m1") == ["more", "who"]
    assert store.offered(either, "web-b", "r-web-a-m1") == []
    assert store.latest_reply(either, "web-b") == _reply("r-web-b-m1")
    assert store.latest_reply(either, "web-c") is None
    assert store.find(either, "web-c", "m1") is None
    assert store.turn_id("web-a", "m1") != store.turn_id("web-b", "m1")


@pytest.mark.parametrize("text", ["", "a\x00b", "ok \udfff", "🙂 ¿cuándo?", "x" * 4000])
def test_any_text_can_be_kept(either: Engine, text: str) -> None:
    store.begin(either, "web-a", "m1", text)
    assert store.history(either, "web-a")[0].text == store.storable(text)


def test_no_conversation_is_named(either: Engine) -> None:
    _answered(either, "web-secret", "m1")
    with either.connect() as connection:
        assert "web-secret" not in str(connection.execute(select(web_messages.c.conversation)).fetchall())


def test_what_helped_is_kept_without_words_and_without_whose(either: Engine) -> None:
    reply = _answered(either, "web-a", "m1", text="my own words")["id"]
    assert store.keep_feedback(either, "web-a", reply, helpful=True)
    assert store.keep_feedback(either, "web-a", reply, helpful=False)
    assert not store.keep_feedback(either, "web-b", reply, helpful=True)
    with either.connect() as connection:
        (row,) = connection.execute(select(web_feedback)).fetchall()
    assert (row.kind, row.topic, row.knowledge, row.helpful) == ("answer", "lifting", "k", False)
    assert "own words" not in str(row)


def test_a_conversation_is_forgotten_whole(either: Engine) -> None:
    for message in ("m1", "m2"):
        _answered(either, "web-a", message)
        _answered(either, "web-b", message)
    assert store.forget_conversation(either, "web-a") == 2
    assert store.history(either, "web-a") == [] and len(store.history(either, "web-b")) == 2
    assert store.forget_conversation(either, "web-a") == 0


def test_what_is_old_is_deleted(either: Engine) -> None:
    for message in ("m1", "m2", "m3"):
        _answered(either, "web-a", message)
    _age(either, "m1", days=31)
    _age(either, "m2", days=29)
    assert store.delete_older_than(either, 30) == 1
    assert [message.id for message in store.history(either, "web-a")] == ["m2", "m3"]
