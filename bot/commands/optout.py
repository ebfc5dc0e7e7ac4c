"""Opt a number out for someone who asked by phone, by mail or in person: nobody must text STOP for it."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime, timezone

from bot.commands.environment import environment
from bot.stores.database import open_database
from bot.stores.people import opt_out
from bot.stores.phones import e164


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("phone", help="+18595550123; - to read it from stdin, so that no shell keeps it")
    parser.add_argument("--how", required=True, help='how the person asked: "by phone"')
    parser.add_argument("--by", required=True, help="who takes it down")


def run(options: argparse.Namespace) -> int:
    """Opt out and keep in the trail how and by whom; no text confirms it."""
    phone = e164(sys.stdin.readline() if options.phone == "-" else options.phone)
    os.environ.update(environment())
    engine = open_database()
    with engine.begin() as connection:
        new = opt_out(connection, phone, how=options.how, at=datetime.now(timezone.utc), by=options.by)
    engine.dispose()
    print("Opted out: nothing is sent until the person texts START." if new else "Was opted out already.")
    return 0
