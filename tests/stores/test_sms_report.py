"""Counting what the text line did."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.engine import Engine

from bot.commands.texts import lines
from bot.stores import sms_outbox
from bot.stores.people import find
from bot.stores.sms_inbox import Inbound
from bot.stores.sms_outbox import Draft
from bot.stores.sms_report import traffic
from bot.stores.sms_store import Outcome, SmsStore

NOW = datetime(2026, 3, 2, 15, 0)
ANNA, BEN = "+18595550101", "+18595550102"


def test_counts_by_fate_and_what_a_person_costs(either: Engine) -> None:
    store = SmsStore(either)
    for number in (ANNA, BEN):
        store.keep(Inbound(f"SM{number}", number, "hello", NOW))
    held = store.messages_to_answer(NOW, 1)[0]
    store.finish(held, Outcome(("a" * 200,)), NOW)
    with either.begin() as connection:
        sms_outbox.put(connection, Draft("k1", find(connection, BEN).id, BEN, "b", "welcome"), NOW)
        old = NOW - timedelta(days=40)
        sms_outbox.put(connection, Draft("k2", find(connection, BEN).id, BEN, "c", "welcome"), old)
    for text in store.texts_to_send(NOW, 8):
        if text.number == ANNA:
            store.taken(text, "SM9", "delivered", NOW)
        else:
            store.give_up(text, "failed", 30006, NOW)
    found = traffic(either, NOW - timedelta(days=30))
    assert (found.received, found.unanswered, found.people, found.segments) == (2, 1, 1, 2)
    assert (found.fates, found.errors) == ({"delivered": 1, "failed": 1}, {30006: 1})
    said = "\n".join(lines(found, 0.01))
    assert "2 texts came in, 1 of them not answered yet" in said
    assert "0.02 a person at 0.01 a segment" in said
    assert ANNA[2:] not in said


def test_nothing_at_all(either: Engine) -> None:
    found = traffic(either, NOW)
    assert (found.received, found.segments, found.fates, found.errors) == (0, 0, {}, {})
    assert lines(found, 0.01)[-1].strip().startswith("0.00 a person")
