"""How well a message is read in its conversation, on pairs of messages; and the weights for it.

python -m benchmarks.turns [--fit]
Where the signals themselves changed, first: python -m benchmarks.turns --blank, and train.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from scipy.optimize import minimize

from benchmarks.held_out import questions
from benchmarks.intervals import Rate
from bot.commands.environment import MODEL, environment
from bot.knowledge.evidence import Decision
from bot.nlu import context_resolver
from bot.nlu.follow_up import Heard, Said
from bot.nlu.turn_pairs import WEIGHED, Pair, read_pairs
from bot.nlu.turn_reader import SIGNALS, Array, Turn, TurnReader, candidates, signals

WEIGHTS = Path("data/reader/turns.npz")
_UNITS, _PENALTY, _STEPS = 32, 0.002, 300
_FOLDS = 5
#: Pairs of two questions in a row, of the tuning split, that the weights are fitted on too: half of what people say next is new.
_IN_A_ROW = 1500


@dataclass(frozen=True)
class Read:
    """A second message: what was read (None where a sign or a date decided), what it asks, what was decided."""

    turn: Turn | None
    label: str
    got: str

    @property
    def right(self) -> int | None:
        """Return the place of the right label among the candidates."""
        labels = candidates(self.turn) if self.turn else []
        return labels.index(self.label) if self.label in labels else None


def in_a_row(number: int = _IN_A_ROW, *, seed: int = 3) -> list[Pair]:
    """Return pairs of the tuning split's questions, the second on something else than the first."""
    asked = [(q.text, q.label) for q in questions("tuning")]
    pick = random.Random(seed)
    pick.shuffle(asked)
    firsts = [(text, label) for text, label in asked if label.startswith(("ask/", "gap/"))]
    pairs = [(*pick.choice(firsts), *second) for second in asked[:number]]
    return [Pair(before=b, topic=topic, then=t, label=label) for b, topic, t, label in pairs if topic != label]


async def _read(pairs: Sequence[Pair]) -> list[Read]:
    """Hold every pair as a conversation; return its second message as it was read and decided."""
    from bot.replay.conversation import Conversation, load

    agent = load(MODEL)
    seen: list[Turn] = []
    decide = context_resolver.follow_up

    def listen(heard: Heard, own: Decision, said: Said, *rest: Any) -> Decision:
        if said.labels:
            seen.append(heard.turn(said, own))
        return decide(heard, own, said, *rest)

    found = []
    with mock.patch.object(context_resolver, "follow_up", listen):
        for pair in pairs:
            conversation = Conversation(agent)
            await conversation.say(pair.before)
            seen.clear()
            await conversation.say(pair.then)
            decision = (await conversation.parsed()).get("decision") or {}
            found.append(Read(seen[-1] if seen else None, pair.label, (decision.get("labels") or [""])[0]))
    return found


def fit(read: Sequence[Read], *, seed: int = 0) -> TurnReader:
    """Return the network under which the right candidates are likeliest (softmax over each message's, ridge penalty)."""
    usable = [(signals(r.turn, candidates(r.turn)), r.right) for r in read if r.turn and r.right is not None]
    rows = np.vstack([rows for rows, _ in usable])
    sizes = np.array([len(rows) for rows, _ in usable])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = starts + np.array([place for _, place in usable])
    owner = np.repeat(np.arange(len(usable)), sizes)
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    rows = (rows - mean) / spread

    def parts(weights: Array) -> tuple[Array, Array, Array]:
        hidden, rest = weights[: SIGNALS * _UNITS].reshape(SIGNALS, _UNITS), weights[SIGNALS * _UNITS :]
        return hidden, rest[:_UNITS], rest[_UNITS:]

    def loss(weights: Array) -> tuple[float, Array]:
        hidden, bias, out = parts(weights)
        units = np.tanh(rows @ hidden + bias)
        scores = units @ out
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        likely /= np.add.reduceat(likely, starts)[owner]
        slope = likely / len(usable)
        slope[right] -= 1 / len(usable)
        inner = np.outer(slope, out) * (1 - units**2)
        slopes = np.concatenate([(rows.T @ inner).ravel(), inner.sum(axis=0), units.T @ slope])
        total = -float(np.log(likely[right] + 1e-12).mean())
        return total + _PENALTY * float(weights @ weights), slopes + 2 * _PENALTY * weights

    pick = np.random.default_rng(seed)
    start = np.concatenate(
        [
            (pick.normal(size=(SIGNALS, _UNITS)) / np.sqrt(SIGNALS)).ravel(),
            np.zeros(_UNITS),
            pick.normal(size=_UNITS) / np.sqrt(_UNITS),
        ]
    )
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x
    return TurnReader(mean, spread, *parts(found))


def blank() -> TurnReader:
    """Return weights by which nothing is likelier than another."""
    units = np.zeros(1)
    return TurnReader(np.zeros(SIGNALS), np.ones(SIGNALS), np.zeros((SIGNALS, 1)), units, units)


def _chosen(reader: TurnReader, read: Sequence[Read]) -> int:
    choices = [(reader.choose(r.turn), r.label) for r in read if r.turn]
    return sum(choice is not None and choice.label == label for choice, label in choices)


def main() -> None:
    """Print how many pairs are read right; with --fit write the weights, and print their figure on unseen pairs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns")
    parser.add_argument("--fit", action="store_true", help=f"write {WEIGHTS}")
    parser.add_argument(
        "--blank", action="store_true", help="write weights that choose nothing, to train and then fit with"
    )
    options = parser.parse_args()
    if options.blank:
        blank().save(WEIGHTS)
        return
    os.environ.update(environment())
    pairs, row = read_pairs(WEIGHED), in_a_row()
    found = asyncio.run(_read([*pairs, *row]))
    for what, read in (("Pairs of many hands", found[: len(pairs)]), ("Two questions in a row", found[len(pairs) :])):
        print(f"{what}, second messages read right: {Rate(sum(r.label == r.got for r in read), len(read))}")
    if not options.fit:
        return
    usable = [r for r in found if r.turn]
    order = np.random.default_rng(0).permutation(len(usable))
    unseen = 0
    for fold in range(_FOLDS):
        left = set(order[fold::_FOLDS].tolist())
        reader = fit([r for i, r in enumerate(usable) if i not in left])
        unseen += _chosen(reader, [usable[i] for i in left])
    print(f"Chosen right by weights fitted without them: {Rate(unseen, len(usable))}")
    fit(usable).save(WEIGHTS)
    print(f"Written to {WEIGHTS}; train to take it into the archive.")


if __name__ == "__main__":
    main()
