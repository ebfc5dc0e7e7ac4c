"""The edge of a turn, the same for every channel: one reply, in time, whatever fails behind it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.answers.generator import ALARM, DETAILS
from bot.channels.last_resort import LastResort
from bot.clock import message_time
from bot.stores.escalations import Escalation, EscalationWriter

logger = logging.getLogger(__name__)
OnNewMessage = Callable[[UserMessage], Awaitable[Any]]

#: How long a reply may take before the last-resort text goes out instead.
MOST_SECONDS = 15.0


class ReplyCollector(CollectingOutputChannel):
    """Collect a turn's messages; the record ends the reply, whatever the turn does after it."""

    def __init__(self) -> None:
        super().__init__()
        self.complete = asyncio.Event()
        self.reply: list[dict[str, Any]] = []
        #: What the turn changed in an alarm, if anything.
        self.alarm: dict[str, Any] | None = None
        #: What a channel with a screen shows beside the text.
        self.details: dict[str, Any] | None = None

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Keep a reply one message: Rasa's own splits it at blank lines."""
        await self._persist_message(self._message(recipient_id, text=text))

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        await super().send_custom_json(recipient_id, json_message, **kwargs)
        self.alarm = self.alarm or kwargs.get(ALARM)
        self.details = self.details or kwargs.get(DETAILS)
        if not self.complete.is_set():
            self.reply = list(self.messages)
            self.complete.set()


async def answer(
    on_new_message: OnNewMessage,
    message: UserMessage,
    last_resort: LastResort,
    writer: EscalationWriter | None = None,
) -> list[dict[str, Any]]:
    """Return the reply as soon as its record is there; the turn's effects go on behind it.

    An alarm that opened, rose or ended is handed to the writer, the last resort's too.
    """
    collector = message.output_channel
    assert isinstance(collector, ReplyCollector)
    turn = asyncio.ensure_future(on_new_message(message))
    done = asyncio.ensure_future(collector.complete.wait())
    await asyncio.wait({turn, done}, timeout=MOST_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    done.cancel()
    if turn.done() and turn.exception() is not None:
        logger.error("A turn failed: %s", type(turn.exception()).__name__)
    else:
        turn.add_done_callback(_log_failure)
    if collector.complete.is_set():
        _keep(writer, message, collector.alarm)
        return collector.reply
    reply = last_resort.messages(message.sender_id, message.text or "", message.input_channel)
    _keep(writer, message, _of_last_resort(message, reply[-1]["custom"]))
    return reply


def _keep(writer: EscalationWriter | None, message: UserMessage, alarm: dict[str, Any] | None) -> None:
    if writer is None or alarm is None:
        return
    try:
        writer.write(Escalation(conversation=message.sender_id, channel=str(message.input_channel), **alarm))
    except Exception as error:  # the reply goes out whatever becomes of its record
        logger.error("An escalation could not be kept: %s", type(error).__name__)


def _of_last_resort(message: UserMessage, record: dict[str, Any]) -> dict[str, Any] | None:
    """Return the alarm that a last-resort reply stands for: its turn left none behind."""
    if record["kind"] != "escalation":
        return None
    since = message_time(message.metadata).isoformat(timespec="seconds")
    signs = tuple(record["red_flags"])
    return {"id": str(message.message_id), "tier": record["tier"], "signs": signs, "since": since}


def _log_failure(turn: asyncio.Future[Any]) -> None:
    """Log, by the error's name only, what failed after the reply was given."""
    if not turn.cancelled() and turn.exception() is not None:
        logger.error("After a reply: %s", type(turn.exception()).__name__)
