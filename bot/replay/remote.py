"""Hold a conversation with a running server: its REST address, its web chat, or its SMS webhook."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any

from bot.errors import AftercareError
from bot.replay.answered import Answered, Line
from bot.replay.suite import Case

_SECONDS = 30
#: The longest that a server may ask us to wait before its limits let us on.
_PATIENCE = 60


def line_to(url: str, over: str) -> Callable[[Case], Line]:
    """Return what opens a line to a server for a case."""
    url = url.rstrip("/")
    if over == "sms":
        from bot.replay.sms_line import Carrier

        carrier = Carrier(url)
        return lambda case: carrier.line()
    if over == "web":
        return lambda case: WebLine(url)
    return lambda case: RestLine(url, case.channel)


class RestLine:
    """POST /webhooks/rest/webhook, the clock in the message's metadata."""

    def __init__(self, url: str, channel: str) -> None:
        self._url, self._channel, self._sender = f"{url}/webhooks/rest/webhook", channel, uuid.uuid4().hex

    async def say(self, text: str, now: str | None = None) -> Answered:
        """Send a message and return the reply."""
        body = {"sender": self._sender, "message": text, "input_channel": self._channel, "metadata": {"now": now}}
        return Answered.of(post(self._url, body))


class WebLine:
    """The web chat: a session of its own, then messages in it; the server's own clock."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/webhooks/web"
        self._token: str | None = None

    async def say(self, text: str, now: str | None = None) -> Answered:
        """Send a message and return the reply."""
        self._token = self._token or post(f"{self._url}/session", {})["token"]
        body = {"id": uuid.uuid4().hex, "text": text}
        reply = post(f"{self._url}/message", body, {"Authorization": f"Bearer {self._token}"})["reply"]
        choices = [{"title": choice["title"], "payload": choice["title"]} for choice in reply.get("choices", [])]
        return Answered(reply["text"], reply["record"], choices)


def post(url: str, body: object, headers: dict[str, str] | None = None) -> Any:
    """POST JSON and return the JSON of the answer; wait where the server's limits say so."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    for name, value in (headers or {}).items():
        request.add_header(name, value)
    while True:
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            time.sleep(_asked_to_wait(error, url))
        except (urllib.error.URLError, OSError) as error:
            raise AftercareError(f"{url} does not answer ({error}). Is the server up?") from None


def _asked_to_wait(error: urllib.error.HTTPError, url: str) -> int:
    """Return the seconds that a server's limit asks for; any other refusal is an error of the run."""
    wait = error.headers.get("Retry-After", "") if error.code == 429 else ""
    if wait.isdigit() and int(wait) <= _PATIENCE:
        return int(wait)
    limits = "AFTERCARE_ADDRESS_SESSIONS, AFTERCARE_ADDRESS_MESSAGES and AFTERCARE_SESSION_MESSAGES set them."
    told = f" Its limits are in the way: {limits}" if error.code == 429 else ""
    raise AftercareError(f"{url} answered {error.code}.{told}")
