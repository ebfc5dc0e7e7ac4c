"""Rasa's REST address, for development, tests and CI: every message gets a reply and a record."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.last_resort import LastResort
from bot.channels.limits import limit_action_calls
from bot.channels.rest_keywords import KeywordReplies
from bot.channels.turn import OnNewMessage, ReplyCollector, answer
from bot.settings import is_production
from bot.stores.escalations import EscalationWriter
from bot.text import clean

_CHANNELS = {"rest", "web", "sms"}


class RestChannel(RestInput):
    """POST /webhooks/rest/webhook {"sender", "message", "input_channel"?, "metadata"?}."""

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return the routes; in production mode the webhook is closed."""
        limit_action_calls()
        routes = Blueprint("aftercare_rest")
        last_resort, writer, keywords = LastResort(), EscalationWriter(), KeywordReplies()

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
            on_sms = message.input_channel == "sms"
            keyword = keywords.messages(sender, message.text or "", last_resort) if on_sms else None
            return response.json(keyword or await answer(on_new_message, message, last_resort, writer))

        return routes


def _body(request: Request) -> dict[str, Any]:
    """Return the JSON object of a request; anything else is an empty message."""
    try:
        body = request.json
    except Exception:  # sanic raises its own error for what is not JSON
        return {}
    return body if isinstance(body, dict) else {}
