"""Read pairs of messages from data/turns: some to learn to read, others to weigh that reading with."""

from __future__ import annotations

from pathlib import Path

from bot.nlu.joined import join
from bot.nlu.vocabulary import mended
from bot.yamlfile import Strict, read_rows

FOLDER = Path("data/turns")
#: To learn from, and to weigh with, apart: of what the encoder and the classifier have learnt they are too sure.
LEARNT, WEIGHED = FOLDER / "learnt", FOLDER / "weighed"


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


def read_singles(folder: Path = FOLDER) -> list[tuple[str, str]]:
    """Return both messages of every pair, each by itself: (text, what is asked in its place)."""
    return [*read_firsts(folder), *((mended(pair.then), pair.label) for pair in read_pairs(folder))]


def read_firsts(folder: Path = FOLDER) -> list[tuple[str, str]]:
    """Return every pair's first message, which stands by itself: (text, what is asked)."""
    return [(mended(pair.before), pair.topic) for pair in read_pairs(folder)]
