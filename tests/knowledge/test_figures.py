"""Figures in a text: digits and words, units, ranges."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.figures import figures_in

Figures = list[tuple[float, str | None]]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("up to 72 hours", [(72, "hour")]),
        ("24 to 48 hours", [(24, "hour"), (48, "hour")]),
        ("1-2 hours", [(1, "hour"), (2, "hour")]),
        ("10–20 minutes", [(10, "minute"), (20, "minute")]),
        ("ten- to twenty-minute rests", [(10, "minute"), (20, "minute")]),
        ("one or two levels", [(1, "level"), (2, "level")]),
        ("six weeks", [(6, "week")]),
        ("thirteen weeks", [(13, "week")]),
        ("twenty-four hours", [(24, "hour")]),
        ("forty-five minutes", [(45, "minute")]),
        ("seventeen of eighty", [(17, None), (80, None)]),
        ("a two-day stay", [(2, "day")]),
        ("half an hour", [(0.5, "hour")]),
        ("1.5 hours", [(1.5, "hour")]),
        ("2 full days", [(2, "day")]),
        ("a couple of days", [(2, "day")]),
        ("90 percent", [(90, "percent")]),
        ("90% of people", [(90, "percent")]),
        ("1,000 people", [(1000, None)]),
        ("one hundred", [(100, None)]),
        ("1 in 10", [(1, None), (10, None)]),
        ("10 mg, 2 pills", [(10, "mg"), (2, "pill")]),
        ("the first day", [(1, "day")]),
        ("within a day", [(1, "day")]),
        ("10 minutes or 1 hour", [(10, "minute"), (1, "hour")]),
        # No figures.
        ("one page and a second injection", []),
        ("a few days", []),
        ("take a rest", []),
        ("vertebra L1 or T12", []),
        ("version v2.0", []),
        ("someone, often, tent", []),
        ("", []),
    ],
)
def test_figures_in(text: str, figures: Figures) -> None:
    assert figures_in(text) == figures


@given(st.text(max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    assert all(value >= 0 for value, _ in figures_in(text))


@given(st.integers(2, 999), st.sampled_from(["minute", "hour", "day", "week", "month", "year"]))
def test_a_figure_is_found_wherever_it_stands(value: int, unit: str) -> None:
    assert figures_in(f"Wait for {value} {unit}s, then call.") == [(value, unit)]
