"""The suites as a whole; `bot.replay.plugin` collects and holds each of their conversations."""

from __future__ import annotations

from collections import Counter

from bot.replay.published import FOLDER, SCHEMA, json_schema
from bot.replay.suite import read_suites

CASES = read_suites(FOLDER)


def test_there_are_enough() -> None:
    assert len(CASES) >= 240


def test_every_conversation_has_a_name_of_its_own() -> None:
    assert [title for title, number in Counter(case.title for case in CASES).items() if number > 1] == []


def test_every_turn_expects_something() -> None:
    bare = [c.title for c in CASES for t in c.turns if not (t.expected or t.text or t.utter or t.slots)]
    assert bare == []


def test_the_schema_for_editors_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == json_schema(), "write it: python -m bot replay --schema"
