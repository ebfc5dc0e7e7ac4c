"""The routes of the web channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timezone
from functools import wraps
from typing import Any

from sanic import Blueprint, Sanic, response
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web_body import FeedbackBody, MessageBody, SessionBody, parse, words_of
from bot.channels.web_gate import Gate, Refused
from bot.channels.web_turns import WebTurns
from bot.settings import Clinic
from bot.stores import web_messages
from bot.stores.web_messages import WebMessage
from bot.stores.web_store import WebStore
from bot.text import MAX_CHARACTERS

logger = logging.getLogger(__name__)
Handler = Callable[[Request], Awaitable[HTTPResponse]]
#: Bytes of a body; and bytes after which the server reads no further, whatever the address.
MAX_BODY = 64 * 1024
_MAX_READ = 1024 * 1024
#: Seconds that a call for changes is held, and between its looks at what other processes wrote.
HOLD, _LOOK = 25.0, 5.0
_JSON = "application/json"
_CLINIC = {"name", "day_number", "day_hours", "after_hours_number", "emergency_number", "crisis_number", "demo"}


class WebRoutes:
    """What each address does with what the gate lets through."""

    def __init__(self, gate: Gate, turns: WebTurns, store: WebStore, clinic: Clinic) -> None:
        self._gate, self._turns, self._store, self._clinic = gate, turns, store, clinic

    def blueprint(self) -> Blueprint:
        """Return the routes, behind the check of origins."""
        routes = Blueprint("aftercare_web")
        routes.listener("before_server_start")(self._start)
        routes.listener("before_server_stop")(self._stop)
        routes.listener("after_server_stop")(self._stopped)
        routes.middleware("request")(self._gate.check_origin)
        routes.middleware("response")(self._gate.add_headers)
        for method, name, handler in (
            ("POST", "session", self.session),
            ("POST", "message", self.message),
            ("GET", "history", self.history),
            ("GET", "changes", self.changes),
            ("POST", "feedback", self.feedback),
        ):
            routes.add_route(self._guarded(handler), f"/{name}", methods=[method])
            routes.add_route(self._guarded(self.preflight), f"/{name}", methods=["OPTIONS"], name=f"preflight_{name}")
        return routes

    async def session(self, request: Request) -> HTTPResponse:
        """Open a conversation, or go on with the one of an old token."""
        body = parse(request.body, SessionBody)
        if body is None:
            raise Refused("malformed")
        session, token = self._gate.open(request, body.token)
        expires = datetime.fromtimestamp(session.expires, timezone.utc).isoformat()
        clinic = self._clinic.dict(include=_CLINIC)
        return response.json({"token": token, "expires_at": expires, "clinic": clinic}, status=201)

    async def message(self, request: Request) -> HTTPResponse:
        """Answer a message, once; what is refused is screened."""
        words = words_of(request.body)
        conversation = self._gate.writer(request, words)
        if len(request.body) > MAX_BODY:
            raise Refused("too_long", words, conversation)
        body = parse(request.body, MessageBody)
        if body is None:
            raise Refused("malformed", words, conversation)
        if len(body.text or "") > MAX_CHARACTERS:
            raise Refused("too_long", words, conversation)
        text = await self._text(conversation, body, words)
        try:
            return response.json(_shown(await self._turns.answered(conversation, body.id, text)))
        except Exception as error:  # whatever failed, the person is told whom to call
            logger.error("A message could not be answered: %s", type(error).__name__)
            raise Refused("failed", text, conversation) from None

    async def history(self, request: Request) -> HTTPResponse:
        """Return the conversation's last messages, its alarm and where changes go on from."""
        conversation = self._gate.reader(request)
        await self._turns.take_up_lost(conversation)
        messages: list[WebMessage] = await self._store.attempt([], web_messages.history, conversation)
        replies = [message.reply for message in messages if message.reply]
        return response.json({**_listed(messages, 0), "alarm": replies[-1]["alarm"] if replies else None})

    async def changes(self, request: Request) -> HTTPResponse:
        """Return what changed since, as soon as anything does."""
        conversation, after = self._gate.reader(request), request.args.get("after") or "0"
        if not (after.isascii() and after.isdigit() and len(after) < 10):
            raise Refused("malformed")
        return response.json(_listed(await self._changed(conversation, int(after)), int(after)))

    async def feedback(self, request: Request) -> HTTPResponse:
        """Keep whether a reply helped."""
        conversation, body = self._gate.reader(request), parse(request.body, FeedbackBody)
        if body is None:
            raise Refused("malformed")
        keep = web_messages.keep_feedback
        if not await self._store.attempt(True, keep, conversation, body.reply, helpful=body.helpful):
            raise Refused("reply")
        return response.empty()

    async def preflight(self, request: Request) -> HTTPResponse:
        """Answer a browser that asks whether its page may."""
        return response.empty()

    async def _text(self, conversation: str, body: MessageBody, words: str) -> str:
        """Return a message's text; of a resend the one sent first, and it counts as no new message."""
        known = await self._store.attempt(None, web_messages.find, conversation, body.id)
        if known is not None:
            return known.text
        if not self._turns.knows(conversation, body.id):
            self._gate.new_message(conversation, words)
        if body.choice is None:
            return str(body.text)
        reply, _, place = body.choice.rpartition(".")
        offered: list[str] = await self._store.attempt([], web_messages.offered, conversation, reply)
        if not (place.isascii() and place.isdigit() and len(place) < 4 and int(place) < len(offered)):
            raise Refused("choice")
        return offered[int(place)]

    async def _changed(self, conversation: str, after: int) -> list[WebMessage]:
        loop = asyncio.get_running_loop()
        end = loop.time() + HOLD
        while True:
            bell = self._turns.bell(conversation)
            found: list[WebMessage] = await self._store.attempt([], web_messages.history, conversation, after=after)
            left = end - loop.time()
            if found or left <= 0 or self._turns.closing:
                return found
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(bell.wait(), min(left, _LOOK))

    def _guarded(self, handler: Handler) -> Handler:
        """Return a route as a function that answers what the gate refuses."""

        @wraps(handler)
        async def handle(request: Request) -> HTTPResponse:
            try:
                return await handler(request)
            except Refused as refused:
                return await self._gate.answer(refused)

        return handle

    async def _start(self, app: Sanic, *_: Any) -> None:
        app.config.REQUEST_MAX_SIZE = _MAX_READ
        unread = await self._gate.answer(Refused("too_long"))
        app.error_handler.add(PayloadTooLarge, lambda *_: response.raw(unread.body, 413, content_type=_JSON))

    async def _stop(self, *_: Any) -> None:
        self._turns.close()

    async def _stopped(self, *_: Any) -> None:
        self._store.close()


def _shown(message: WebMessage) -> dict[str, Any]:
    at = message.at.replace(tzinfo=timezone.utc).isoformat(timespec="milliseconds")
    return {"id": message.id, "at": at, "text": message.text, "reply": message.reply}


def _listed(messages: list[WebMessage], after: int) -> dict[str, Any]:
    """Return messages and the cursor from which changes go on."""
    cursor = max((message.revision for message in messages), default=after)
    return {"messages": [_shown(message) for message in messages], "cursor": str(cursor)}
