"""make eval: the trained archive against the held-out sets, end to end.

python -m benchmarks.accuracy [--split tuning|final] [--failures N] [--no-baselines | --no-diet]

Each message is a conversation of its own, sent through the same code as over REST; the held-out
conversations are held turn by turn. The final split is reported; the tuning split is what
thresholds may be set on, and has no lifting wordings. Writes results/accuracy.html and .json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.accuracy_page import page
from benchmarks.baselines.compare import compare
from benchmarks.dialogues import judge_all, judge_lifting
from benchmarks.held_out import SPLITS, conversations, liftings, questions, sign_messages
from benchmarks.outcomes import (
    LIFTING,
    SIDES,
    SIGNS,
    TALKS,
    Outcome,
    Reply,
    evidence,
    group_of,
    judge_question,
    judge_sides,
    judge_sign,
    judge_turn,
    summary,
)
from benchmarks.reliability import reliabilities
from bot.commands.environment import MODEL, environment
from bot.knowledge.library import read_library

if TYPE_CHECKING:
    from rasa.core.agent import Agent

RESULTS = Path("results")


async def ask_all(agent: Agent, texts: Sequence[str]) -> list[Reply]:
    """Return (record, reply, parse data) of each text, each asked in a new conversation."""
    from bot.replay.conversation import Conversation

    found = []
    for text in texts:
        conversation = Conversation(agent)
        turn = await conversation.say(text)
        found.append((turn.record, turn.text, await conversation.parsed()))
    return found


async def report(split: str) -> dict[str, list[Outcome]]:
    """Return all outcomes of a split by group, from one load of the archive."""
    from bot.replay.conversation import load

    agent = load(MODEL)
    asked, signs = questions(split), sign_messages(split)
    replies = await ask_all(agent, [q.text for q in asked])
    groups: dict[str, list[Outcome]] = {}
    for question, reply in zip(asked, replies, strict=True):
        groups.setdefault(group_of(question), []).append(judge_question(question, *reply))
    for message, (record, _, parsed) in zip(signs, await ask_all(agent, [m.text for m in signs]), strict=True):
        groups.setdefault(SIGNS[message.tier], []).append(judge_sign(message, record, parsed))
    groups[TALKS] = [judge_turn(turn) for turn in await judge_all(agent, conversations(split))]
    if split == "final":
        groups[LIFTING] = [judge_turn(turn) for turn in await judge_lifting(agent, liftings())]
    groups[SIDES] = judge_sides(asked, replies, read_library(Path("knowledge")))
    return groups


def show(split: str, groups: Mapping[str, Sequence[Outcome]], *, at_most: int) -> None:
    """Print the failures of each group, at_most of each, then the rates with their intervals."""
    for name, outcomes in groups.items():
        print(f"\n{name}: failures")
        for outcome in [o for o in outcomes if not o.right][:at_most]:
            print(f"  {outcome.text!r}\n      wanted {outcome.wanted}; got {outcome.got} ({outcome.why})")
            print("".join(f"      {line}\n" for line in evidence(outcome)), end="")
    print(f"\nThe {split} split, end to end:")
    for name, rate in summary(groups).items():
        print(f"  {name:43} {rate}")


def main() -> None:
    """Print the rates with intervals and every failure, and write both as a page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy")
    parser.add_argument("--split", choices=SPLITS, default="final")
    parser.add_argument("--failures", type=int, default=1000, help="how many failures of a group to print")
    parser.add_argument("--no-baselines", action="store_true", help="leave out the systems that ours is held against")
    parser.add_argument(
        "--no-diet", action="store_true", help="leave out the one of them that is trained, for half an hour"
    )
    options = parser.parse_args()
    os.environ.update(environment())
    warnings.showwarning = lambda *_, **__: None  # of dependencies at the end of their lives
    groups = asyncio.run(report(options.split))
    show(options.split, groups, at_most=options.failures)
    found = reliabilities(groups)
    for name, part in found.items():
        print(f"  {'calibration error, ' + name:43} {part.error:.3f}")
    rows = [] if options.no_baselines else compare(options.split, groups, with_diet=not options.no_diet)
    results: dict[str, Any] = {k: [asdict(o) for o in v] for k, v in groups.items()}
    results["reliability"] = {name: part.as_dict() for name, part in found.items()}
    if rows:
        results["baselines"] = [row.as_dict() for row in rows]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "accuracy.json").write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    (RESULTS / "accuracy.html").write_text(page(options.split, groups, found, rows), encoding="utf-8")
    print(f"\nThe same as a page: {RESULTS}/accuracy.html")


if __name__ == "__main__":
    main()
