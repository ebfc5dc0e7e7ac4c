"""A message that is taken up again after a crash: what was said already is said, and nothing twice."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.last_resort import LastResort
from bot.channels.sms_settings import SmsSettings
from bot.channels.sms_texts import SmsTexts
from bot.channels.sms_turn import Responder
from bot.channels.tracker_stores import TrimmingInMemoryTrackerStore
from bot.stores.people import Person
from bot.stores.sms_inbox import Held, Inbound
from bot.stores.sms_store import Outcome

NOW = datetime(2026, 3, 2, 15, 0)
ANNA = Person("p" * 32, enrolled=True, language="en")
ALARM = {"tier": "emergency", "flags": ["heart.chest-pain"], "since": "2026-03-02T15:00:00+00:00", "id": "SM1"}
RECORD = {"kind": "answer", "tier": "none", "red_flags": [], "model": "m"}


@lru_cache(maxsize=1)
def last_resort() -> LastResort:
    return LastResort()


@lru_cache(maxsize=1)
def domain() -> Domain:
    return Domain.load("domain.yml")


class Table:
    """A responder, the conversations behind it, and the turns that it asked for."""

    def __init__(self, *, fails: bool = False) -> None:
        self.turns: list[str] = []
        self.fails = fails
        self.conversations = TrimmingInMemoryTrackerStore(domain())
        settings = SmsSettings(
            "AC1", "token-of-the-test", "https://aftercare.example.org", "+18595550142", opt_out="ours"
        )
        agent = SimpleNamespace(tracker_store=self.conversations)

        async def tell_date(person: Person) -> None:
            return None

        self.responder = Responder(settings, self.turn, lambda: agent, tell_date, last_resort(), SmsTexts())

    async def turn(self, message: UserMessage) -> None:
        self.turns.append(message.text or "")
        if self.fails:
            raise RuntimeError
        await message.output_channel.send_text_message(message.sender_id, "A new turn.")  # type: ignore[union-attr]
        await message.output_channel.send_custom_json(message.sender_id, RECORD)  # type: ignore[union-attr]

    def had(self, *events: Any) -> None:
        """Save a conversation, as a turn does at its end."""
        tracker = DialogueStateTracker.from_events(ANNA.id, list(events), domain().slots)
        asyncio.run(self.conversations.save(tracker))

    def respond(self, words: str = "can i shower?", *, attempts: int = 1) -> Outcome:
        message = Inbound("SM1", "+18595550101", words, NOW)
        return asyncio.run(self.responder.respond(Held(1, "o", ANNA.id, message, attempts), ANNA))


def said(text: str, record: dict[str, Any] = RECORD) -> tuple[BotUttered, BotUttered]:
    return BotUttered(text), BotUttered(None, {"custom": record})


def test_what_was_said_before_the_crash_goes_out_without_another_turn() -> None:
    table = Table()
    table.had(
        UserUttered("before", message_id="SM0"),
        *said("Older."),
        UserUttered("can i shower?", message_id="SM1"),
        *said("After a day."),
    )
    assert table.respond(attempts=2).texts == ("After a day.",)
    assert table.turns == []


def test_a_turn_that_was_not_saved_is_held_anew() -> None:
    table = Table()
    table.had(UserUttered("before", message_id="SM0"), *said("Older."))
    assert table.respond(attempts=2).texts == ("A new turn.",)
    assert table.turns == ["can i shower?"]


def test_at_the_first_attempt_nobody_looks_back() -> None:
    table = Table()
    table.had(UserUttered("can i shower?", message_id="SM1"), *said("After a day."))
    assert table.respond().texts == ("A new turn.",)


def test_an_alarm_that_was_opened_before_the_crash_is_kept() -> None:
    table = Table()
    record = {**RECORD, "kind": "escalation", "tier": "emergency", "red_flags": ["heart.chest-pain"]}
    table.had(
        UserUttered("my chest hurts", message_id="SM1"),
        SlotSet("open_escalation", ALARM),
        *said("Call 911 now.", record),
    )
    outcome = table.respond("my chest hurts", attempts=2)
    assert outcome.escalation is not None and outcome.alarming
    kept = outcome.escalation
    assert (kept.id, kept.tier, kept.signs, kept.ended_at) == ("SM1", "emergency", ("heart.chest-pain",), None)


def test_a_message_that_brings_the_process_down_gets_the_last_resort() -> None:
    table = Table()
    (text,) = table.respond("i cannot feel my legs", attempts=4).texts
    assert text.startswith("Call 911 now")
    assert table.turns == []


@pytest.mark.parametrize(("words", "kind"), [("i cannot feel my legs", True), ("can i shower?", False)])
def test_a_failing_turn_is_screened(words: str, kind: bool) -> None:
    outcome = Table(fails=True).respond(words)
    assert outcome.alarming is kind and "911" in outcome.texts[0]
    assert (outcome.escalation is not None) is kind
