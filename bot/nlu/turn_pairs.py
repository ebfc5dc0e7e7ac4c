"""Read pairs of messages from data/turns: some to tune the encoder on, others to weigh its reading with."""

from __future__ import annotations

from pathlib import Path

from bot.nlu.joined import join
from bot.nlu.vocabulary import mended
from bot.yamlfile import Strict, read_rows

FOLDER = Path("data/turns")
#: To tune on, and to weigh with, apart: of what the encoder was tuned on it is too sure.
TUNED, WEIGHED = FOLDER / "tuned", FOLDER / "weighed"


class Pair(Strict):
    """Two messages in a row: what the first asks (`topic`), and the second in its place (`label`)."""

    before: str
    topic: str
    then: str
    label: str


def read_pairs(folder: Path = FOLDER) -> list[Pair]:
    """Return all pairs; ContentError names the file and the entry that is wrong."""
    return [pair for path in sorted(folder.rglob("*.yml")) for pair in read_rows(path, Pair, named_by="then")]


def read_turns(folder: Path = FOLDER) -> list[tuple[str, str]]:
    """Return every pair as the pipeline reads its second message: (both as one text, what is asked)."""
    return [(join((mended(pair.before),), mended(pair.then)), pair.label) for pair in read_pairs(folder)]
