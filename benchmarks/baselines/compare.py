"""Hold ours beside simpler systems: the same messages, and the same judgement as far as it applies.

A simpler system names a topic or declines; it composes no reply, so that pages and key words
can be asked of ours alone. Ours therefore has two rows: by topic as the others, and in full.
Spanish messages and small talk are left out, for the others have no rule for them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.baselines import bm25, diet, minilm
from benchmarks.baselines.judgement import Document, Guess, best_threshold, is_right
from benchmarks.held_out import Question, questions
from benchmarks.intervals import Rate
from bot.knowledge.library import Library, read_library
from bot.language import is_spanish
from bot.nlu.examples import read_examples
from bot.text import clean

if TYPE_CHECKING:
    from benchmarks.outcomes import Outcome

Ranker = Callable[[list[str]], list[Guess]]
_FAMILIES = {"ask": "answered right", "gap": "not covered, declined", "out_of_scope": "out of scope, declined"}


@dataclass(frozen=True)
class Row:
    """One system's rates by family of messages.

    A simpler system also has its threshold, and how many questions it would answer right
    without one, declining nothing.
    """

    system: str
    rates: dict[str, Rate]
    threshold: float | None = None
    without: Rate | None = None

    def named(self) -> dict[str, Rate]:
        """Return the rates by what they are of, in words."""
        named = {name: self.rates[family] for family, name in _FAMILIES.items()}
        return {**named, "answered right without a threshold": self.without} if self.without else named

    def as_dict(self) -> dict[str, Any]:
        """Return the row as JSON travels: counts and exact intervals."""
        rates = {n: {"hits": r.hits, "cases": r.cases, "interval": r.interval} for n, r in self.named().items()}
        return {"system": self.system, "threshold": self.threshold, **rates}


def compare(split: str, groups: Mapping[str, Sequence[Outcome]], *, with_diet: bool = True) -> list[Row]:
    """Print and return the rows of a split; every threshold comes from the tuning split."""
    asked = compared(split)
    beside = systems(with_diet=with_diet)
    rows = ours(asked, groups) + [_theirs(name, rank, asked) for name, rank in beside.items()]
    print(f"\nBeside simpler systems, the {split} split without Spanish; thresholds from the tuning split:")
    print(f"  {'':44}" + "".join(f"{name:36}" for name in _FAMILIES.values()))
    for row in rows:
        print(f"  {row.system:44}" + "".join(f"{_cell(row.rates[family]):36}" for family in _FAMILIES))
        if row.without:
            print(f"  {'  without its threshold of ' + format(row.threshold, '.3f'):44}{_cell(row.without)}")
    return rows


def compared(split: str) -> list[Question]:
    """Return the messages that all systems are held to."""
    return [q for q in questions(split) if _family(q) in _FAMILIES and not is_spanish(q.text)]


def systems(*, with_diet: bool = True) -> dict[str, Ranker]:
    """Return the simpler systems by name; only DIET has to be trained."""
    searched = documents(read_library(Path("knowledge")))
    examples = read_examples(Path("data/nlu"))
    found: dict[str, Ranker] = {
        "BM25 over the passages": lambda texts: bm25.rank(texts, searched),
        "MiniLM as it comes, over the passages": lambda texts: minilm.rank(texts, searched),
    }
    if with_diet:
        found[f"Rasa's default pipeline, DIET for {diet.EPOCHS} epochs"] = lambda texts: diet.rank(texts, examples)
    return found


def documents(library: Library) -> list[Document]:
    """Return each passage under its topic's title, by which a search does better than by the text alone."""
    return [(f"ask/{p.topic}", f"{library.topics[p.topic].title}. {p.text}") for p in library.passages.values()]


def ours(asked: Sequence[Question], groups: Mapping[str, Sequence[Outcome]]) -> list[Row]:
    """Return our two rows, from outcomes that are judged already: by topic alone, and in full."""
    found = {(o.text, o.wanted): o for outcomes in groups.values() for o in outcomes}
    outcomes = [found[q.text, q.label] for q in asked]
    by_topic = [o.right or o.got == o.wanted.replace("ask/", "answer ") for o in outcomes]
    return [
        Row("Aftercare, by topic", rates(asked, by_topic)),
        Row("Aftercare, with pages and key words", rates(asked, [o.right for o in outcomes])),
    ]


def rates(asked: Sequence[Question], right: Sequence[bool]) -> dict[str, Rate]:
    """Return the rate of right ones in each family."""
    pairs = list(zip(asked, right, strict=True))
    cases = {family: [ok for q, ok in pairs if _family(q) == family] for family in _FAMILIES}
    return {family: Rate(sum(oks), len(oks)) for family, oks in cases.items()}


def _theirs(name: str, rank: Ranker, asked: Sequence[Question]) -> Row:
    tuning = compared("tuning")
    guesses = rank([clean(q.text) for q in (*tuning, *asked)])
    threshold = best_threshold([q.label for q in tuning], guesses[: len(tuning)])
    pairs = list(zip(asked, guesses[len(tuning) :], strict=True))
    with_, without = (
        rates(asked, [is_right(q.label, guess, limit) for q, guess in pairs]) for limit in (threshold, -math.inf)
    )
    return Row(name, with_, threshold, without["ask"])


def _cell(rate: Rate) -> str:
    low, high = rate.interval
    return f"{rate.hits:3} of {rate.cases:3} {rate.value:6.1%} ({low:.1%} to {high:.1%})"


def _family(question: Question) -> str:
    return question.label.split("/")[0]
