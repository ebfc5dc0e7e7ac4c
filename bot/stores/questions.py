"""Keep what the care team should see: unanswered questions and wishes for a person."""

from __future__ import annotations

from datetime import datetime, timezone

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from bot.stores.privacy import pseudonym, without_identifiers
from bot.stores.tables import hand_offs, unanswered_questions

_LONGEST = 1000


def keep_question(engine: Engine, question: str, *, nearest: str | None, knowledge: str | None) -> None:
    """Keep a question without identifiers and without who asked it; an empty one is not kept."""
    words = without_identifiers(question)[:_LONGEST].strip()
    if words:
        row = {"asked_at": _now(), "question": words, "nearest": nearest, "knowledge": knowledge}
        with engine.begin() as connection:
            connection.execute(insert(unanswered_questions).values(**row))


def keep_hand_off(engine: Engine, conversation: str, channel: str | None) -> None:
    """Keep that somebody asked for a person, by a keyed hash of the conversation."""
    row = {"asked_at": _now(), "conversation": pseudonym(conversation), "channel": channel}
    with engine.begin() as connection:
        connection.execute(insert(hand_offs).values(**row))


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
