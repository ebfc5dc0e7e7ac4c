"""SMS by a Twilio-compatible provider: what comes in is kept first, then answered behind the webhook.

POST /webhooks/sms/webhook and /webhooks/sms/status. Off (404) unless configured; see docs/sms.md.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.last_resort import LastResort
from bot.channels.sms_desk import Desk
from bot.channels.sms_form import (
    MOST_BYTES,
    Incoming,
    is_signed,
    read_fields,
    read_incoming,
    read_report,
    reply_of,
)
from bot.channels.sms_settings import SmsSettings, read_sms_settings
from bot.channels.sms_text import as_text_message
from bot.channels.turn import OnNewMessage
from bot.errors import PhoneError, SettingsError
from bot.stores.sms_store import check_keys

logger = logging.getLogger(__name__)


class SmsChannel(InputChannel):
    """The channel; without settings it has no routes."""

    def __init__(self, settings: SmsSettings | None = None) -> None:
        self._settings = settings

    @classmethod
    def name(cls) -> str:
        return "sms"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Read the environment; what is missing there stops the server with one line."""
        try:
            settings = read_sms_settings()
            if settings is not None:
                check_keys()
        except SettingsError as error:
            raise SystemExit(str(error)) from None
        return cls(settings)

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return the routes and the workers behind them."""
        routes = Blueprint("aftercare_sms")
        if self._settings is None:
            return routes
        last_resort = LastResort()
        desk = Desk(self._settings, on_new_message, last_resort)
        door = Door(self._settings, desk, last_resort)
        routes.listener("before_server_start")(desk.open)
        routes.listener("after_server_start")(desk.start)
        routes.listener("before_server_stop")(desk.stop)

        @routes.post("/webhook", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            return await door.receive(request)

        @routes.post("/status", stream=True)
        async def report(request: Request) -> HTTPResponse:
            return await door.report(request)

        return routes


class Door:
    """What the provider's calls are answered with."""

    def __init__(self, settings: SmsSettings, desk: Desk, last_resort: LastResort) -> None:
        self._settings, self._desk, self._last_resort = settings, desk, last_resort

    async def receive(self, request: Request) -> HTTPResponse:
        """Keep a message and thank the provider; the answer goes out on its own."""
        fields = await self._signed_fields(request, "webhook")
        if isinstance(fields, HTTPResponse):
            return fields
        incoming = read_incoming(fields)
        if incoming is None:
            return response.json({"error": "malformed"}, status=400)
        try:
            await self._desk.keep(incoming)
        except PhoneError:
            return self._at_once(incoming)
        except Exception as error:  # whatever a database can raise
            logger.error("A message could not be kept: %s", type(error).__name__)
            return self._at_once(incoming)
        return _thanks()

    async def report(self, request: Request) -> HTTPResponse:
        """Keep what became of a text of ours; one that we do not know is nothing to us."""
        fields = await self._signed_fields(request, "status")
        if isinstance(fields, HTTPResponse):
            return fields
        found, token = read_report(fields), request.args.get("message", "")
        if found is None or not token:
            return response.json({"error": "malformed"}, status=400)
        try:
            await self._desk.report(token, found)
        except Exception as error:  # the provider may try again
            logger.error("A report could not be kept: %s", type(error).__name__)
            return response.json({"error": "later"}, status=503)
        return response.empty()

    async def _signed_fields(self, request: Request, place: str) -> dict[str, str] | HTTPResponse:
        """Return the fields of a form that the provider has signed for this address, else the refusal."""
        body = await _read(request)
        if body is None:
            return response.json({"error": "too_long"}, status=413)
        fields = read_fields(body)
        if fields is None:
            return response.json({"error": "malformed"}, status=400)
        settings = self._settings
        query = f"?{request.query_string}" if request.query_string else ""
        signature = request.headers.get("X-Twilio-Signature") or ""
        signed = is_signed(settings.auth_token, f"{settings.url_of(place)}{query}", fields, signature)
        if not signed or fields.get("AccountSid", settings.account_sid) != settings.account_sid:
            return response.json({"error": "signature"}, status=403)
        return fields

    def _at_once(self, incoming: Incoming) -> HTTPResponse:
        """Answer in the webhook's own reply what cannot be kept: a sign is read all the same, and 911 named.

        Without a table a repeat is answered twice; that is better than not at all.
        """
        if not incoming.number.startswith("+"):
            return _thanks()  # a short code or a name: nobody reads there
        return _thanks(as_text_message(self._last_resort.messages("", incoming.text, "sms")[0]["text"]))


async def _read(request: Request) -> bytes | None:
    """Return a request's body, None where it is longer than any form of a provider."""
    body = b""
    while (piece := await request.stream.read()) is not None:
        body += piece
        if len(body) > MOST_BYTES:
            return None
    return body


def _thanks(text: str | None = None) -> HTTPResponse:
    return response.raw(reply_of(text), content_type="text/xml; charset=utf-8")
