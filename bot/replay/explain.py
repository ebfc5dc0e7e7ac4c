"""Tell a stored turn: what was said, what it was read as, what the reply rests on, and whether it is the same again."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bot.clock import message_time
from bot.errors import ArchiveError
from bot.knowledge.published import published
from bot.replay.derive import differences
from bot.replay.hold import behind
from bot.replay.stored import StoredTurn
from bot.stores.conversations import EventData


def told(
    turn: StoredTurn, parsed: dict[str, Any], reply: EventData | None, archive: Path, model: str
) -> tuple[list[str], bool]:
    """Return the lines for the terminal, and whether the reply is the same byte for byte."""
    record = ((turn.reply or {}).get("data") or {}).get("custom") or {}
    differs = differences(turn, parsed, reply)
    lines = [*_said(turn), "", *_read_as(turn), "", *_policies(turn), "", *_passages(record), ""]
    lines += [f"Stored by model {record.get('model')}, knowledge {record.get('knowledge')}."]
    lines += [f"Derived again from {archive}, model {model}."]
    if model != record.get("model"):
        lines.append("That is another archive than the one that wrote the reply; name that one with --model.")
    if not turn.whole:
        lines.append("The beginning of the conversation is deleted: what was known from it is not known here.")
    if not differs:
        return [*lines, "The same reply, byte for byte."], True
    return [*lines, "It differs:", *(f"  {line}" for line in differs)], False


def _said(turn: StoredTurn) -> Iterator[str]:
    message = turn.message
    stamp = datetime.fromtimestamp(message["timestamp"], timezone.utc).isoformat()
    at = message_time({"now": stamp, **(message.get("metadata") or {})})
    yield f"Turn {turn.number} of {turn.turns}, {at:%Y-%m-%d %H:%M:%S} {at.tzname()}, over {message.get('input_channel')}"
    for who, text in (("you", message.get("text")), ("bot", (turn.reply or {}).get("text"))):
        yield f"{who}  " + textwrap.indent(str(text or "–"), "     ").lstrip()


def _read_as(turn: StoredTurn) -> Iterator[str]:
    parsed = turn.parsed
    intent = parsed.get("intent") or {}
    name = intent.get("label") or intent.get("name")
    yield f"Read as {name or 'nothing'}" + (f", {intent['confidence']:.3f}" if name else "")
    yield from (f"  {line}" for line in behind(parsed))
    told = {key: parsed[key] for key in ("language", "procedure", "procedure_date") if parsed.get(key)}
    yield from (f"  {key}: {value}" for key, value in told.items())


def _policies(turn: StoredTurn) -> Iterator[str]:
    yield "Decided by"
    for event in turn.after:
        if event["event"] == "action" and event.get("policy"):
            yield f"  {event['policy']}: {event['name']}, {event.get('confidence') or 0:.2f}"
        if event["event"] == "slot":
            yield f"  slot {event['name']} = {event['value']!r}"


def _passages(record: dict[str, Any]) -> Iterator[str]:
    yield "The reply rests on" if record.get("passages") else "The reply rests on no passage."
    try:
        known = published(record.get("knowledge")).passages
    except ArchiveError:
        known = {}
    for name in record.get("passages") or ():
        passage = known.get(name)
        yield f"  {name}" + (f" ({passage.heading}): {passage.text}" if passage else " (not in this archive)")
