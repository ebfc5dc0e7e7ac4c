"""Check the clinicians' files."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from bot.knowledge.check import check, references_to_supply, unsigned
from bot.knowledge.overdue import hard_to_read, overdue, waiting
from bot.settings import read_clinic


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("root", nargs="?", type=Path, default=Path(), help="the project's folder")


def run(options: argparse.Namespace) -> int:
    """Print file, entry and reason for each fault, warnings, and what is unsigned; 1 when there is a fault."""
    faults = check(options.root)
    for fault in faults:
        print(fault)
    if not faults:
        folder = options.root / "knowledge"
        days = read_clinic(options.root / "clinic.yml").review_grace_days
        late = overdue(folder, today=date.today(), grace_days=days)
        for line in (*late, *hard_to_read(folder), *waiting(folder)):
            print(line)
        print(
            f"Content: no fault. {unsigned(folder)} entries are signed by no clinician; "
            f"{references_to_supply(folder)} signs want a reference."
        )
    return 1 if faults else 0
