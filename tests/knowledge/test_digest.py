"""What a clone keeps of a page: figures by heading, hashes of word runs. The page here is invented."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.digest import RUN, copied_runs, page_figures, runs_of

PAGE = """\
Sailing makes some people ill for 2 days.
Before you sail
Eat little. Wait half an hour, then sip cold tea from a small blue cup by the rail.
After you’ve sailed
Rest for 24 to 48 hours. Nine in ten sailors feel well within a week.
"""


def test_runs_are_hashes_of_eight_words() -> None:
    runs = runs_of("one two three four five six seven eight nine")
    assert len(runs) == 2
    assert runs == sorted(runs)
    assert all(re.fullmatch("[0-9a-f]{12}", run) for run in runs)


def test_a_short_text_has_no_run() -> None:
    assert runs_of("one two three four five six seven") == []


def test_case_punctuation_and_lines_do_not_count() -> None:
    text = "Then SIP cold tea, from a small\nblue cup"
    assert copied_runs(text, frozenset(runs_of(PAGE))) == [
        "then sip cold tea from a small blue",
        "sip cold tea from a small blue cup",
    ]


def test_own_words_are_no_copy() -> None:
    assert copied_runs("Drink tea out of a little blue cup while you hold on", frozenset(runs_of(PAGE))) == []


def test_figures_stand_under_their_heading() -> None:
    assert page_figures(PAGE, ["Before you sail", "After you've sailed"]) == [
        (2, "day", "(opening)"),
        (0.5, "hour", "Before you sail"),
        (24, "hour", "After you've sailed"),
        (48, "hour", "After you've sailed"),
        (9, "count", "After you've sailed"),
        (10, "count", "After you've sailed"),
        (1, "week", "After you've sailed"),
    ]


@given(st.lists(st.sampled_from("tea cup rail blue cold rest sail wind".split()), min_size=RUN, max_size=30))
def test_every_run_of_a_page_is_found_again(tokens: list[str]) -> None:
    text = " ".join(tokens)
    assert len(copied_runs(text, frozenset(runs_of(text)))) == len(tokens) - RUN + 1
