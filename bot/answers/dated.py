"""Content past its review: answered with a notice for a while, then withheld; the turn's date decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.records import Passage, Topic


def is_due(passage: Passage, today: date | None) -> bool:
    """Tell whether a passage's review is overdue on a date."""
    return today is not None and bool(passage.review_due) and date.fromisoformat(passage.review_due) < today


def is_withheld(passage: Passage, today: date | None, grace_days: int) -> bool:
    """Tell whether a passage is so long past its review that it is shown no more."""
    if today is None or not is_due(passage, today):
        return False
    return today > date.fromisoformat(passage.review_due) + timedelta(days=grace_days)


def shown(topic: Topic, today: date | None, grace_days: int) -> Topic:
    """Return the topic without what is withheld; it may then have no passage."""
    kept = tuple(p for p in topic.passages if not is_withheld(p, today, grace_days))
    return replace(topic, passages=kept)


def any_due(passages: Iterable[Passage], today: date | None) -> bool:
    """Tell whether what is shown wants the notice."""
    return any(is_due(passage, today) for passage in passages)
