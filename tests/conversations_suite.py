"""Read conversation suites and hold replies against them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import Field

from bot.knowledge.readability import grade
from bot.text import sms_segments
from bot.yamlfile import Strict, read_model

FOLDER = Path(__file__).parent / "conversations"


class Expected(Strict):
    kind: str | tuple[str, ...] | None = None
    tier: str | None = None
    topic: str | None = None
    cites: tuple[str, ...] | None = None
    flags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    not_mentions: tuple[str, ...] = ()
    opens: str | tuple[str, ...] | None = None  # any of these begins the reply
    on_day: int | None = None  # the day of recovery that the reply names
    max_segments: int | None = None
    max_words: int | None = None
    max_grade: float | None = None


class Step(Strict):
    user: str
    now: str | None = None  # from this step on
    bot: Expected


class Case(Strict):
    test_case: str
    channel: str = "rest"
    now: str | None = None
    steps: list[Step] = Field(min_items=1)


class Suite(Strict):
    test_cases: list[Case] = Field(min_items=1)


def cases() -> list[tuple[str, Case]]:
    """Return every conversation with its name: <pattern>/<sentence>: <test case>."""
    found = []
    for path in sorted(FOLDER.glob("*/*.yml")):
        name = path.relative_to(FOLDER).with_suffix("").as_posix()
        found += [(f"{name}: {case.test_case}", case) for case in read_model(path, Suite).test_cases]
    return found


def faults(expected: Expected, items: list[dict[str, Any]]) -> list[str]:
    """Return how a reply falls short of what was expected."""
    records = [item["custom"] for item in items if "custom" in item]
    text = "\n".join(item["text"] for item in items if "text" in item)
    if len(records) != 1 or "custom" not in items[-1]:
        return [f"{len(records)} records instead of one, last"]
    record, found = records[0], []
    kinds = (expected.kind,) if isinstance(expected.kind, str) else expected.kind
    if kinds and record["kind"] not in kinds:
        found.append(f"kind {record['kind']}, not {kinds}")
    for key in ("tier", "topic"):
        wanted = getattr(expected, key)
        if wanted is not None and record[key] != wanted:
            found.append(f"{key} {record[key]}, not {wanted}")
    if expected.cites is not None and not set(expected.cites) <= set(record["sources"]):
        found.append(f"cites {record['sources']}, not {expected.cites}")
    if expected.cites == () and record["sources"]:
        found.append(f"cites {record['sources']}, and should cite nothing")
    found += [
        f"flag {flag} missing from {record['red_flags']}" for flag in expected.flags if flag not in record["red_flags"]
    ]
    found += [f"does not mention {words!r}" for words in expected.mentions if words.lower() not in text.lower()]
    found += [f"mentions {words!r}" for words in expected.not_mentions if words.lower() in text.lower()]
    if not text.strip():
        found.append("no text")
    if "something went wrong" in text:
        found.append("the last resort answered: a step of the turn failed")
    return found + _form_faults(expected, text)


def _form_faults(expected: Expected, text: str) -> list[str]:
    """Return how a reply's beginning, day, length or reading level falls short."""
    found = []
    openings = (expected.opens,) if isinstance(expected.opens, str) else expected.opens
    if openings and not text.startswith(openings):
        found.append(f"opens with {text[:40]!r}, not {openings}")
    if expected.on_day is not None and not re.search(rf"\bon day {expected.on_day}\b", text):
        found.append(f"does not say that it is day {expected.on_day}")
    if expected.max_segments and sms_segments(text) > expected.max_segments:
        found.append(f"{sms_segments(text)} segments")
    if expected.max_words and len(text.split()) > expected.max_words:
        found.append(f"{len(text.split())} words")
    if expected.max_grade and grade(text) > expected.max_grade:
        found.append(f"grade {grade(text):.1f}")
    return found
