"""Text messages to send: one row each, and at most one message at the provider for a row.

States: `waiting` → `sending` (marked before the provider is called) → `taken`, `failed` or back to
`waiting`. A row found in `sending` after its hold ran out, or whose call broke off, is `unsure`:
nobody knows whether the provider took the message, so the provider is asked before it is sent again.
`withheld` was not sent because the person had opted out.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, exists, func, insert, or_, select, update
from sqlalchemy.engine import Connection, Engine

from bot.segments import sms_segments
from bot.stores.tables import escalations, sms_outbox

#: Longer than a call to the provider can take; so long does a text wait after its process was killed.
HOLD = timedelta(seconds=40)
OPEN = ("waiting", "sending", "unsure")
_c = sms_outbox.c


@dataclass(frozen=True)
class Draft:
    """A text to be sent; the same key never gives two."""

    key: str
    person: str
    number: str
    text: str
    purpose: str = "reply"
    escalation: str | None = None


@dataclass(frozen=True)
class Outbound:
    """A text that this process is sending, or asking for."""

    id: int
    owner: str
    token: str
    person: str
    number: str
    text: str
    purpose: str
    escalation: str | None
    state: str
    attempts: int
    created_at: datetime
    first_try_at: datetime | None


def put(connection: Connection, draft: Draft, at: datetime) -> None:
    """Add a text to be sent."""
    row = {
        "key": draft.key,
        "token": secrets.token_hex(16),
        "person": draft.person,
        "created_at": at,
        "number": draft.number,
        "text": draft.text,
        "segments": sms_segments(draft.text),
        "purpose": draft.purpose,
        "escalation": draft.escalation,
        "state": "waiting",
        "attempts": 0,
        "next_try_at": at,
        "changed_at": at,
    }
    connection.execute(insert(sms_outbox).values(**row))


def take_up(engine: Engine, now: datetime, limit: int) -> list[Outbound]:
    """Hold texts that are due, oldest first, and of each person only the first that is not out."""
    owner, earlier = uuid.uuid4().hex, sms_outbox.alias()
    is_free = or_(_c.held_until.is_(None), _c.held_until < now)
    is_due = _c.state.in_(OPEN) & (_c.next_try_at <= now) & is_free
    waits_for_another = exists().where(earlier.c.person == _c.person, earlier.c.state.in_(OPEN), earlier.c.id < _c.id)
    first = select(_c.id).where(is_due, ~waits_for_another).order_by(_c.id).limit(limit)
    state = case((_c.state == "waiting", "sending"), else_="unsure")
    with engine.begin() as connection:
        connection.execute(
            update(sms_outbox)
            .where(_c.id.in_(first), is_due)
            .values(
                owner=owner,
                held_until=now + HOLD,
                state=state,
                attempts=_c.attempts + 1,
                first_try_at=func.coalesce(_c.first_try_at, now),
                changed_at=now,
            )
            .execution_options(synchronize_session=False)
        )
        rows = connection.execute(select(sms_outbox).where(_c.owner == owner).order_by(_c.id)).all()
    return [_outbound(row) for row in rows]


def send_again(engine: Engine, text: Outbound, now: datetime) -> bool:
    """Mark a text that the provider does not know as being sent; False if it is no longer ours."""
    with engine.begin() as connection:
        return _change(connection, text, state="sending", held_until=now + HOLD, changed_at=now)


def taken(connection: Connection, text: Outbound, sid: str, status: str, now: datetime) -> bool:
    """Note that the provider has the text, and drop our copy of it."""
    return _change(connection, text, **_is_taken(sid, now), status=status)


def postpone(
    connection: Connection, text: Outbound, state: str, until: datetime, error: int | None, now: datetime
) -> bool:
    """Try again at a time; the state says whether the provider may have the text all the same."""
    return _change(connection, text, state=state, next_try_at=until, held_until=None, error=error, changed_at=now)


def give_up(connection: Connection, text: Outbound, state: str, error: int | None, now: datetime) -> bool:
    """Close a text that will not be sent: `failed` or `withheld`; its escalation did not arrive."""
    closed = _change(connection, text, state=state, text=None, held_until=None, error=error, changed_at=now)
    if closed and text.escalation:
        undeliverable(connection, text.escalation)
    return closed


def withhold(connection: Connection, person: str, now: datetime) -> None:
    """Close all texts to a person that were not tried yet: an opt-out comes before them."""
    mine = _c.person == person, _c.state == "waiting"
    rows = connection.execute(select(_c.id, _c.escalation).where(*mine)).all()
    for row in rows:
        values = {"state": "withheld", "text": None, "held_until": None, "changed_at": now}
        closed = connection.execute(update(sms_outbox).where(_c.id == row.id, *mine).values(**values)).rowcount
        if closed and row.escalation:
            undeliverable(connection, row.escalation)


def undeliverable(connection: Connection, escalation: str) -> None:
    """Note in the caller's transaction that what an escalation says did not arrive."""
    connection.execute(update(escalations).where(escalations.c.id == escalation).values(undeliverable=True))


def open_escalation(connection: Connection, conversation: str) -> str | None:
    """Return the id of a conversation's latest escalation that has not ended; the id is its keyed hash."""
    found: str | None = connection.execute(
        select(escalations.c.id)
        .where(escalations.c.conversation == conversation, escalations.c.ended_at.is_(None))
        .order_by(escalations.c.opened_at.desc())
        .limit(1)
    ).scalar()
    return found


def known_sids(engine: Engine, person: str) -> set[str]:
    """Return the provider's ids of all texts to a person that are known to be out."""
    with engine.connect() as connection:
        rows = connection.execute(select(_c.sid).where(_c.person == person, _c.sid.is_not(None)))
        return {row[0] for row in rows}


def _change(connection: Connection, mine: Outbound, /, **values: Any) -> bool:
    """Change a text that is still ours and not known to be out."""
    still = _c.id == mine.id, _c.owner == mine.owner, _c.state.in_(OPEN)
    return bool(connection.execute(update(sms_outbox).where(*still).values(**values)).rowcount == 1)


def _is_taken(sid: str, now: datetime) -> dict[str, Any]:
    return {"state": "taken", "sid": sid, "text": None, "held_until": None, "error": None, "changed_at": now}


def _outbound(row: Any) -> Outbound:
    return Outbound(
        row.id,
        row.owner,
        row.token,
        row.person,
        row.number,
        row.text or "",
        row.purpose,
        row.escalation,
        row.state,
        row.attempts,
        row.created_at,
        row.first_try_at,
    )
