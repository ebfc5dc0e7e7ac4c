"""Say what the text line did lately: texts by what became of them, and what a patient costs."""

from __future__ import annotations

import argparse
import os
import warnings
from datetime import datetime, timedelta, timezone

from bot.commands.environment import environment
from bot.stores.database import open_database
from bot.stores.sms_report import Traffic, traffic


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, default=30, help="how far back to look (30)")
    parser.add_argument(
        "--price", type=float, metavar="P", help="what one segment costs you, carrier fees included: see your bill"
    )


def run(options: argparse.Namespace) -> int:
    """Print counts; where texts failed, the provider's codes."""
    os.environ.update(environment())
    warnings.showwarning = lambda *_, **__: None  # of dependencies at the end of their lives
    engine = open_database()
    since = datetime.now(timezone.utc).replace(tzinfo=None) - timedelta(days=options.days)
    print(f"In the last {options.days} days:")
    for line in lines(traffic(engine, since), options.price):
        print(line)
    engine.dispose()
    return 0


def lines(found: Traffic, price: float | None) -> list[str]:
    """Return the report, a line each."""
    said = [f"{found.received:6} texts came in, {found.unanswered} of them not answered yet"]
    said += [f"{many:6} texts out: {fate}" for fate, many in sorted(found.fates.items())]
    said += [f"{many:6} of them with the provider's error {code}" for code, many in sorted(found.errors.items())]
    each = found.segments / found.people if found.people else 0.0
    said.append(f"{found.segments:6} segments to {found.people} people: {each:.1f} each")
    if price is not None:
        said.append(f"{each * price:9.2f} a person at {price} a segment (texts that came in cost extra)")
    return said
