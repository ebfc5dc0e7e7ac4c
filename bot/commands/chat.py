"""Talk in the terminal: what a patient would see, no server needed."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import warnings

from bot.commands.environment import environment
from bot.commands.train import train


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sms", action="store_true", help="reply as on SMS")
    parser.add_argument("--record", action="store_true", help="show the turn record after each reply")


def run(options: argparse.Namespace) -> int:
    """Read messages from the terminal (or a pipe) until end of file."""
    model = train()
    os.environ.update(environment())
    warnings.showwarning = lambda *_, **__: None  # of dependencies at the end of their lives
    from bot.replay.conversation import Conversation, load

    async def talk() -> None:
        conversation = Conversation(load(model), channel="sms" if options.sms else "web")
        interactive = sys.stdin.isatty()
        print("Ask about vertebroplasty. An empty line or Ctrl-D ends the talk.", flush=True)
        offered: list[str] = []
        while True:
            print("\nyou> ", end="", flush=True)
            line = sys.stdin.readline()
            if not line or (interactive and not line.strip()):
                print()
                return
            text = line.rstrip("\n")
            if not interactive:
                print(text)
            if text.strip().isdigit() and 0 < int(text) <= len(offered):
                text = offered[int(text) - 1]
            turn = await conversation.say(text)
            offered = [button["payload"] for button in turn.buttons]
            print("\n" + turn.text)
            for number, button in enumerate(turn.buttons, 1):
                print(f"  [{number}] {button['title']}")
            if options.record:
                print(turn.record)

    asyncio.run(talk())
    return 0
