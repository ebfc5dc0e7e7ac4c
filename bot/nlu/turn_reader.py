"""Choose what a message asks for, by its own words, the words before it, and what was asked last.

Each label that comes into question gets a score from a small network of one hidden layer, by some fifty signals;
the softmax of the scores is its probability. `python -m benchmarks.turns --fit` finds the weights on pairs of
messages by many hands (`data/turns/weighed`) and writes them to `data/reader/turns.npz`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.errors import ArchiveError
from bot.knowledge.evidence import Decision
from bot.nlu.form import Form

Array = npt.NDArray[np.float64]

#: How many of the likeliest labels of a reading come into question.
_LIKELIEST = 6
#: A rank that no label of a reading has.
_UNRANKED = 12
#: A probability of nothing, so that its logarithm is something.
_LEAST = 0.01
#: Labels before the last that come into question.
_LOOKED_BACK = 3
#: Words from which a message is long, and a part of it by which lengths are told.
_LONG, _A_DOZEN = 16, 12
_FAMILIES = ("ask", "gap", "chat", "out_of_scope")
_OUTCOMES = ("answer", "not_covered", "say", "clarify", "abstain")
#: What no message asks for: it only says that the last one goes on.
FOLLOWS = "follow_up"


@dataclass(frozen=True)
class Reading:
    """What a text is taken for by itself: labels with their probability and their nearest anchor's cosine.

    ranking: the labels by both, likeliest first.
    """

    probability: dict[str, float]
    nearest: dict[str, float]
    ranking: tuple[str, ...] = ()

    @classmethod
    def of(cls, labels: Sequence[tuple[str, float]]) -> Reading:
        """Return the reading of labels with their probability, likeliest first, of which no anchor is known."""
        return cls(dict(labels), {}, tuple(label for label, _ in labels))


@dataclass(frozen=True)
class Turn:
    """A message in its conversation: read by itself and behind the one before it, and what was asked before, in order.

    in_place: what its words ask after what was asked last. decided: what its words alone come to.
    """

    own: Reading
    joined: Reading | None
    in_place: Reading | None
    asked: tuple[str, ...]
    form: Form
    decided: Decision


@dataclass(frozen=True)
class Choice:
    """The label chosen, and how sure."""

    label: str
    probability: float


@dataclass(frozen=True)
class TurnReader:
    """The network: signals are brought to mean zero and spread one, then weighed."""

    mean: Array  # (signals,)
    spread: Array  # (signals,)
    hidden: Array  # (signals, units)
    bias: Array  # (units,)
    out: Array  # (units,)

    def choose(self, turn: Turn) -> Choice | None:
        """Return the likeliest label; None where nothing comes into question."""
        labels = candidates(turn)
        if not labels:
            return None
        scores = self.scores(signals(turn, labels))
        likely = np.exp(scores - scores.max())
        best = int(likely.argmax())
        return Choice(labels[best], float(likely[best] / likely.sum()))

    def scores(self, rows: Array) -> Array:
        """Return a score for each row of signals."""
        result: Array = np.tanh((rows - self.mean) / self.spread @ self.hidden + self.bias) @ self.out
        return result

    def save(self, path: Path) -> None:
        """Write the weights, in single precision, to a .npz file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(path, **{name: value.astype(np.float32) for name, value in vars(self).items()})

    @classmethod
    def load(cls, path: Path) -> TurnReader:
        """Read the weights back; ArchiveError says what to do where they are of other signals than these."""
        if not path.is_file():
            raise ArchiveError(f"{path} is not there. Make it with: python -m benchmarks.turns --fit")
        with np.load(path, allow_pickle=False) as data:
            reader = cls(**{name: data[name].astype(np.float64) for name in cls.__dataclass_fields__})
        if len(reader.mean) != SIGNALS:
            raise ArchiveError(
                f"{path} is of other signals. Make it anew with: python -m benchmarks.turns --blank, then --fit"
            )
        return reader


def candidates(turn: Turn) -> list[str]:
    """Return the labels that come into question, in a settled order."""
    found = {*turn.asked[-_LOOKED_BACK:], *turn.decided.labels[:1]}
    for reading in (turn.own, turn.joined, turn.in_place):
        found |= set(reading.ranking[:_LIKELIEST] if reading else ())
    return sorted(found - {FOLLOWS})


def signals(turn: Turn, labels: list[str]) -> Array:
    """Return what speaks for each label, shape (labels, SIGNALS): of the label, then of the turn, the same for each."""
    own, joined, in_place = turn.own, turn.joined or _NOTHING, turn.in_place or _NOTHING
    last = turn.asked[-1] if turn.asked else ""
    of_turn = [
        own.probability.get(FOLLOWS, 0.0),
        min(turn.form.words, _LONG) / _A_DOZEN,
        turn.form.leans,
        turn.form.asks,
        *turn.form.traits,
        max(own.probability.values(), default=0.0),
        turn.decided.score,
        *(turn.decided.outcome == outcome for outcome in _OUTCOMES),
        turn.decided.labels[:1] == (last,),
        *_family(last)[:2],
        _log(own, last),
        _log(joined, last),
        max(joined.probability.values(), default=0.0),
        turn.joined is None,
        _log(in_place, last),
        max(in_place.probability.values(), default=0.0),
        turn.in_place is None,
    ]
    return np.array(
        [
            [
                _log(own, label),
                _log(joined, label),
                own.nearest.get(label, 0.0),
                joined.nearest.get(label, 0.0),
                _rank(own, label),
                _rank(joined, label),
                _log(in_place, label),
                _rank(in_place, label),
                label == last,
                label in turn.asked[:-1],
                *_family(label),
                turn.decided.labels[:1] == (label,),
                *of_turn,
            ]
            for label in labels
        ],
        dtype=np.float64,
    )


def _family(label: str) -> list[bool]:
    return [label.split("/")[0] == family for family in _FAMILIES]


def _log(reading: Reading, label: str) -> float:
    return float(np.log(reading.probability.get(label, 0.0) + _LEAST))


def _rank(reading: Reading, label: str) -> float:
    """Return one for the likeliest label, a half for the next, and so on."""
    return 1 / (1 + (reading.ranking.index(label) if label in reading.ranking else _UNRANKED))


_NOTHING = Reading({}, {})
#: How many signals there are.
SIGNALS = signals(Turn(_NOTHING, None, None, (), Form(0), Decision("abstain")), [""]).shape[1]
