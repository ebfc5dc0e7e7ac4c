"""A page's limit beside the person's day."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.day import closing, is_timed, last_day, note, opening
from bot.records import Figure, Passage, Topic


def say(name: str, **values: object) -> str:
    return " ".join([name, *(str(v) for v in values.values())])


def _passage(*figures: Figure) -> Passage:
    return Passage("lifting/x", "lifting", "x", "h", "p", "t", "s", figures)


SIX_WEEKS = _passage(Figure("lifting limit", 6, "week"))
FIRST_DAY = _passage(Figure("lifting limit", 24, "hour"))
TOPIC = Topic("lifting", "", "", (SIX_WEEKS, FIRST_DAY), {"lifting limit": "longest"})
PROCEDURE = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("figure", "day"),
    [
        (Figure("x", 24, "hour"), 1),
        (Figure("x", 1, "day"), 1),
        (Figure("x", 6, "week"), 42),
        (Figure("x", 36, "hour"), 2),
    ],
)
def test_a_first_day_limit_runs_to_the_end_of_day_one(figure: Figure, day: int):
    assert last_day(figure) == day


@pytest.mark.parametrize(
    ("passage", "today", "said"),
    [
        (SIX_WEEKS, date(2026, 11, 24), "utter_limit_until January 2"),
        (SIX_WEEKS, date(2027, 1, 2), "utter_limit_until January 2"),
        (SIX_WEEKS, date(2027, 1, 3), ""),  # that it is over would sound like a clearance
        (FIRST_DAY, date(2026, 11, 22), ""),  # the page says the day itself
        (FIRST_DAY, date(2026, 11, 23), ""),
        (SIX_WEEKS, date(2026, 11, 20), ""),  # not yet done
        (_passage(), date(2026, 11, 24), ""),
    ],
)
def test_note(passage: Passage, today: date, said: str):
    assert note(TOPIC, passage, PROCEDURE, today, say) == said


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 11, 21), "utter_day 0"),
        (date(2026, 11, 24), "utter_day 3"),
        (date(2026, 11, 20), "utter_day_before_one 1"),
        (date(2026, 11, 11), "utter_day_before 10"),
    ],
)
def test_opening(today: date, said: str):
    assert opening(PROCEDURE, today, say) == said


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 11, 24), "utter_ask_before_more"),
        (date(2027, 1, 3), "utter_after_last_limit"),
        (date(2026, 11, 20), ""),
    ],
)
def test_closing_never_clears(today: date, said: str):
    assert closing(TOPIC, (SIX_WEEKS, FIRST_DAY), PROCEDURE, today, say) == said


def test_minutes_are_no_matter_of_days():
    flat = _passage(Figure("time lying flat", 1, "hour"))
    assert not is_timed(Topic("lying-flat", "", "", (flat,), {"time lying flat": "longest"}), (flat,))
