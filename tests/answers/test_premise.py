"""What a message takes for granted."""

from __future__ import annotations

import pytest

from bot.answers.premise import awaits_clearance, foreign_figures, in_words, seeks_yes
from bot.records import Figure, Passage

SIX_WEEKS = Passage("a/x", "a", "x", "h", "p", "t", "s", (Figure("limit", 6, "week"), Figure("limit", 24, "hour")))


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("so it's two days and then I can lift, right?", [(2, "day")]),
        ("they told me three weeks", [(3, "week")]),
        ("so it's six weeks, right?", []),
        ("so it's just one day then?", []),  # 24 hours
        ("42 days, correct?", []),  # six weeks
        ("can I lift in two days?", []),  # a question, nothing is taken for granted
        ("so I had it two days ago, right?", []),
        ("so how long until I can lift?", []),
    ],
)
def test_a_figure_that_no_page_gives(text: str, figures: list[tuple[float, str]]):
    assert foreign_figures(text, (SIX_WEEKS,)) == figures


def test_nothing_is_foreign_where_the_pages_give_no_time():
    assert foreign_figures("so it's two days, right?", ()) == []


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("so I can lift tomorrow, right?", True),
        ("then I can have a tub bath tonight, right?", True),
        ("I can drive again, correct?", True),
        ("so how long until I can lift?", False),
        ("when can I lift?", False),
        ("can I lift?", False),
    ],
)
def test_waits_for_a_clearance(text: str, waits: bool):
    assert awaits_clearance(text) is waits


@pytest.mark.parametrize("text", ["how long then?", "what did they say, right?", "so when can I?"])
def test_an_open_question_seeks_no_yes(text: str):
    assert not seeks_yes(text)


@pytest.mark.parametrize(
    ("value", "unit", "words"), [(2, "day", "two days"), (1, "week", "one week"), (10, "minute", "10 minutes")]
)
def test_in_words(value: float, unit: str, words: str):
    assert in_words(value, unit) == words
