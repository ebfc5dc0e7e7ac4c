"""Hold a suite's conversation, up to its first fault, and tell it so that the fault is plain."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.replay.answered import Answered, Line
from bot.replay.judge import faults, unseen
from bot.replay.suite import Case, Turn

_WIDTH = 118


@dataclass(frozen=True)
class Held:
    """A conversation as far as it went: its turns, and the faults of the last."""

    case: Case
    turns: tuple[tuple[Turn, Answered], ...]
    faults: tuple[str, ...] = ()
    unseen: int = 0  # checks that the line could not show


async def hold(case: Case, line: Line) -> Held:
    """Hold a conversation until it ends or a reply falls short."""
    turns: list[tuple[Turn, Answered]] = []
    left_out = 0
    for turn in case.turns:
        got = await line.say(turn.user, turn.now)
        turns.append((turn, got))
        left_out += unseen(turn, got)
        found = faults(turn, got)
        if found:
            return Held(case, tuple(turns), tuple(found), left_out)
    return Held(case, tuple(turns), (), left_out)


def told(held: Held) -> str:
    """Return a conversation up to its fault: messages, replies, records, and what the last reply rests on."""
    lines = [held.case.title, ""]
    for turn, got in held.turns:
        lines += [_said("you", turn.user), _said("bot", got.text), f"     record: {_record(got.record)}"]
        if got.behind is not None:
            lines += [f"     {line}" for line in behind(got.behind.parsed)]
        lines.append("")
    lines += [f"  ✗ {fault}" for fault in held.faults]
    left = len(held.case.turns) - len(held.turns)
    if held.turns and held.turns[-1][1].behind is None:
        lines.append("  Hits and scores are shown where the archive runs in this process (without --aftercare-url).")
    if left:
        lines.append(f"  {left} more message{'s' if left > 1 else ''} of this conversation not sent.")
    return "\n".join(lines)


def _said(who: str, text: str) -> str:
    lines = [part for line in text.splitlines() or [""] for part in textwrap.wrap(line, _WIDTH) or [""]]
    return f"{who}  " + "\n     ".join(lines)


def _record(record: Mapping[str, Any]) -> str:
    told = {key: value for key, value in record.items() if value not in ([], None)}
    return "; ".join(f"{key} {', '.join(v) if isinstance(v, list) else v}" for key, v in told.items()) or "none"


def behind(parsed: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a reply rests on, a line for each kind of score."""
    if decision := parsed.get("decision"):
        labels = " ".join(decision["labels"]) or "no label"
        yield f"decided: {decision['outcome']}, {labels}, {decision['score']:.2f} ({decision['why']})"
    if ranking := parsed.get("intent_ranking"):
        yield "classifier: " + ", ".join(f"{label['name']} {label['confidence']:.2f}" for label in ranking[:3])
    hits = parsed.get("hits") or []
    yield "passages: " + (", ".join(f"{hit['passage']} {hit['score']:.2f}" for hit in hits) or "none near")
    yield from (f"sign: {f['tier']} {f['id']}, by “{f['cue']}” ({f['why']})" for f in parsed.get("red_flags") or ())
    if "urgency" in parsed:
        yield f"urgency: {parsed['urgency']:.2f}"
