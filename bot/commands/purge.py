"""Remove what is older than the clinic keeps; run it once a day."""

from __future__ import annotations

import argparse
import os
import warnings
from datetime import datetime, timedelta, timezone

from bot.commands.environment import environment
from bot.errors import AftercareError
from bot.settings import read_clinic
from bot.stores.database import open_database
from bot.stores.retention import purge, purge_consent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--consent-before",
        metavar="DATE",
        help="also remove consent entries older than this day (2022-01-31) of people who are not enrolled any more",
    )


def run(options: argparse.Namespace) -> int:
    """Remove from our tables and from the conversations, and say how much of what."""
    consent_before = _day(options.consent_before) if options.consent_before else None
    days, now = read_clinic().retention_days, datetime.now(timezone.utc)
    os.environ.update(environment())
    warnings.showwarning = lambda *_, **__: None  # of dependencies at the end of their lives
    from bot.channels.conversation_store import open_conversations

    conversations, engine = open_conversations(), open_database()
    removed = purge(engine, now=now, days=days)
    removed["events of conversations"] = conversations.remove_before((now - timedelta(days=days)).timestamp())
    if consent_before is not None:
        removed["entries of consent"] = purge_consent(engine, consent_before)
    print(f"Older than {days} days:")
    for label, count in removed.items():
        print(f"removed: {count:5} {label}")
    engine.dispose()
    return 0


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise AftercareError("--consent-before wants a day written as 2022-01-31.") from None
