"""Hold a conversation by SMS: signed webhooks in, and a stand-in for the provider that takes the replies.

The server and this process are given the same SMS_ settings; SMS_API_BASE names the address on this
machine where the stand-in listens, SMS_AUTH_TOKEN signs. With AFTERCARE_ENROLMENT_KEY each number is
enrolled first, as of today: the channel answers nobody else. One process holds them all: the address is one.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import random
import threading
import urllib.error
import urllib.request
import uuid
from collections import defaultdict
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit
from zoneinfo import ZoneInfo

from twilio.request_validator import RequestValidator

from bot.errors import SettingsError
from bot.replay.answered import Answered
from bot.replay.remote import post
from bot.settings import read_clinic

_NEEDED = ("SMS_ACCOUNT_SID", "SMS_AUTH_TOKEN", "SMS_PUBLIC_URL", "SMS_API_BASE")
#: Seconds to wait for a reply, and for one more text of the same reply.
_FIRST, _MORE = 20.0, 0.3
#: Seconds to wait for the welcome of an enrolment; none comes outside the clinic's hours for texts.
_WELCOME = 7.0


class Carrier:
    """The provider as far as a conversation needs it: it takes texts, and signs what people send."""

    def __init__(self, url: str) -> None:
        missing = [name for name in _NEEDED if not os.environ.get(name)]
        if missing:
            raise SettingsError(f"To replay by SMS set {', '.join(missing)} as the server has them.")
        if os.environ.get("PYTEST_XDIST_WORKER"):
            raise SettingsError("Replay by SMS in one process, without -n: the stand-in's address is one.")
        self.base = url
        self.url, self.signed = f"{url}/webhooks/sms/webhook", f"{os.environ['SMS_PUBLIC_URL']}/webhooks/sms/webhook"
        self.texts: dict[str, queue.Queue[str]] = defaultdict(queue.Queue)
        base = urlsplit(os.environ["SMS_API_BASE"])
        try:
            server = ThreadingHTTPServer((base.hostname or "127.0.0.1", base.port or 80), _handler(self))
        except OSError as error:
            raise SettingsError(f"The stand-in cannot listen at SMS_API_BASE ({error.strerror}).") from None
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def line(self) -> SmsLine:
        """Return a line of a number that nobody has, enrolled where the server lets us."""
        number = f"+1202555{random.SystemRandom().randrange(10_000):04}"
        if os.environ.get("AFTERCARE_ENROLMENT_KEY"):
            self._enrol(number)
        return SmsLine(self, number)

    def _enrol(self, number: str) -> None:
        today = datetime.now(ZoneInfo(read_clinic().time_zone)).date().isoformat()
        consent = {"consent_how": "replay of a conversation suite", "consent_by": "replay"}
        entry = {"phone": number, "procedure_date": today, "language": "en", **consent}
        key = os.environ["AFTERCARE_ENROLMENT_KEY"]
        post(f"{self.base}/sms/enrolments", entry, {"Authorization": f"Bearer {key}"})
        with contextlib.suppress(queue.Empty):
            self.texts[number].get(timeout=_WELCOME)

    def deliver(self, number: str, text: str) -> None:
        """Post a person's text to the server as the provider does, signed."""
        fields = {
            "MessageSid": f"SM{uuid.uuid4().hex}",
            "AccountSid": os.environ["SMS_ACCOUNT_SID"],
            "From": number,
            "To": os.environ.get("SMS_FROM", "+12025550100"),
            "Body": text,
            "NumMedia": "0",
        }
        signature = RequestValidator(os.environ["SMS_AUTH_TOKEN"]).compute_signature(self.signed, fields)
        request = urllib.request.Request(self.url, urlencode(fields).encode(), {"X-Twilio-Signature": signature})
        try:
            urllib.request.urlopen(request, timeout=_FIRST).close()
        except urllib.error.HTTPError as error:
            raise SettingsError(f"{self.url} answered {error.code}: are the SMS_ settings the server's?") from None
        except OSError as error:
            raise SettingsError(f"{self.url} does not answer ({error}). Is the server up?") from None


class SmsLine:
    """One number's talk; a text bears no record, so its words alone are judged."""

    def __init__(self, carrier: Carrier, number: str) -> None:
        self._carrier, self._number = carrier, number

    async def say(self, text: str, now: str | None = None) -> Answered:
        """Send a text and return all that comes back."""
        self._carrier.deliver(self._number, text)
        texts: list[str] = []
        try:
            while True:
                texts.append(self._carrier.texts[self._number].get(timeout=_MORE if texts else _FIRST))
        except queue.Empty:
            return Answered("\n".join(texts), {})


def _handler(carrier: Carrier) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """POST …/Messages.json is a text of the server's; nothing else is known here."""

        def do_POST(self) -> None:  # noqa: N802 (the library's name)
            fields = parse_qs(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
            known = urlsplit(self.path).path.endswith("/Messages.json")
            sid = f"SM{uuid.uuid4().hex}"
            self._send(201 if known else 404, {"sid": sid, "status": "queued"} if known else {})
            if known:
                carrier.texts[fields["To"][0]].put(fields["Body"][0])

        def do_GET(self) -> None:  # noqa: N802 (the library's name)
            self._send(200, {"messages": [], "page": 0, "page_size": 50})

        def _send(self, status: int, body: object) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: addresses bear numbers."""

    return Handler
