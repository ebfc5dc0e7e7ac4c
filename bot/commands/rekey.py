"""Encrypt all that is encrypted anew, under the first of AFTERCARE_PHONE_KEYS."""

from __future__ import annotations

import argparse
import os

from bot.commands.environment import environment
from bot.stores.database import open_database
from bot.stores.sealed import rekey
from bot.stores.tables import metadata


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    """Change what is under an older key; a server may run beside it."""
    os.environ.update(environment())
    engine = open_database()
    changed, unchanged = rekey(engine, metadata)
    print(f"Encrypted anew: {changed}. Under the first key already: {unchanged}. The older keys can go now.")
    engine.dispose()
    return 0
