"""Text messages that came in: each kept once, taken up in order, answered once.

A row is open until it is answered. Whoever works on it holds it for a time; if that process dies, the
hold runs out and the row is taken up again. Only who still holds it can answer it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, insert, or_, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.stores.phones import person_id
from bot.stores.tables import sms_inbox

#: Longer than a turn can take; so long does a message wait after its process was killed.
HOLD = timedelta(seconds=30)


@dataclass(frozen=True)
class Inbound:
    """A text message as the provider handed it over."""

    sid: str
    number: str
    text: str
    received_at: datetime
    media: int = 0
    opt_out_type: str | None = None


@dataclass(frozen=True)
class Held:
    """An open message that this process works on."""

    id: int
    owner: str
    person: str
    message: Inbound
    attempts: int


def keep(engine: Engine, message: Inbound) -> bool:
    """Keep a message; return whether it is new."""
    row = {
        "sid": message.sid,
        "person": person_id(message.number),
        "received_at": message.received_at,
        "number": message.number,
        "text": message.text,
        "media": message.media,
        "opt_out_type": message.opt_out_type,
        "attempts": 0,
    }
    try:
        with engine.begin() as connection:
            connection.execute(insert(sms_inbox).values(**row))
    except IntegrityError:
        return False
    return True


def take_up(engine: Engine, now: datetime, limit: int) -> list[Held]:
    """Hold open messages, oldest first, and of each person only the first."""
    owner, mine, earlier = uuid.uuid4().hex, sms_inbox.c, sms_inbox.alias()
    is_open = mine.answered_at.is_(None)
    is_free = or_(mine.held_until.is_(None), mine.held_until < now)
    waits_for_another = exists().where(
        earlier.c.person == mine.person, earlier.c.answered_at.is_(None), earlier.c.id < mine.id
    )
    first = select(mine.id).where(is_open, is_free, ~waits_for_another).order_by(mine.id).limit(limit)
    held = {"owner": owner, "held_until": now + HOLD, "attempts": mine.attempts + 1}
    with engine.begin() as connection:
        # The conditions stand twice: another process may have been faster between the two selections.
        connection.execute(
            update(sms_inbox)
            .where(mine.id.in_(first), is_open, is_free)
            .values(**held)
            .execution_options(synchronize_session=False)
        )
        rows = connection.execute(select(sms_inbox).where(mine.owner == owner).order_by(mine.id)).all()
    return [_held(row) for row in rows]


def answered(connection: Connection, held: Held, at: datetime) -> bool:
    """Close a message and drop its words; False if it is no longer ours to answer."""
    mine = sms_inbox.c
    return bool(
        connection.execute(
            update(sms_inbox)
            .where(mine.id == held.id, mine.owner == held.owner, mine.answered_at.is_(None))
            .values(answered_at=at, text=None, held_until=None)
        ).rowcount
        == 1
    )


def let_go(engine: Engine, held: Held, until: datetime) -> None:
    """Leave a message that could not be answered now to be taken up again at a time."""
    mine = sms_inbox.c
    with engine.begin() as connection:
        connection.execute(
            update(sms_inbox)
            .where(mine.id == held.id, mine.owner == held.owner, mine.answered_at.is_(None))
            .values(held_until=until)
        )


def _held(row: Any) -> Held:
    message = Inbound(row.sid, row.number, row.text or "", row.received_at, row.media, row.opt_out_type)
    return Held(row.id, row.owner, row.person, message, row.attempts)
