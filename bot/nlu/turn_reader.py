"""Choose what a short message asks for, by its own words, the words before it, and what was asked last.

A conditional logit: each label that comes into question gets a score, the sum of a few weighted
signals, and the softmax of the scores is its probability. The weights stand in config.yml;
`python -m benchmarks.turns --fit` finds them on `data/turns/weighed`, pairs of messages by many hands.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np

#: Words from which a message leans on the one before it no less than at this many.
_LONG = 12
#: How many of the likeliest labels of a reading come into question.
_LIKELIEST = 6
#: A probability of nothing, so that its logarithm is something.
_LEAST = 0.01
#: Labels before the last that come into question.
_LOOKED_BACK = 3
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


@dataclass(frozen=True)
class Form:
    """What the form of a message tells: how many words, and whether they name nothing."""

    words: int
    leans: bool = False


@dataclass(frozen=True)
class TurnWeights:
    """What each signal counts for; fitted, see the module."""

    own: float = 0.67  # logarithm of the label's probability by the message's own words,
    own_near: float = 0.1  # and the cosine of its nearest anchor
    joined: float = 0.52  # the same of the message and the one before it read as one
    joined_near: float = 0.68
    last: float = 1.26  # that it is what was asked last,
    last_follows: float = 0.75  # the more so the more the message was learnt to be a follow-up,
    last_leans: float = 0.18  # where its words name nothing,
    last_long: float = 0.78  # and the less the longer it is
    talk: float = 1.65  # that it is talk


@dataclass(frozen=True)
class Choice:
    """The label chosen, and how sure."""

    label: str
    probability: float


def choose(own: Reading, joined: Reading, asked: tuple[str, ...], form: Form, weights: TurnWeights) -> Choice | None:
    """Return the likeliest label; None where nothing comes into question.

    asked: labels of what was asked before, in order.
    """
    labels = candidates(own, joined, asked)
    if not labels:
        return None
    scores = signals(labels, own, joined, asked, form) @ np.array(astuple(weights))
    likely = np.exp(scores - scores.max())
    best = int(likely.argmax())
    return Choice(labels[best], float(likely[best] / likely.sum()))


def candidates(own: Reading, joined: Reading, asked: tuple[str, ...]) -> list[str]:
    """Return the labels that come into question, in a settled order."""
    found = set(asked[-_LOOKED_BACK:])
    for reading in (own, joined):
        found |= set(reading.ranking[:_LIKELIEST])
    return sorted(found - {FOLLOWS})


def signals(labels: list[str], own: Reading, joined: Reading, asked: tuple[str, ...], form: Form) -> np.ndarray:  # type: ignore[type-arg]
    """Return what speaks for each label, shape (labels, weights), columns as in `TurnWeights`."""
    follows = own.probability.get(FOLLOWS, 0.0)
    rows = []
    for label in labels:
        last = float(label == asked[-1]) if asked else 0.0
        rows.append(
            [
                np.log(own.probability.get(label, 0.0) + _LEAST),
                own.nearest.get(label, 0.0),
                np.log(joined.probability.get(label, 0.0) + _LEAST),
                joined.nearest.get(label, 0.0),
                last,
                last * follows,
                last * form.leans,
                last * min(form.words, _LONG) / _LONG,
                float(not label.startswith(("ask/", "gap/"))),
            ]
        )
    return np.array(rows)
