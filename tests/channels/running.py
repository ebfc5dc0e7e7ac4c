"""A running SMS channel, with a stand-in for the assistant behind it and one for the provider beside it."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from sanic import Sanic
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.channels.last_resort import LastResort
from bot.channels.sms import SmsChannel
from bot.stores.database import open_database
from bot.stores.people import Enrolment, enrol, find
from bot.stores.tables import sms_inbox, sms_outbox
from bot.stores.welcomes import mark_welcomed
from tests.channels.provider import Phone, Provider
from tests.channels.provider import settings as provider_settings
from tests.conftest import free_port

PUBLIC = "https://aftercare.example.org/hospital"
ANNA, BEN, ROSA = "+18595550101", "+18595550102", "+18595550103"
STRANGER = "+18595550199"


class Assistant:
    """Behind the channel: what it was told, and what it says."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.seconds = 0.0
        self.fail = 0
        self.slow: dict[str, float] = {}

    async def __call__(self, message: UserMessage) -> None:
        words = message.text or ""
        await asyncio.sleep(self.slow.get(words, self.seconds))
        if self.fail:
            self.fail -= 1
            raise RuntimeError(words)
        self.heard.append((message.sender_id, words))
        sign_ = "chest" in words
        text = "Call 911 now." if sign_ else f"You said “{words}” – fine."
        record = {
            "kind": "escalation" if sign_ else "answer",
            "tier": "emergency" if sign_ else "none",
            "red_flags": [],
        }
        alarm = {
            "id": message.message_id,
            "tier": "emergency",
            "signs": ["heart.chest-pain"],
            "since": "2026-03-02T15:00:00",
        }
        out = message.output_channel
        await out.send_text_message(message.sender_id, text)  # type: ignore[union-attr]
        more = {"alarm": alarm} if sign_ else {}
        await out.send_custom_json(message.sender_id, record, **more)  # type: ignore[union-attr]


class Channel:
    """A running channel and all around it."""

    def __init__(self, port: int, provider: Provider, assistant: Assistant, engine: Engine) -> None:
        self.port, self.provider, self.assistant, self.engine = port, provider, assistant, engine
        self.phone = Phone(port, PUBLIC)

    def until(self, condition: Callable[[], bool], seconds: float = 15.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.provider.texts
            time.sleep(0.02)

    def settled(self) -> None:
        """Wait until all is answered and nothing is to be sent."""
        self.until(lambda: not [r for r in self.rows(sms_inbox) if r.answered_at is None])
        self.until(lambda: not [r for r in self.rows(sms_outbox) if r.state in {"waiting", "sending", "unsure"}])

    def say(self, number: str, words: str, **more: str) -> list[str]:
        """Text the channel, wait, and return what came back in answer."""
        before = len(self.provider.to(number))
        assert self.phone.text(number, words, **more) == 200
        self.settled()
        return self.provider.to(number)[before:]

    def rows(self, table: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(select(table)).all())

    def enrol(self, *numbers: str, language: str = "en") -> None:
        for number in numbers:
            with self.engine.begin() as connection:
                person = Enrolment(number, date(2026, 3, 1), language, "on paper", "nurse")  # type: ignore[arg-type]
                enrol(connection, person, at=datetime(2026, 3, 1))
                mark_welcomed(connection, find(connection, number).id, datetime(2026, 3, 1))


@lru_cache(maxsize=1)
def _last_resort() -> LastResort:
    """Return the real one, whose rules take seconds to read."""
    return LastResort()


def run_channel(provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **more: str) -> Iterator[Channel]:
    """Serve the channel in a thread until the test is done."""
    for name in ("AFTERCARE_PSEUDONYM_KEY", "AFTERCARE_PHONE_KEY", "AFTERCARE_PHONE_KEYS"):
        monkeypatch.setenv(name, secrets.token_hex(32))
    monkeypatch.setenv("AFTERCARE_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name, value in provider_settings(provider, PUBLIC, **more).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("bot.channels.sms.LastResort", _last_resort)
    monkeypatch.setattr(Sanic, "test_mode", True)  # or a second server in this process finds itself rewritten
    engine, assistant, port = open_database(), Assistant(), free_port()
    app = Sanic(f"sms_{secrets.token_hex(4)}", configure_logging=False)
    sms = SmsChannel.from_credentials(None)
    app.blueprint(sms.blueprint(assistant), url_prefix="/webhooks/sms")
    loop, up = asyncio.new_event_loop(), threading.Event()
    server: list[Any] = []
    failed: list[BaseException] = []

    async def serve() -> None:
        made = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
        await made.startup()
        await made.before_start()
        await made.start_serving()
        await made.after_start()
        server.append(made)
        up.set()

    async def end() -> None:
        await server[0].before_stop()
        server[0].close()
        await server[0].wait_closed()

    async def begin() -> None:
        try:
            await serve()
        except BaseException as error:  # told to the test, which would wait in vain
            failed.append(error)
            up.set()

    thread = threading.Thread(target=lambda: (loop.create_task(begin()), loop.run_forever()), daemon=True)
    thread.start()
    assert up.wait(90) and not failed, failed
    try:
        yield Channel(port, provider, assistant, engine)
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        engine.dispose()
