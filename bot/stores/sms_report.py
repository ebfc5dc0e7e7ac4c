"""What the text line did: counts, nobody's words and nobody's number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.stores.tables import sms_inbox, sms_outbox


@dataclass(frozen=True)
class Traffic:
    """Texts since a time. `fates` counts texts by what became of them, `errors` by the provider's code."""

    received: int
    unanswered: int
    people: int
    segments: int
    fates: dict[str, int]
    errors: dict[int, int]


def traffic(engine: Engine, since: datetime) -> Traffic:
    """Count what came in and went out; segments are of the texts that the provider took."""
    out, came = sms_outbox.c, sms_inbox.c
    fate = func.coalesce(out.status, out.state)
    with engine.connect() as connection:
        received, answered = connection.execute(
            select(func.count(), func.count(came.answered_at)).where(came.received_at >= since)
        ).one()
        recent = out.created_at >= since
        people, segments = connection.execute(
            select(func.count(func.distinct(out.person)), func.coalesce(func.sum(out.segments), 0)).where(
                recent, out.sid.is_not(None)
            )
        ).one()
        fates = connection.execute(select(fate, func.count()).where(recent).group_by(fate)).all()
        errors = connection.execute(
            select(out.error, func.count()).where(recent, out.error.is_not(None)).group_by(out.error)
        ).all()
    return Traffic(received, received - answered, people, int(segments), dict(fates), dict(errors))
