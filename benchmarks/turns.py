"""How well a short message is read in its conversation, on pairs of messages; and the weights for it.

python -m benchmarks.turns [--fit]
"""

from __future__ import annotations

import argparse
import asyncio
import os
from dataclasses import fields
from typing import Any
from unittest import mock

import numpy as np
from scipy.optimize import minimize

from benchmarks.intervals import Rate
from bot.commands.environment import MODEL, environment
from bot.nlu import context_resolver
from bot.nlu.follow_up import Heard, Said
from bot.nlu.turn_pairs import WEIGHED, Pair, read_pairs
from bot.nlu.turn_reader import TurnWeights, candidates, signals

_PENALTY = 0.004
_FOLDS = 5


async def _heard(pairs: list[Pair]) -> list[tuple[Heard | None, Said | None, str, str]]:
    """Hold every pair as a conversation; return its second message as it was read, the label, and what was decided.

    Nothing stands for a message that was decided on without a look at the one before it.
    """
    from bot.replay.conversation import Conversation, load

    agent = load(MODEL)
    seen: list[tuple[Heard, Said]] = []
    decide = context_resolver.follow_up

    def listen(heard: Heard, own: Any, said: Said, *rest: Any) -> Any:
        seen.append((heard, said))
        return decide(heard, own, said, *rest)

    found = []
    with mock.patch.object(context_resolver, "follow_up", listen):
        for pair in pairs:
            conversation = Conversation(agent)
            await conversation.say(pair.before)
            seen.clear()
            await conversation.say(pair.then)
            decision = (await conversation.parsed()).get("decision") or {}
            heard, said = seen[-1] if seen else (None, None)
            found.append((heard, said, pair.label, (decision.get("labels") or [""])[0]))
    return found


def _rows(heard: Heard | None, said: Said | None, label: str) -> tuple[np.ndarray, int] | None:  # type: ignore[type-arg]
    """Return the signals of a pair's candidates and the place of the right one; None where it is not among them."""
    if heard is None or said is None or heard.joined is None or not said.labels:
        return None
    labels = candidates(heard.own, heard.joined, said.labels)
    if label not in labels:
        return None
    return signals(labels, heard.own, heard.joined, said.labels, heard.form), labels.index(label)


def fit(examples: list[tuple[np.ndarray, int]]) -> np.ndarray:  # type: ignore[type-arg]
    """Return the weights under which the right candidates are likeliest (conditional logit, ridge penalty)."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:  # type: ignore[type-arg]
        total, slope = 0.0, np.zeros_like(weights)
        for rows, right in examples:
            scores = rows @ weights
            likely = np.exp(scores - scores.max())
            likely /= likely.sum()
            total -= float(np.log(likely[right] + 1e-12))
            slope -= rows[right] - likely @ rows
        n = len(examples)
        return total / n + _PENALTY * float(weights @ weights), slope / n + 2 * _PENALTY * weights

    start = np.zeros(len(fields(TurnWeights)))
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def _right(examples: list[tuple[np.ndarray, int]], weights: np.ndarray) -> int:  # type: ignore[type-arg]
    return sum(int((rows @ weights).argmax()) == right for rows, right in examples)


def main() -> None:
    """Print how many pairs are read right, and with --fit the weights for config.yml, with their figure on unseen pairs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turns")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    os.environ.update(environment())
    found = asyncio.run(_heard(read_pairs(WEIGHED)))
    print(f"Second messages read right: {Rate(sum(label == got for *_, label, got in found), len(found))}")
    if not options.fit:
        return
    examples = [rows for heard, said, label, _ in found if (rows := _rows(heard, said, label)) is not None]
    order = np.random.default_rng(0).permutation(len(examples))
    unseen = 0
    for fold in range(_FOLDS):
        left = set(order[fold::_FOLDS].tolist())
        weights = fit([example for i, example in enumerate(examples) if i not in left])
        unseen += _right([examples[i] for i in left], weights)
    fitted = fit(examples)
    print(
        f"Candidates hold the right label in {len(examples)} of {len(found)}; chosen, unseen: {Rate(unseen, len(examples))}"
    )
    print("turns: {" + ", ".join(f"{f.name}: {w:.2f}" for f, w in zip(fields(TurnWeights), fitted, strict=True)) + "}")


if __name__ == "__main__":
    main()
