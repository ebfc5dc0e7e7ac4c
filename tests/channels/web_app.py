"""python -m tests.channels.web_app PORT: the web channel as it is, before turns of our own making.

A turn is noted in $AFTERCARE_VAR/turns, one line each, as it begins. What a message starts with
decides what becomes of it: "slow …" takes a second, "fail …" raises, "alarm …" opens one, "differ …"
has two sides, "broken …"
writes no reply that can be shown, "die …" ends the process in mid-turn; any other is answered at once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from pathlib import Path
from typing import Any

from bot.channels.lean import leave_out
from bot.logs import SafeFormatter

leave_out()

from rasa.core.channels.channel import UserMessage  # noqa: E402
from sanic import Sanic  # noqa: E402

from bot.channels.pages import PagesChannel  # noqa: E402
from bot.channels.web import WebChannel  # noqa: E402

RECORD = {"kind": "answer", "tier": "none", "topic": "lifting", "sources": [], "passages": [], "red_flags": []}
RECORD |= {"model": "m", "knowledge": "k"}
SINCE = "2026-11-20T10:00:00+00:00"
ALARM = {"tier": "emergency", "since": SINCE, "signs": ["neuro.leg-weakness"]}
SIDES = [{"source": "One page", "text": "wait a day."}, {"source": "Another", "text": "wait a week."}]


async def turn(message: UserMessage) -> None:
    """Note the turn, then answer as the message's first word says."""
    text = message.text or ""
    with (Path(os.environ["AFTERCARE_VAR"]) / "turns").open("a", encoding="utf-8") as file:
        file.write(f"{message.message_id} {text}\n")
    first = text.split()[0] if text.split() else ""
    if first == "slow":
        await asyncio.sleep(1)
    if first == "fail":
        raise ValueError(text)
    if first == "die" and not (Path(os.environ["AFTERCARE_VAR"]) / "died").exists():
        (Path(os.environ["AFTERCARE_VAR"]) / "died").touch()
        os._exit(1)
    details: dict[str, Any] = {"lang": "en", "alarm": ALARM if first == "alarm" else None, "sides": []}
    reply = {"text": f"You said: {text}", "custom": RECORD, "details": details}
    if first == "broken":
        del details["sides"]
    if first == "differ":
        details |= {"sides": SIDES, "opening": "My sources differ.", "closing": "The longer limit is safer."}
    if first == "topics":
        reply["custom"] = {**RECORD, "kind": "clarify", "topic": None}
        reply["buttons"] = [{"title": "How long?", "payload": "How long may I not lift?"}]
    await message.output_channel.send_response(message.sender_id, reply)


def main() -> None:
    """Serve until ended."""
    handler = logging.StreamHandler()
    handler.setFormatter(SafeFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    app = Sanic("web_app", configure_logging=False)
    app.blueprint(WebChannel().blueprint(turn), url_prefix="/webhooks/web")
    app.blueprint(PagesChannel(Path(os.environ["AFTERCARE_VAR"]) / "widget").blueprint(turn), url_prefix="/")

    @app.get("/")
    async def hello(request: Any) -> None:
        raise AssertionError("the page stands before Rasa's own route")

    app.run("127.0.0.1", int(sys.argv[1]), access_log=False)


if __name__ == "__main__":
    main()
