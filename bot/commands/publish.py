"""Put the signed passages of a draft live."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("draft", type=Path, help="knowledge/drafts/<id>.yml")
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--replace", action="store_true", help="take the sheet's older edition out first")


def run(options: argparse.Namespace) -> int:
    """Publish what is signed, name what is refused; 1 when anything was refused."""
    from bot.ingest.publish import publish

    outcome = publish(options.draft, options.root / "knowledge", today=date.today(), replace_edition=options.replace)
    for fault in outcome.refused:
        print(f"refused: {fault}")
    for id_ in outcome.published:
        print(f"published: {id_}")
    if outcome.published:
        print("Now: make check, make train. The passages answer after the training.")
    else:
        print("Nothing was published.")
    return 1 if outcome.refused else 0
