"""What the edge hands to the writer of escalations, with a turn of our own making."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels import turn
from bot.channels.last_resort import LastResort
from bot.channels.turn import ReplyCollector, answer
from bot.stores.escalations import Escalation

ROOT = Path(__file__).parents[2]
ALARM = {"id": "a1", "tier": "emergency", "signs": ["neuro.leg-weakness"], "since": "2026-11-20T10:00:00+00:00"}
NOW = {"now": "2026-11-20T05:00:00"}


class Written(list[Escalation]):
    """A writer that only remembers."""

    def write(self, escalation: Escalation) -> None:
        self.append(escalation)


class Broken:
    def write(self, escalation: Escalation) -> None:
        raise OSError("no disk")


@pytest.fixture(scope="module")
def last_resort() -> LastResort:
    return LastResort(ROOT)


def _message(text: str, channel: str = "rest") -> UserMessage:
    return UserMessage(text, ReplyCollector(), "somebody", input_channel=channel, metadata=NOW, message_id="m1")


def _turn(alarm: dict[str, Any] | None) -> Any:
    async def handle(message: UserMessage) -> None:
        more = {"alarm": alarm} if alarm else {}
        await message.output_channel.send_response(
            "somebody", {"text": "Call 911 now.", "custom": {"kind": "escalation"}, **more}
        )

    return handle


async def _fails(message: UserMessage) -> None:
    raise ValueError("whatever")


def _answer(handle: Any, message: UserMessage, last_resort: LastResort, writer: Any) -> list[dict[str, Any]]:
    return asyncio.run(answer(handle, message, last_resort, writer))


def test_a_turn_that_changed_an_alarm_is_written(last_resort: LastResort) -> None:
    written = Written()
    reply = _answer(_turn(ALARM), _message("x", "sms"), last_resort, written)
    assert [item for item in reply if "alarm" in item] == []  # never for the patient
    assert written == [Escalation(conversation="somebody", channel="sms", **ALARM)]


def test_any_other_turn_is_not(last_resort: LastResort) -> None:
    written = Written()
    _answer(_turn(None), _message("x"), last_resort, written)
    assert written == []


@pytest.mark.parametrize(
    ("text", "tiers"),
    [("my mom cant feel her legs", ["emergency"]), ("mi mamá no siente las piernas", ["emergency"]), ("hello", [])],
)
def test_the_last_resorts_escalation_is_written_too(last_resort: LastResort, text: str, tiers: list[str]) -> None:
    written = Written()
    reply = _answer(_fails, _message(text), last_resort, written)
    assert "911" in reply[0]["text"]
    assert [(e.id, e.tier, e.since) for e in written] == [("m1", tier, "2026-11-20T05:00:00-05:00") for tier in tiers]


def test_a_late_turn_is_answered_by_the_last_resort(last_resort: LastResort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "MOST_SECONDS", 0.05)

    async def hangs(message: UserMessage) -> None:
        await asyncio.sleep(0.3)

    written = Written()
    reply = _answer(hangs, _message("my mom cant feel her legs"), last_resort, written)
    assert reply[0]["text"].startswith("Call 911 now")
    assert len(written) == 1


@pytest.mark.parametrize("handle", [_turn(ALARM), _turn({"unknown": 1}), _fails])
def test_a_broken_writer_silences_nothing(last_resort: LastResort, handle: Any) -> None:
    reply = _answer(handle, _message("my mom cant feel her legs"), last_resort, Broken())
    assert "Call 911 now" in reply[0]["text"]


def test_the_last_resort_is_short_on_sms_and_speaks_spanish(last_resort: LastResort) -> None:
    english = last_resort.messages("x", "my mom cant feel her legs", "sms")[0]["text"]
    spanish = last_resort.messages("x", "mi mamá no siente las piernas", "sms")[0]["text"]
    assert english.startswith("Call 911 now") and "\n" not in english
    assert spanish.startswith("Llame al 911 ahora") and "\n" not in spanish
