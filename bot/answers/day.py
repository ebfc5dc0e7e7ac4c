"""Set a page's limits beside the day of the person who asks; never a clearance."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta

from bot.answers.sides import minutes
from bot.records import MINUTES, Figure, Passage, Topic

_DAY = MINUTES["day"]


def limit_of(topic: Topic, passage: Passage) -> Figure | None:
    """Return the passage's most cautious limit of a day or longer, if any."""
    limits = [f for f in passage.figures if f.of in topic.limits and f.unit in MINUTES and minutes(f) >= _DAY]
    return max(limits, key=minutes) if limits else None


def last_day(figure: Figure) -> int:
    """Return the day on which a limit ends: a 24-hour or first-day limit runs to the end of day 1."""
    return math.ceil(minutes(figure) / _DAY)


def is_timed(topic: Topic, passages: tuple[Passage, ...]) -> bool:
    """Tell whether the day of the procedure matters to the answer."""
    return any(limit_of(topic, passage) for passage in passages)


def note(topic: Topic, passage: Passage, procedure: date, today: date, say: Callable[..., str]) -> str:
    """Return until when a passage's limit runs for this person: "That is until January 2."; '' where it is over.

    That it is over is not said: it would sound like a clearance.
    """
    figure = limit_of(topic, passage)
    end = procedure + timedelta(days=last_day(figure)) if figure else procedure
    if figure is None or last_day(figure) <= 1 or not procedure <= today <= end:
        return ""  # a first-day limit says its day itself
    return say("utter_limit_until", date=written(end))


def written(day: date) -> str:
    """Return a day as it is told: "January 2"."""
    return f"{day:%B} {day.day}"


def opening(procedure: date, today: date, say: Callable[..., str]) -> str:
    """Return where the person stands: the day, or how far ahead the procedure is."""
    day = (today - procedure).days
    if day < 0:
        name = "utter_day_before_one" if day == -1 else "utter_day_before"
        return say(name, days=-day)
    return say("utter_day", day=day)


def closing(topic: Topic, passages: tuple[Passage, ...], procedure: date, today: date, say: Callable[..., str]) -> str:
    """Return what to do before doing more: never that it is allowed, also after the last limit."""
    ends = [procedure + timedelta(days=last_day(f)) for p in passages if (f := limit_of(topic, p))]
    if not ends or today < procedure:
        return ""
    return say("utter_ask_before_more" if today <= max(ends) else "utter_after_last_limit")
