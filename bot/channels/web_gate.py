"""The gate before the web channel's routes: whose page asks, whose conversation it is, how often it may."""

from __future__ import annotations

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.rate import RateLimit
from bot.channels.web_edge import add_headers, address, is_allowed
from bot.channels.web_refusals import Refusals
from bot.channels.web_session import Session, new_session, read_token, sign
from bot.channels.web_settings import WebSettings

_STATUS = {
    "malformed": 400,
    "session": 401,
    "origin": 403,
    "choice": 404,
    "reply": 404,
    "too_long": 413,
    "too_many": 429,
    "failed": 503,
}


class Refused(Exception):  # noqa: N818  (no error: the answer to a request that goes no further)
    """Say why a request goes no further, and what of it is to be screened."""

    def __init__(self, error: str, text: str = "", sender: str = "", *, wait: int = 0) -> None:
        super().__init__(error)
        self.error, self.text, self.sender, self.wait = error, text, sender, wait


class Gate:
    """Let through what may pass; raise Refused for the rest."""

    def __init__(self, settings: WebSettings, refusals: Refusals) -> None:
        self._settings, self._refusals = settings, refusals
        many = settings.session_messages
        self._messages = RateLimit(many, 60, burst=max(1, many // 2))
        self._reads = RateLimit(60, 60)
        self._addresses = RateLimit(settings.address_messages, 60)
        self._sessions = RateLimit(settings.address_sessions, 3600)

    async def check_origin(self, request: Request) -> HTTPResponse | None:
        """Answer a foreign page; let any other through."""
        allowed = is_allowed(request, self._settings)
        return None if allowed else response.json({"error": "origin"}, status=_STATUS["origin"])

    async def add_headers(self, request: Request, reply: HTTPResponse) -> None:
        """Put the headers on that every answer bears."""
        add_headers(request, reply, self._settings)

    def open(self, request: Request, old_token: str | None) -> tuple[Session, str]:
        """Return a session and its token: of a new conversation, or of an old token's."""
        old = read_token(old_token, self._settings.key)
        renewed = old if old is not None and old.is_renewable() else None
        where = address(request, self._settings)
        wait = self._addresses.take(where) if renewed else self._sessions.take(where)
        if wait:
            raise Refused("too_many", wait=wait)
        session = new_session(renewed.conversation if renewed else None)
        return session, sign(session, self._settings.key)

    def writer(self, request: Request, words: str) -> str:
        """Return the conversation of who writes; what they wrote is screened if it is refused."""
        where, session = address(request, self._settings), self._session(request)
        sender = session.conversation if session else f"address {where}"
        wait = self._addresses.take(where)
        if wait:
            raise Refused("too_many", words, sender, wait=wait)
        if session is None or not session.is_open():
            raise Refused("session", words, sender)
        return session.conversation

    def new_message(self, conversation: str, words: str) -> None:
        """Count a message that was not sent before."""
        wait = self._messages.take(conversation)
        if wait:
            raise Refused("too_many", words, conversation, wait=wait)

    def reader(self, request: Request) -> str:
        """Return the conversation of who reads, or tells whether a reply helped."""
        session = self._session(request)
        if session is None or not session.is_open():
            raise Refused("session")
        wait = self._reads.take(session.conversation)
        if wait:
            raise Refused("too_many", wait=wait)
        return session.conversation

    async def answer(self, refused: Refused) -> HTTPResponse:
        """Return the answer to what goes no further."""
        headers = {"Retry-After": str(refused.wait)} if refused.wait else {}
        body = await self._refusals.body(refused.error, refused.text, refused.sender)
        return response.json(body, status=_STATUS[refused.error], headers=headers)

    def _session(self, request: Request) -> Session | None:
        scheme, _, token = str(request.headers.get("authorization") or "").partition(" ")
        return read_token(token.strip(), self._settings.key) if scheme.lower() == "bearer" else None
