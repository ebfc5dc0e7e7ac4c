"""Remove a person by phone number, everywhere, and say what was removed."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from datetime import datetime, timezone

from bot.commands.environment import environment
from bot.stores.database import open_database
from bot.stores.phones import e164, person_id
from bot.stores.retention import forget, trail_length


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("phone", help="+18595550123; - to read it from stdin, so that no shell keeps it")
    parser.add_argument("--by", default="staff", help="who asks for it (kept in the trail of consent)")


def run(options: argparse.Namespace) -> int:
    """Remove, then count; the number itself is not repeated."""
    phone = e164(sys.stdin.readline() if options.phone == "-" else options.phone)
    os.environ.update(environment())
    warnings.showwarning = lambda *_, **__: None  # of dependencies at the end of their lives
    from bot.channels.conversation_store import open_conversations

    conversations, engine = open_conversations(), open_database()
    removed = forget(engine, phone, how="python -m bot forget", by=options.by, at=datetime.now(timezone.utc))
    # After the opt-out stands: a turn that is under way must not send what it adds now.
    removed["events of the conversation"] = conversations.remove(person_id(phone))
    for label, count in removed.items():
        print(f"removed: {count:5} {label}")
    print(
        f"kept: the number's keyed hash, so that it is never texted again; {trail_length(engine, phone)} entries of consent"
    )
    if not any(removed.values()):
        print("Nothing else was kept of this number.")
    engine.dispose()
    return 0
