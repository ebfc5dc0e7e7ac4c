"""make eval: the trained archive against the held-out sets, end to end.

python -m benchmarks.accuracy [--split tuning|final] [--failures N]

Each message is a conversation of its own, sent through the same code as over REST. The final
split is reported; the tuning split is what thresholds may be set on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.held_out import Question, SignMessage, expected, questions, sign_messages
from benchmarks.intervals import Rate
from bot.commands.environment import MODEL, environment
from bot.records import TIERS
from bot.text import is_spanish

RESULTS = Path("results/accuracy.json")


@dataclass(frozen=True)
class Outcome:
    """One held-out message, what came back, and whether that was right."""

    text: str
    wanted: str
    right: bool
    got: str
    why: str
    hits: list[Any]


async def ask_all(texts: list[str]) -> list[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Return (record, reply, parse data) of each text, each asked in a new conversation."""
    from bot.replay.conversation import Conversation, load

    agent = load(MODEL)
    found = []
    for text in texts:
        conversation = Conversation(agent)
        turn = await conversation.say(text)
        found.append((turn.record, turn.text, await conversation.parsed()))
    return found


def judge_question(question: Question, record: dict[str, Any], reply: str, parsed: dict[str, Any]) -> Outcome:
    """Judge by topic, pages and key figure; what no page covers must be declined."""
    family, _, name = question.label.partition("/")
    decision = parsed.get("decision") or {}
    got = f"{record['kind']} {record['topic'] or ','.join(decision.get('labels') or []) or decision.get('why')}"
    if record["tier"] != "none":
        right, why = False, f"false alarm: {record['red_flags']}"
    elif is_spanish(question.text):
        right, why = record["kind"] == "abstain", "Spanish: an honest line"
    elif family == "ask":
        sources, mentions = expected()[name]
        topic = record["kind"] == "answer" and record["topic"] == name
        named = set(sources) <= set(record["sources"])
        said = all(re.search(words, reply, re.IGNORECASE) for words in mentions)
        right, why = topic and named and said, f"topic {topic}, pages {named}, key words {said}"
    elif family == "chat":
        right, why = record["kind"] == "smalltalk", "talk"
    else:
        right, why = record["kind"] in {"abstain", "smalltalk"}, "not covered"
    return Outcome(question.text, question.label, right, got, why, (parsed.get("hits") or [])[:3])


def judge_sign(message: SignMessage, record: dict[str, Any]) -> Outcome:
    """Judge by tier: caught at the tier or above; expected soreness may be told to call."""
    got, wanted = TIERS.index(record["tier"]), TIERS.index(message.tier)  # type: ignore[arg-type]
    if message.tier == "none":
        right = got == 0 or (message.sign == "none.expected" and record["tier"] == "provider")
    else:
        right = got >= wanted or (message.tier == "emergency" and record["tier"] == "crisis")
    return Outcome(
        message.text, f"{message.tier} {message.sign}", right, record["tier"], message.wording, record["red_flags"]
    )


def report(split: str) -> dict[str, list[Outcome]]:
    """Return all outcomes of a split by group."""
    asked, signs = questions(split), sign_messages(split)
    replies = asyncio.run(ask_all([q.text for q in asked] + [m.text for m in signs]))
    groups: dict[str, list[Outcome]] = {}
    for question, reply in zip(asked, replies[: len(asked)], strict=True):
        family = question.label.split("/")[0]
        group = "Spanish questions" if is_spanish(question.text) else _GROUPS[family]
        groups.setdefault(group, []).append(judge_question(question, *reply))
    for message, (record, _, _) in zip(signs, replies[len(asked) :], strict=True):
        groups.setdefault(_SIGN_GROUPS[message.tier], []).append(judge_sign(message, record))
    return groups


#: The topics that were written first and in most depth, whose figure is told apart.
FIRST_TEN = {
    "lifting", "activity", "bathing", "incision", "soreness", "pain-medicine", "lying-flat", "pain-relief", "risks",
    "when-to-call",
}  # fmt: skip
_GROUPS = {
    "ask": "questions answered right",
    "gap": "not-covered questions declined",
    "out_of_scope": "out-of-scope messages declined",
    "chat": "small talk met",
}
_SIGN_GROUPS = {
    "emergency": "emergencies caught",
    "crisis": "crises caught",
    "provider": "provider signs caught",
    "none": "look-alikes left alone",
}


def main() -> None:
    """Print the rates with intervals, and every failure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy")
    parser.add_argument("--split", choices=("tuning", "final"), default="final")
    parser.add_argument("--failures", type=int, default=1000, help="how many failures of a group to print")
    options = parser.parse_args()
    os.environ.update(environment())
    groups = report(options.split)
    for name, outcomes in groups.items():
        print(f"\n{name}: failures")
        for outcome in [o for o in outcomes if not o.right][: options.failures]:
            print(
                f"  {outcome.text!r}\n      wanted {outcome.wanted}; got {outcome.got} ({outcome.why}) {outcome.hits}"
            )
    print(f"\nThe {options.split} split, end to end:")
    for name, outcomes in groups.items():
        print(f"  {name:32} {Rate(sum(o.right for o in outcomes), len(outcomes))}")
    ten = [o for o in groups["questions answered right"] if o.wanted.split("/")[1] in FIRST_TEN]
    print(f"  {'  of them, the first ten topics':32} {Rate(sum(o.right for o in ten), len(ten))}")
    urgent = groups["emergencies caught"] + groups["crises caught"] + groups["provider signs caught"]
    print(f"  {'all warning signs caught':32} {Rate(sum(o.right for o in urgent), len(urgent))}")
    print(f"  {'any alarm on a warning sign':32} {Rate(sum(o.got != 'none' for o in urgent), len(urgent))}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({k: [asdict(o) for o in v] for k, v in groups.items()}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
