"""Enrol one person, or those of a CSV file, for text messages."""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TextIO

from bot.channels.enrolment_entry import Entry, EntryError, read_entry
from bot.commands.environment import environment
from bot.errors import AftercareError
from bot.stores.database import open_database
from bot.stores.people import Outcome, enrol

_FIELDS = tuple(Entry.__fields__)
_NEEDED = tuple(name for name, field in Entry.__fields__.items() if field.required)
#: Under this stands what a row has past the last column.
_MORE = ""
_SAID: dict[Outcome, str] = {
    "enrolled": "enrolled; the welcome goes out within the hours of clinic.yml",
    "changed": "was enrolled; the new data is kept",
    "unchanged": "was enrolled so already",
    "opted_out": "opted out of texts: nothing is sent until the person texts START",
    "forgotten": "asked to be forgotten: refused until the person texts START",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help=f"CSV with a first line of {','.join(_FIELDS)}; - for stdin")
    parser.add_argument("--phone", help="+18595550123")
    parser.add_argument("--procedure-date", help="2026-11-18")
    parser.add_argument("--language", help="en or es")
    parser.add_argument("--consent-how", help='how consent was given: "paper form at discharge"')
    parser.add_argument("--consent-by", help="who took it")
    parser.add_argument("--consent-at", help="when, 2026-11-18T14:05 (default: now)")


def run(options: argparse.Namespace) -> int:
    """Enrol whom one can; name line and reason of each that is refused, and never the number; 1 if there is one."""
    given = {name: getattr(options, name) for name in _FIELDS if getattr(options, name) is not None}
    if (options.file is None) == (not given):
        raise AftercareError("Name either a CSV file or one person: --phone --procedure-date --language …")
    os.environ.update(environment())
    engine = open_database()
    try:
        if options.file is None:
            return _enrol_one(engine, given)
        return _enrol_file(engine, options.file)
    finally:
        engine.dispose()


def _enrol_one(engine: Any, given: dict[str, str]) -> int:
    outcome = _enrol(engine, given)
    print(_SAID[outcome].capitalize() + ".")
    return int(outcome == "forgotten")


def _enrol_file(engine: Any, path: Path) -> int:
    """Enrol row by row: a row is kept or not, and a run that was cut off is simply run again."""
    outcomes: Counter[str] = Counter()
    with _opened(path) as lines:
        for number, row in _rows(lines, path):
            try:
                if _MORE in row:
                    raise EntryError("has more cells than the first line; put a text with a comma in it in quotes")
                outcome: str = _enrol(engine, row)
                if outcome in {"opted_out", "forgotten"}:
                    print(f"line {number}: {_SAID[outcome]}")  # type: ignore[index]
            except EntryError as error:
                outcome = "refused"
                print(f"line {number}: {error}", file=sys.stderr)
            outcomes[outcome] += 1
    said = ", ".join(f"{count} {outcome.replace('_', ' ')}" for outcome, count in sorted(outcomes.items()))
    print(f"{sum(outcomes.values())} lines: {said or 'nothing to enrol'}.")
    return int(bool(outcomes["refused"]))


def _enrol(engine: Any, given: dict[str, str]) -> Outcome:
    enrolment = read_entry(given)
    with engine.begin() as connection:
        return enrol(connection, enrolment, at=datetime.now(timezone.utc))


def _opened(path: Path) -> TextIO:
    if str(path) == "-":
        return sys.stdin
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise AftercareError(f"{path} cannot be read: {error.strerror}.") from None


def _rows(lines: TextIO, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with its line's number; empty cells are left out, empty rows too."""
    reader = csv.reader(lines)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if len(set(names)) != len(names) or not set(_NEEDED) <= set(names) <= set(_FIELDS):
            raise AftercareError(
                f"{path}: the first line must name the columns {', '.join(_NEEDED)}; consent_at may follow."
            )
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, _row(names, cells)
    except (csv.Error, UnicodeDecodeError):
        raise AftercareError(
            f"{path}: line {reader.line_num + 1} is no CSV text in UTF-8. The lines before it were read; save the file "
            "as CSV UTF-8 and run this again."
        ) from None


def _row(names: list[str], cells: list[str]) -> dict[str, str]:
    """Return a row's cells by column."""
    row = {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip()}
    return row | {_MORE: ""} if any(cell.strip() for cell in cells[len(names) :]) else row
