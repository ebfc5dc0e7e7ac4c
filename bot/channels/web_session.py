"""Session tokens: signed, expiring, bound to a conversation that the server names."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass

#: Seconds that a token opens a conversation, and seconds after them that it can still be renewed.
LIFE = 24 * 3600
RENEWABLE = 30 * 24 * 3600
_LONGEST = 400


@dataclass(frozen=True)
class Session:
    """A conversation that somebody holds a token of; times are seconds since 1970."""

    conversation: str
    issued: int
    expires: int

    def is_open(self, now: float | None = None) -> bool:
        return (time.time() if now is None else now) < self.expires

    def is_renewable(self, now: float | None = None) -> bool:
        return (time.time() if now is None else now) < self.expires + RENEWABLE


def new_session(conversation: str | None = None, now: float | None = None) -> Session:
    """Return a session of a new conversation, or of one that goes on."""
    issued = int(time.time() if now is None else now)
    return Session(conversation or f"web-{secrets.token_hex(16)}", issued, issued + LIFE)


def sign(session: Session, key: bytes) -> str:
    """Return the token of a session."""
    data = json.dumps([session.conversation, session.issued, session.expires], separators=(",", ":")).encode()
    body = base64.urlsafe_b64encode(data).decode()
    return f"{body}.{_mark(body, key)}"


def read_token(token: object, key: bytes) -> Session | None:
    """Return the session of a token that this key signed, open or not; None for any other."""
    if not isinstance(token, str) or len(token) > _LONGEST or not token.isascii():
        return None
    body, _, mark = token.partition(".")
    if not hmac.compare_digest(mark.encode(), _mark(body, key).encode()):
        return None
    try:
        conversation, issued, expires = json.loads(base64.urlsafe_b64decode(body))
    except (ValueError, TypeError, binascii.Error):
        return None
    return Session(str(conversation), int(issued), int(expires))


def _mark(body: str, key: bytes) -> str:
    return hmac.new(key, b"session\0" + body.encode(), hashlib.sha256).hexdigest()
