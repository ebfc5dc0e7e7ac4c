"""The rule files' little language: what a written pattern matches, and what it refuses."""

from __future__ import annotations

import pytest

from bot.redflags.patterns import steps_of
from bot.redflags.search import PatternSearch

LISTS = {"leg": ("leg", "legs", "lower half"), "numb": ("numb", "numb*")}


def _matches(pattern: str, text: str) -> bool:
    return bool(PatternSearch({"sign": [pattern]}, LISTS).find(text.split()))


@pytest.mark.parametrize(
    ("pattern", "text", "matched"),
    [
        ("chest pain", "my chest pain", True),
        ("chest pain", "chest and pain", False),
        ("chest pain", "chest pains", False),
        ("numb|dead foot", "a dead foot", True),
        ("vomit*", "vomiting", True),
        ("vomit*", "revomit", False),
        ("very? bad", "bad", True),
        ("very? bad", "very bad", True),
        ("a|the? fever", "the fever", True),
        ("{leg}? numb", "numb", True),
        ("{leg} gone", "lower half gone", True),
        ("{leg}|foot gone", "foot gone", True),
        ("{leg} gone", "half gone", False),
        ("short_of_breath|winded", "short of breath", True),
        ("short_of_breath|winded", "winded", True),
        # Gaps.
        ("feel .. {leg}", "feel my leg", True),
        ("feel .. {leg}", "feel leg", True),
        ("feel .. {leg}", "feel a b c leg", True),
        ("feel .. {leg}", "feel a b c d leg", False),
        ("feel ... {leg}", "feel 1 2 3 4 5 6 7 leg", True),
        ("feel ... {leg}", "feel 1 2 3 4 5 6 7 8 leg", False),
        ("feel ... {leg}", "feel ill . leg fine", False),
        ("feel ... {leg}", "feel ill but leg fine", False),
        ("feel .... {leg}", "feel ill . it is long . a leg", True),
        ("fever .. chills", "fever no chills", False),
        ("fever ... chills", "fever without chills", False),
        ("fever .... chills", "fever . never chills", False),
        # A mark is a word.
        ("chest pain ?", "chest pain ?", True),
        ("chest pain ?", "chest pain", False),
    ],
)
def test_a_pattern_matches(pattern: str, text: str, matched: bool) -> None:
    assert _matches(pattern, text) is matched


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("", "no word that must be there"),
        ("very?", "no word that must be there"),
        (".. ...", "no word that must be there"),
        ("{nowhere} gone", "no list named {nowhere}"),
        ("{leg gone", "no list named {leg"),
        ("{Leg} gone", "no list named {Leg}"),
        ("a||b", "an empty alternative"),
        ("a|", "an empty alternative"),
    ],
)
def test_what_cannot_be_read_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError) as caught:
        steps_of(pattern, LISTS)
    assert reason in str(caught.value)


def test_signs_of_regular_expressions_are_plain_letters() -> None:
    assert _matches("c++ (a.b)", "c++ (a.b)")
    assert not _matches("a.b", "axb")
