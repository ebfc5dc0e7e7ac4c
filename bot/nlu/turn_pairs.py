"""Read pairs of messages from data/turns, some to learn to read, others to weigh that reading with; and make more."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.nlu.joined import join
from bot.nlu.vocabulary import mended
from bot.yamlfile import Strict, read_rows

FOLDER = Path("data/turns")
#: To learn from, and to weigh with, apart: of what the encoder and the classifier have learnt they are too sure.
LEARNT, WEIGHED = FOLDER / "learnt", FOLDER / "weighed"
#: Messages of which pairs are made are no longer than this.
_LONGEST_FIRST, _LONGEST_SECOND = 90, 60
_TALK = ("chat/", "out_of_scope/", "request_human", "who_says_so", "tell_me_more")
_FOLLOWS = "follow_up"


class Pair(Strict):
    """Two messages in a row: what the first asks (`topic`), and the second in its place (`label`)."""

    before: str
    topic: str
    then: str
    label: str


def read_pairs(folder: Path = FOLDER) -> list[Pair]:
    """Return all pairs; ContentError names the file and the entry that is wrong."""
    return [pair for path in sorted(folder.rglob("*.yml")) for pair in read_rows(path, Pair, named_by="then")]


def read_mended(folder: Path = FOLDER) -> list[Pair]:
    """Return all pairs as the pipeline reads them, their spelling mended."""
    pairs = read_pairs(folder)
    return [p.copy(update={"before": mended(p.before), "then": mended(p.then)}) for p in pairs]


def made(asked: Sequence[tuple[str, str]], number: int, *, seed: int = 0) -> list[Pair]:
    """Return pairs made of single messages.

    Of four, two go over to what the second message names, one goes on with another message of the
    same intent, and one with words that name nothing.

    asked: (text, intent) of ordinary messages.
    """
    pick = random.Random(seed)
    firsts = [(t, i) for t, i in asked if i.startswith(("ask/", "gap/")) and len(t) <= _LONGEST_FIRST]
    seconds = [(t, i) for t, i in asked if i.startswith(("ask/", "gap/", *_TALK)) and len(t) <= _LONGEST_SECOND]
    follows = [t for t, i in asked if i == _FOLLOWS and len(t) <= _LONGEST_SECOND]
    of_intent: dict[str, list[str]] = {}
    for text, intent in seconds:
        of_intent.setdefault(intent, []).append(text)
    found: list[Pair] = []
    for kind in range(number):
        first, topic = pick.choice(firsts)
        label = topic
        if kind % 4 == 0 and follows:
            second = pick.choice(follows)
        elif kind % 4 == 1 and of_intent.get(topic):
            second = pick.choice(of_intent[topic])
        else:
            second, label = pick.choice(seconds)
        found.append(Pair(before=first, topic=topic, then=second, label=label))
    return found


def as_turns(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    """Return every pair as the pipeline reads its second message: (both as one text, what is asked)."""
    return [(join((pair.before,), pair.then), pair.label) for pair in pairs]


def firsts(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    """Return every pair's first message, which stands by itself: (text, what is asked)."""
    return [(pair.before, pair.topic) for pair in pairs]


def seconds(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    """Return every pair's second message by itself: (text, what is asked in its place)."""
    return [(pair.then, pair.label) for pair in pairs]
