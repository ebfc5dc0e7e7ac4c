"""Held-out conversations against the trained archive: follow-ups, the patient's day, wrong premises.

python -m benchmarks.dialogues [--split tuning|final]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.conflicts import DIFFER
from benchmarks.held_out import conversations, liftings
from benchmarks.intervals import Rate
from bot.commands.environment import MODEL, environment

if TYPE_CHECKING:
    from rasa.core.agent import Agent

#: The least that an answer on lifting must show, whatever the wording.
BOTH_SIDES = {"memorial-hermann", "uk-healthcare"}


@dataclass(frozen=True)
class Judged:
    """A judged turn of a conversation: what was said up to it, the reply, and what is wrong with it.

    expect: what the turn is held to. parsed: what the pipeline made of the turn's message.
    """

    kind: str
    said: tuple[str, ...]
    reply: str
    record: dict[str, Any]
    faults: tuple[str, ...]
    expect: dict[str, Any]
    parsed: dict[str, Any]


def faults(expect: dict[str, Any], reply: str, record: dict[str, Any], decision: dict[str, Any]) -> list[str]:
    """Return what a turn lacks of what is expected of it; regexes ignore case."""
    kinds = expect.get("kinds") or ([expect["kind"]] if "kind" in expect else [])
    found = []
    if kinds and record["kind"] not in kinds:
        found.append(f"kind {record['kind']}, not {' or '.join(kinds)}")
    topic = expect.get("topic")
    if topic and (record["kind"] == "answer" or len(kinds) <= 1) and topic not in _about(record, decision):
        found.append(f"about {sorted(_about(record, decision))}, not {topic}")
    found += [f"nothing on {t}" for t in expect.get("topics", ()) if t not in _about(record, decision)]
    found += [f"page {s} is missing" for s in expect.get("sources", ()) if s not in record["sources"]]
    found += [f"lacks {m}" for m in expect.get("mentions", ()) if not re.search(m, reply, re.IGNORECASE)]
    found += [f"says {m}" for m in expect.get("not_mentions", ()) if re.search(m, reply, re.IGNORECASE)]
    if "day" in expect and not re.search(rf"\bday {expect['day']}\b", reply):
        found.append(f"does not state day {expect['day']}")
    return found


def _about(record: dict[str, Any], decision: dict[str, Any]) -> set[str]:
    """Return the topics and gaps that a reply speaks to, by its passages, its topic and what was decided."""
    of_passages = {passage.split("/")[0] for passage in record["passages"]}
    decided = [decision, decision.get("also") or {}]
    labels = {label.split("/")[-1] for one in decided for label in one.get("labels") or []}
    return of_passages | labels | ({record["topic"]} if record["topic"] else set())


async def judge_all(agent: Agent, talks: Sequence[dict[str, Any]]) -> list[Judged]:
    """Hold every conversation and return the turns that are judged."""
    from bot.replay.conversation import Conversation

    found = []
    for talk in talks:
        now = f"{talk['today']}T10:00:00" if talk.get("today") else None
        conversation = Conversation(agent, now=now)
        for i, turn in enumerate(talk["turns"]):
            reply = await conversation.say(turn["user"])
            if "expect" in turn:
                parsed = await conversation.parsed()
                said = tuple(t["user"] for t in talk["turns"][: i + 1])
                wrong = tuple(faults(turn["expect"], reply.text, reply.record, parsed.get("decision") or {}))
                found.append(Judged(talk["kind"], said, reply.text, reply.record, wrong, turn["expect"], parsed))
    return found


async def judge_lifting(agent: Agent, texts: Sequence[str]) -> list[Judged]:
    """Ask about lifting in many ways; each must get both sides, and say that they differ."""
    from bot.replay.conversation import Conversation

    expect = {"sources": sorted(BOTH_SIDES), "mentions": [DIFFER]}
    found = []
    for text in texts:
        conversation = Conversation(agent)
        reply = await conversation.say(text)
        wrong = tuple(faults(expect, reply.text, reply.record, {}))
        found.append(Judged("lifting", (text,), reply.text, reply.record, wrong, expect, await conversation.parsed()))
    return found


async def _hold(split: str) -> tuple[list[Judged], list[Judged]]:
    from bot.replay.conversation import load

    agent = load(MODEL)
    judged = await judge_all(agent, conversations(split))
    return judged, await judge_lifting(agent, liftings()) if split == "final" else []


def main() -> None:
    """Print the rates by kind, and every failure in full."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dialogues")
    parser.add_argument("--split", choices=("tuning", "final"), default="final")
    options = parser.parse_args()
    os.environ.update(environment())
    judged, lifting = asyncio.run(_hold(options.split))
    for turn in [*judged, *lifting]:
        if turn.faults:
            print(
                f"\n{turn.kind}: {' | '.join(turn.said)}\n  -> {turn.reply!r}\n  {turn.record}\n  {'; '.join(turn.faults)}"
            )
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for turn in judged:
        by_kind[turn.kind].append(not turn.faults)
    print(f"\nThe {options.split} split, turns judged by what a nurse would say from the pages:")
    for kind, right in sorted(by_kind.items()):
        print(f"  {kind:28} {sum(right):3} of {len(right):3}")
    print(f"  {'all follow-ups':28} {Rate(sum(not t.faults for t in judged), len(judged))}")
    if lifting:
        print(f"  {'lifting, both sides':28} {Rate(sum(not t.faults for t in lifting), len(lifting))}")


if __name__ == "__main__":
    main()
