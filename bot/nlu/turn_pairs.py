"""Read the pairs of messages that the reading of turns is fitted on, from data/turns."""

from __future__ import annotations

from pathlib import Path

from bot.yamlfile import Strict, read_rows

FOLDER = Path("data/turns")


class Pair(Strict):
    """Two messages in a row: what the first asks (`topic`), and the second in its place (`label`)."""

    before: str
    topic: str
    then: str
    label: str


def read_pairs(folder: Path = FOLDER) -> list[Pair]:
    """Return all pairs; ContentError names the file and the entry that is wrong."""
    return [pair for path in sorted(folder.glob("*.yml")) for pair in read_rows(path, Pair, named_by="then")]
