"""Check the clinicians' files."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from bot.knowledge.check import check, references_to_supply, unsigned


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("root", nargs="?", type=Path, default=Path(), help="the project's folder")


def run(options: argparse.Namespace) -> int:
    """Print file, entry and reason for each fault, and what is unsigned; 1 when there is a fault."""
    faults = check(options.root, today=date.today())
    for fault in faults:
        print(fault)
    if not faults:
        folder = options.root / "knowledge"
        print(
            f"Content: no fault. {unsigned(folder)} entries are signed by no clinician; "
            f"{references_to_supply(folder)} signs want a reference."
        )
    return 1 if faults else 0
