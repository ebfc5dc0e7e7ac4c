"""A stand-in of the provider on this machine: its HTTP interface, its signature, and its bad days."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import struct
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

ACCOUNT, TOKEN, FROM = "AC" + "5" * 32, "a-token-of-the-stand-in", "+18595550142"
_numbers = count(1)


def sign(token: str, url: str, fields: Mapping[str, str]) -> str:
    """Sign a form as the provider documents it: the address, then each name and value in order of names."""
    text = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


def new_sid(prefix: str = "SM") -> str:
    return f"{prefix}{next(_numbers):032x}"


@dataclass
class Provider:
    """One account. `behave` is a queue of bad answers, one a request; empty, it answers well."""

    port: int = 0
    texts: list[dict[str, Any]] = field(default_factory=list)  # in the order in which it took them
    requests: int = 0
    behave: deque[str] = field(default_factory=deque)
    blocked: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    delay: float = 0.0
    #: Whether it reports on each text it takes, at once.
    reports: bool = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def to(self, number: str) -> list[str]:
        """Return the words of the texts that it took to a number."""
        with self.lock:
            return [text["body"] for text in self.texts if text["to"] == number]

    def take(self, form: dict[str, str]) -> dict[str, Any]:
        now = format_datetime(datetime.now(timezone.utc))
        text = {
            "sid": new_sid(),
            "to": form["To"],
            "from": form.get("From"),
            "messaging_service_sid": form.get("MessagingServiceSid"),
            "body": form["Body"],
            "status": "accepted" if "MessagingServiceSid" in form else "queued",
            "direction": "outbound-api",
            "date_created": now,
            "date_sent": None,
            "date_updated": now,
            "error_code": None,
            "callback": form.get("StatusCallback"),
        }
        with self.lock:
            self.texts.append(text)
        return text


class Phone:
    """Whoever texts the channel: forms signed as the provider signs them."""

    def __init__(self, port: int, public_url: str) -> None:
        self._port, self._public = port, public_url

    def text(self, number: str, words: str, *, sid: str | None = None, **more: str) -> int:
        """Hand a message over as the provider does; return the status of the answer."""
        fields = {
            "ToCountry": "US",
            "MessageSid": sid or new_sid(),
            "SmsSid": "SM0",
            "AccountSid": ACCOUNT,
            "From": number,
            "To": FROM,
            "Body": words,
            "NumMedia": "0",
            "NumSegments": "1",
            **more,
        }
        return self.post("/webhooks/sms/webhook", fields)[0]

    def report(self, text: Mapping[str, Any], status: str, error: int | None = None) -> int:
        """Report on a text at the address that its sender gave."""
        query = urllib.parse.urlsplit(text["callback"]).query
        more = {"ErrorCode": str(error)} if error else {}
        fields = {"MessageSid": text["sid"], "MessageStatus": status, "AccountSid": ACCOUNT, "To": text["to"], **more}
        return self.post(f"/webhooks/sms/status?{query}", fields)[0]

    def post(self, path: str, fields: Mapping[str, str], *, signature: str | None = None) -> tuple[int, str]:
        """Post a form, signed unless a signature is given."""
        signed = sign(TOKEN, self._public + path, fields) if signature is None else signature
        return self.post_raw(path, urllib.parse.urlencode(fields).encode(), signed)

    def post_raw(self, path: str, body: bytes, signature: str) -> tuple[int, str]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}{path}",
            body,
            {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def settings(provider: Provider, public_url: str, **more: str) -> dict[str, str]:
    """Return the environment of a channel that sends by this stand-in."""
    return {
        "SMS_ACCOUNT_SID": ACCOUNT,
        "SMS_AUTH_TOKEN": TOKEN,
        "SMS_FROM": FROM,
        "SMS_PUBLIC_URL": public_url,
        "SMS_API_BASE": provider.address,
        "SMS_OPT_OUT": "ours",
        **more,
    }


def run_provider() -> Iterator[Provider]:
    """Serve until the test is done."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    server.daemon_threads = True
    provider.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 (the server's own name)
            form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            with provider.lock:
                provider.requests += 1
                mood = provider.behave.popleft() if provider.behave else "well"
            time.sleep(provider.delay)
            if not self._is_known():
                return self._say(401, {"code": 20003, "message": "Authenticate"})
            return self._answer(form, mood)

        def do_GET(self) -> None:  # noqa: N802 (the server's own name)
            if not self._is_known():
                return self._say(401, {"code": 20003, "message": "Authenticate"})
            with provider.lock:
                mood = provider.behave.popleft() if provider.behave and provider.behave[0].startswith("list-") else ""
            if mood:
                return self._say(503, {"code": 20503, "message": "Service unavailable"})
            query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
            with provider.lock:
                found = [text for text in reversed(provider.texts) if text["to"] == query.get("To", text["to"])]
            return self._say(200, {"messages": found, "next_page_uri": None, "page_size": 50})

        def _answer(self, form: dict[str, str], mood: str) -> None:
            if form["To"] in provider.blocked or mood == "21610":
                return self._say(400, {"code": 21610, "message": "Attempt to send to unsubscribed recipient"})
            if mood in {"500", "503", "429", "401"}:
                return self._say(int(mood), {"code": int(mood), "message": "not now"})
            if mood == "bad-number":
                return self._say(400, {"code": 21211, "message": "Invalid 'To' Phone Number"})
            if mood == "reset":
                return self._reset()
            if mood == "hang":
                return time.sleep(12)
            text = provider.take(form)
            if mood == "reset-after-taking":
                return self._reset()
            if mood == "500-after-taking":
                return self._say(500, {"code": 20500, "message": "Internal server error"})
            if mood == "hang-after-taking":
                return time.sleep(12)
            if mood == "nonsense-after-taking":
                return self._send(201, b"<html>")
            return self._say(201, text)

        def _is_known(self) -> bool:
            known = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
            mine = self.path.startswith(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json")
            return mine and self.headers.get("Authorization") == f"Basic {known}"

        def _reset(self) -> None:
            """Break the connection off without a word."""
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()

        def _say(self, status: int, body: dict[str, Any]) -> None:
            self._send(status, json.dumps(body).encode())

        def _send(self, status: int, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # whoever asked was killed meanwhile

        def finish(self) -> None:
            try:
                super().finish()
            except (OSError, ValueError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            return None

    return Handler
