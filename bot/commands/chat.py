"""Talk in the terminal: what a patient would see, no server needed.

python -m bot chat [--sms] [--record] [--save tests/conversations/PATTERN/SENTENCE.yml]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.commands.environment import environment
from bot.commands.train import train
from bot.errors import AftercareError
from bot.settings import read_clinic

if TYPE_CHECKING:
    from bot.replay.answered import Answered

#: What ends a talk in Rasa's own shell; people who know that type it here, and scripts pipe it.
_STOP = "/stop"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sms", action="store_true", help="reply as on SMS")
    parser.add_argument("--record", action="store_true", help="show the turn record after each reply")
    parser.add_argument("--save", type=Path, metavar="SUITE.yml", help="write the talk as a conversation suite")
    parser.add_argument("--name", help="what the saved conversation shows, in a line; else from the file's name")
    parser.add_argument("--now", help="the clinic's day and hour, as 2026-11-21T10:00:00; else the clock's")


def run(options: argparse.Namespace) -> int:
    """Read messages from the terminal (or a pipe) until end of file."""
    if options.save and options.save.suffix != ".yml":
        raise AftercareError(f"{options.save} is no suite; its name ends in .yml")
    now = _time(options.now) if options.now or options.save else None
    model = train()
    os.environ.update(environment())
    warnings.showwarning = lambda *_, **__: None  # of dependencies at the end of their lives
    talk = asyncio.run(_talk(model, options, now))
    if options.save and talk:
        from bot.replay.save import save

        name = options.name or options.save.stem.replace("-", " ")
        save(options.save, name, "sms" if options.sms else "web", str(now), talk)
        print(f"Written to {options.save}. Read it, and add what each reply must mention.")
    return 0


def _time(given: str | None) -> str:
    """Return the day and hour that the talk is held at, without zone: the clinic's."""
    if given is None:
        return datetime.now(ZoneInfo(read_clinic().time_zone)).replace(microsecond=0, tzinfo=None).isoformat()
    try:
        return datetime.fromisoformat(given).isoformat()
    except ValueError:
        raise AftercareError(f"--now is '{given}'; write it as 2026-11-21T10:00:00") from None


async def _talk(model: Path, options: argparse.Namespace, now: str | None) -> list[tuple[str, Answered]]:
    from bot.replay.conversation import Conversation, load

    conversation = Conversation(load(model), channel="sms" if options.sms else "web", now=now)
    print("Ask about vertebroplasty. An empty line, /stop or Ctrl-D ends the talk.", flush=True)
    talk: list[tuple[str, Answered]] = []
    for line in _lines():
        offered = [button["payload"] for button in talk[-1][1].buttons] if talk else []
        number = int(line) if line.strip().isdigit() else 0
        text = offered[number - 1] if 0 < number <= len(offered) else line
        got = await conversation.say(text)
        talk.append((text, got))
        print("\n" + got.text)
        for place, button in enumerate(got.buttons, 1):
            print(f"  [{place}] {button['title']}")
        if options.record:
            print(got.record)
    return talk


def _lines() -> Iterator[str]:
    """Yield what is typed, a line a message."""
    interactive = sys.stdin.isatty()
    while True:
        print("\nyou> ", end="", flush=True)
        line = sys.stdin.readline()
        if not line or line.strip() == _STOP or (interactive and not line.strip()):
            print()
            return
        if not interactive:
            print(line.rstrip("\n"))
        yield line.rstrip("\n")
