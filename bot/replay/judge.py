"""Hold a reply against what its suite expects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.knowledge.readability import grade
from bot.replay.answered import Answered
from bot.replay.schema import Expected
from bot.replay.suite import ANY, Turn
from bot.segments import sms_segments

#: What the last resort says, and nothing else: a step of the turn failed.
_FAILED = "something went wrong"


def faults(turn: Turn, got: Answered) -> list[str]:
    """Return how a reply falls short of what was expected; empty when it does not."""
    if got.faults:
        return list(got.faults)
    found = [] if got.text.strip() else ["no text"]
    if _FAILED in got.text:
        found.append("the last resort answered: a step of the turn failed")
    if turn.text is not None and got.text.strip() != turn.text.strip():
        found.append(f"is not, word for word: {turn.text!r}")
    for expected in turn.expected:
        found += [*(_record_faults(expected, got.record) if got.record else ()), *_word_faults(expected, got.text)]
    return [*found, *_inner_faults(turn, got)]


def _record_faults(expected: Expected, record: dict[str, Any]) -> Iterator[str]:
    kinds = (expected.kind,) if isinstance(expected.kind, str) else expected.kind
    if kinds and record["kind"] not in kinds:
        yield f"kind {record['kind']}, not {' or '.join(kinds)}"
    for key in ("tier", "topic"):
        wanted = getattr(expected, key)
        if wanted is not None and record[key] != wanted:
            yield f"{key} {record[key]}, not {wanted}"
    cited = ", ".join(record["sources"]) or "nothing"
    if expected.cites is not None and not set(expected.cites) <= set(record["sources"]):
        yield f"cites {cited}, not {', '.join(expected.cites)}"
    if expected.cites == () and record["sources"]:
        yield f"cites {cited}, and should cite nothing"
    found = ", ".join(record["red_flags"]) or "no sign"
    yield from (f"flag {flag} missing from {found}" for flag in expected.flags if flag not in record["red_flags"])


def _word_faults(expected: Expected, text: str) -> Iterator[str]:
    yield from (f"does not mention {words!r}" for words in expected.mentions if words.lower() not in text.lower())
    yield from (f"mentions {words!r}" for words in expected.not_mentions if words.lower() in text.lower())
    openings = (expected.opens,) if isinstance(expected.opens, str) else expected.opens
    if openings and not text.startswith(openings):
        yield f"opens with {text[:40]!r}, not {' or '.join(map(repr, openings))}"
    if expected.on_day is not None and not re.search(rf"\bon day {expected.on_day}\b", text):
        yield f"does not say that it is day {expected.on_day}"
    if expected.max_segments and sms_segments(text) > expected.max_segments:
        yield f"{sms_segments(text)} SMS segments, not {expected.max_segments} at most"
    if expected.max_words and len(text.split()) > expected.max_words:
        yield f"{len(text.split())} words, not {expected.max_words} at most"
    if expected.max_grade and grade(text) > expected.max_grade:
        yield f"grade {grade(text):.1f}, not {expected.max_grade:g} at most"


def _inner_faults(turn: Turn, got: Answered) -> Iterator[str]:
    """Yield what the archive in this process did otherwise; nothing of a server can be seen."""
    if got.behind is None:
        return
    if turn.utter is not None and got.behind.utter != turn.utter:
        yield f"response {got.behind.utter}, not {turn.utter}"
    for name, value, wanted in turn.slots:
        held = got.behind.slots.get(name)
        holds = held is not None if value is ANY else held == value
        if holds != wanted:
            yield (
                f"slot {name} holds {held!r}, not {'anything' if value is ANY else repr(value)}"
                if wanted
                else (f"slot {name} holds {held!r}")
            )


def unseen(turn: Turn, got: Answered) -> int:
    """Return how many of a turn's checks cannot be made over the line that it came by."""
    inner = len(turn.slots) + bool(turn.utter) if got.behind is None else 0
    keys = {"kind", "tier", "topic", "cites", "flags"}
    return inner + (0 if got.record else sum(len(keys & expected.__fields_set__) for expected in turn.expected))
