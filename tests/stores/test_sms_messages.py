"""Inbox and outbox: each message once, in order, whatever process dies in between."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from bot.stores import sms_inbox, sms_outbox
from bot.stores.escalations import Escalation
from bot.stores.people import find, opt_in, opt_out
from bot.stores.sms_inbox import Held, Inbound
from bot.stores.sms_outbox import Draft, Outbound
from bot.stores.sms_store import Change, Outcome, SmsStore
from bot.stores.tables import escalations
from bot.stores.tables import sms_inbox as inbox_table
from bot.stores.tables import sms_outbox as outbox_table

NOW = datetime(2026, 3, 2, 15, 0)
ANNA, BEN = "+18595550101", "+18595550102"


@pytest.fixture
def engine(either: Engine) -> Engine:
    return either


@pytest.fixture
def store(engine: Engine) -> SmsStore:
    return SmsStore(engine)


def message(number: str = ANNA, sid: str = "", words: str = "can i shower?") -> Inbound:
    return Inbound(sid or f"SM{secrets.token_hex(8)}", number, words, NOW)


def one(store: SmsStore, now: datetime = NOW) -> Held:
    (held,) = store.messages_to_answer(now, 8)
    return held


def one_text(store: SmsStore, now: datetime = NOW) -> Outbound:
    (text,) = store.texts_to_send(now, 8)
    return text


def rows(engine: Engine, table: object) -> list[dict[str, object]]:
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(table).order_by(table.c.id))]  # type: ignore[attr-defined]


def put(engine: Engine, number: str = ANNA, words: str = "Yes.", key: str = "", escalation: str | None = None) -> None:
    with engine.begin() as connection:
        person = find(connection, number).id
        draft = Draft(key or secrets.token_hex(8), person, number, words, escalation=escalation)
        sms_outbox.put(connection, draft, NOW)


def test_a_repeat_is_kept_once(store: SmsStore, engine: Engine) -> None:
    first = message(sid="SM1")
    assert [store.keep(first), store.keep(replace(first, text="something else"))] == [True, False]
    assert one(store).message.text == "can i shower?"
    assert store.messages_to_answer(NOW, 8) == []


def test_of_each_person_only_the_first_open_message_is_taken_up(store: SmsStore) -> None:
    for number, words in ((ANNA, "one"), (BEN, "two"), (ANNA, "three")):
        store.keep(message(number, words=words))
    held = store.messages_to_answer(NOW, 8)
    assert [h.message.text for h in held] == ["one", "two"]
    assert store.finish(held[0], Outcome(("Answer.",)), NOW)
    assert one(store).message.text == "three"


def test_a_message_is_taken_up_again_only_when_its_hold_has_run_out(store: SmsStore) -> None:
    store.keep(message())
    lost = one(store)
    assert store.messages_to_answer(NOW + sms_inbox.HOLD - timedelta(seconds=1), 8) == []
    again = one(store, NOW + sms_inbox.HOLD + timedelta(seconds=1))
    assert (again.id, again.attempts) == (lost.id, 2)
    # Whoever lost it and comes back late answers nothing.
    assert not store.finish(lost, Outcome(("Late.",)), NOW)
    assert store.finish(again, Outcome(("Answer.",)), NOW)
    assert one_text(store).text == "Answer."


def test_an_answered_message_and_a_sent_text_keep_no_words(store: SmsStore, engine: Engine) -> None:
    store.keep(message())
    store.finish(one(store), Outcome(("Answer.",)), NOW)
    store.taken(one_text(store), "SM9", "queued", NOW)
    assert [row["text"] for row in (*rows(engine, inbox_table), *rows(engine, outbox_table))] == [None, None]


def test_number_and_words_are_encrypted_at_rest(store: SmsStore, engine: Engine) -> None:
    store.keep(message(words="my incision is red"))
    put(engine, words="Call your care team.")
    with engine.connect() as connection:
        stored = str([connection.execute(text(f"select * from {t}")).all() for t in ("sms_inbox", "sms_outbox")])
    assert len(stored) > 500
    assert [words for words in (ANNA, ANNA[2:], "incision", "care team") if words in stored] == []


def test_the_same_key_is_sent_once(engine: Engine) -> None:
    put(engine, key="reply:SM1:0")
    with pytest.raises(Exception, match="(?i)unique"):
        put(engine, key="reply:SM1:0")
    assert len(rows(engine, outbox_table)) == 1


def test_texts_to_one_number_go_out_one_after_another(store: SmsStore, engine: Engine) -> None:
    for number, words in ((ANNA, "one"), (ANNA, "two"), (BEN, "three")):
        put(engine, number, words)
    held = store.texts_to_send(NOW, 8)
    assert [text.text for text in held] == ["one", "three"]
    store.taken(held[1], "SM9", "queued", NOW)
    store.postpone(held[0], "waiting", NOW + timedelta(seconds=60), 429, NOW, late=False)
    assert store.texts_to_send(NOW + timedelta(seconds=30), 8) == []
    assert one_text(store, NOW + timedelta(seconds=61)).text == "one"


def test_a_text_whose_sender_was_killed_is_unsure(store: SmsStore, engine: Engine) -> None:
    put(engine)
    assert one_text(store).state == "sending"
    assert store.texts_to_send(NOW + sms_outbox.HOLD - timedelta(seconds=1), 8) == []
    again = one_text(store, NOW + sms_outbox.HOLD + timedelta(seconds=1))
    assert (again.state, again.first_try_at) == ("unsure", NOW)


def test_a_report_proves_that_an_unsure_text_is_out(store: SmsStore, engine: Engine) -> None:
    put(engine)
    text = one_text(store)
    assert store.report(text.token, "SM9", "sent", None, NOW)
    assert not store.send_again(text, NOW)
    assert store.texts_to_send(NOW + timedelta(hours=1), 8) == []
    assert rows(engine, outbox_table)[0]["sid"] == "SM9"


@pytest.mark.parametrize(
    ("reports", "status"),
    [
        (["queued", "sent", "delivered"], "delivered"),
        (["delivered", "sent", "queued"], "delivered"),
        (["sent", "sent", "queued"], "sent"),
        (["undelivered", "delivered"], "undelivered"),
        (["delivered", "read", "delivered"], "read"),
        (["sent", "failed", "sent"], "failed"),
    ],
)
def test_late_reports_never_take_a_text_back(store: SmsStore, engine: Engine, reports: list[str], status: str) -> None:
    put(engine)
    text = one_text(store)
    store.taken(text, "SM9", "queued", NOW)
    for report in reports:
        assert store.report(text.token, "SM9", report, None, NOW)
    assert rows(engine, outbox_table)[0]["status"] == status


def test_a_report_of_another_text_changes_nothing(store: SmsStore, engine: Engine) -> None:
    put(engine)
    text = one_text(store)
    store.taken(text, "SM9", "queued", NOW)
    assert not store.report(text.token, "SM8", "delivered", None, NOW)
    assert not store.report("no-such-token", "SM9", "delivered", None, NOW)
    assert rows(engine, outbox_table)[0]["status"] == "queued"


def test_a_blocked_number_counts_as_opted_out(store: SmsStore, engine: Engine) -> None:
    put(engine)
    text = one_text(store)
    store.taken(text, "SM9", "queued", NOW)
    store.report(text.token, "SM9", "failed", 21610, NOW)
    assert store.person(ANNA).opted_out


def escalation(held: Held) -> Escalation:
    return Escalation(held.message.sid, held.person, "sms", "emergency", ("heart.chest-pain",), "2026-03-02T15:00:00")


def undelivered(engine: Engine) -> list[bool]:
    with engine.connect() as connection:
        return [row.undeliverable for row in connection.execute(select(escalations))]


def test_an_escalation_that_does_not_arrive_is_marked(store: SmsStore, engine: Engine) -> None:
    store.keep(message(words="my chest hurts"))
    held = one(store)
    store.finish(held, Outcome(("Call 911 now.",), escalation=escalation(held), alarming=True), NOW)
    assert undelivered(engine) == [False]
    text = one_text(store)
    store.taken(text, "SM9", "queued", NOW)
    store.report(text.token, "SM9", "undelivered", 30003, NOW)
    assert undelivered(engine) == [True]


def test_to_who_opted_out_nothing_is_written_and_a_sign_is_marked(store: SmsStore, engine: Engine) -> None:
    with engine.begin() as connection:
        opt_out(connection, ANNA, how="texted STOP", at=NOW)
    store.keep(message(words="my chest hurts"))
    held = one(store)
    store.finish(held, Outcome(("Call 911 now.",), escalation=escalation(held), alarming=True), NOW)
    assert (rows(engine, outbox_table), undelivered(engine)) == ([], [True])
    # The next message about it opens nothing new; the open one is the one that did not arrive.
    store.keep(message(words="still hurts"))
    store.finish(one(store), Outcome(("Call 911 now.",), alarming=True), NOW)
    assert undelivered(engine) == [True]


def test_an_opt_out_is_confirmed_once_and_closes_what_waits(store: SmsStore, engine: Engine) -> None:
    put(engine, words="An answer that was not sent yet.")
    for _ in range(3):
        store.keep(message(words="STOP"))
        store.finish(one(store), Outcome(change=Change("opt_out", "texted STOP", text="No more texts.")), NOW)
    assert [row["state"] for row in rows(engine, outbox_table)] == ["withheld", "waiting"]
    text = one_text(store)
    assert (text.text, text.purpose) == ("No more texts.", "stopped")


def test_after_start_texts_go_out_again(store: SmsStore, engine: Engine) -> None:
    with engine.begin() as connection:
        opt_out(connection, ANNA, how="texted STOP", at=NOW)
        opt_in(connection, ANNA, how="texted START", at=NOW)
    store.keep(message())
    store.finish(one(store), Outcome(("Answer.",)), NOW)
    assert one_text(store).text == "Answer."
