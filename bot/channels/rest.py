"""Rasa's REST address, for development, tests and CI: every message gets a reply and a record."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.last_resort import LastResort
from bot.channels.limits import limit_action_calls
from bot.settings import is_production
from bot.text import clean

logger = logging.getLogger(__name__)
OnNewMessage = Callable[[UserMessage], Awaitable[Any]]

#: How long a reply may take before the last-resort text goes out instead.
MOST_SECONDS = 15.0
_CHANNELS = {"rest", "web", "sms"}


class ReplyCollector(CollectingOutputChannel):
    """Collect a turn's messages; the record ends the reply, whatever the turn does after it."""

    def __init__(self) -> None:
        super().__init__()
        self.complete = asyncio.Event()
        self.reply: list[dict[str, Any]] = []

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Keep a reply one message: Rasa's own splits it at blank lines."""
        await self._persist_message(self._message(recipient_id, text=text))

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        await super().send_custom_json(recipient_id, json_message, **kwargs)
        if not self.complete.is_set():
            self.reply = list(self.messages)
            self.complete.set()


class RestChannel(RestInput):
    """POST /webhooks/rest/webhook {"sender", "message", "input_channel"?, "metadata"?}."""

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return the routes; in production mode the webhook is closed."""
        limit_action_calls()
        routes = Blueprint("aftercare_rest")
        last_resort = LastResort()

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if is_production():
                return response.json({"error": "the REST channel is for development only"}, status=404)
            body = _body(request)
            sender = str(body.get("sender") or "default")[:200]
            channel = body.get("input_channel")
            metadata = body.get("metadata")
            message = UserMessage(
                clean(body.get("message")) or " ",
                ReplyCollector(),
                sender,
                input_channel=channel if channel in _CHANNELS else self.name(),
                metadata=metadata if isinstance(metadata, dict) else None,
            )
            return response.json(await answer(on_new_message, message, last_resort))

        return routes


def _body(request: Request) -> dict[str, Any]:
    """Return the JSON object of a request; anything else is an empty message."""
    try:
        body = request.json
    except Exception:  # sanic raises its own error for what is not JSON
        return {}
    return body if isinstance(body, dict) else {}


async def answer(on_new_message: OnNewMessage, message: UserMessage, last_resort: LastResort) -> list[dict[str, Any]]:
    """Return the reply as soon as its record is there; the turn's effects go on behind it."""
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
    if not collector.complete.is_set():
        return last_resort.messages(message.sender_id, message.text or "")
    return collector.reply


def _log_failure(turn: asyncio.Future[Any]) -> None:
    """Log, by the error's name only, what failed after the reply was given."""
    if not turn.cancelled() and turn.exception() is not None:
        logger.error("After a reply: %s", type(turn.exception()).__name__)
