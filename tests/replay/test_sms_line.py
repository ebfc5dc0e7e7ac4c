"""A conversation by SMS: our signature is the provider's, and the texts come back to the stand-in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.channels.sms_form import is_signed, read_fields, read_incoming
from bot.channels.sms_provider import Provider
from bot.channels.sms_settings import SmsSettings, read_sms_settings
from bot.errors import SettingsError
from bot.replay.sms_line import Carrier
from tests.conftest import free_port

TOKEN, PUBLIC = "a-token-for-tests", "https://aftercare.example.org"


class _Channel(BaseHTTPRequestHandler):
    """Checks and answers as the channel does, with its own signature check and its own sender."""

    settings: SmsSettings

    def do_POST(self) -> None:  # noqa: N802 (the library's name)
        fields = read_fields(self.rfile.read(int(self.headers["Content-Length"]))) or {}
        signed = is_signed(TOKEN, f"{PUBLIC}/webhooks/sms/webhook", fields, self.headers["X-Twilio-Signature"])
        message = read_incoming(fields)
        self.send_response(200 if signed and message else 403)
        self.end_headers()
        if signed and message:
            provider = Provider(self.settings)
            for text in (f"You said: {message.text}", "And more."):
                provider.send(message.number, text, "token")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)  # this test's port is its own
    for name, value in {
        "SMS_ACCOUNT_SID": "AC" + "1" * 32,
        "SMS_AUTH_TOKEN": TOKEN,
        "SMS_PUBLIC_URL": PUBLIC,
        "SMS_API_BASE": f"http://127.0.0.1:{free_port()}",
        "SMS_FROM": "+12025550100",
    }.items():
        monkeypatch.setenv(name, value)
    settings = read_sms_settings()
    assert settings is not None
    _Channel.settings = settings
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Channel)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_what_is_sent_is_signed_and_answered(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    carrier = Carrier(url)
    one, other = carrier.line(), carrier.line()
    assert asyncio.run(one.say("¿when + can I lift? & more")).text == "You said: ¿when + can I lift? & more\nAnd more."
    assert asyncio.run(other.say("")).text == "You said: \nAnd more."
    monkeypatch.setenv("SMS_AUTH_TOKEN", "another-token")
    with pytest.raises(SettingsError, match="answered 403: are the SMS_ settings the server's"):
        asyncio.run(one.say("again"))


def test_settings_that_are_missing_are_named(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SMS_AUTH_TOKEN")
    with pytest.raises(SettingsError, match="set SMS_AUTH_TOKEN as the server has them"):
        Carrier(url)


def test_workers_that_would_share_the_address_are_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    with pytest.raises(SettingsError, match="in one process, without -n"):
        Carrier(url)
