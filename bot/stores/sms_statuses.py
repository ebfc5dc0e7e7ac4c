"""What the provider reports of a text that is out. Reports come late, twice and out of order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.stores.people import opt_out
from bot.stores.sms_outbox import OPEN, undeliverable
from bot.stores.tables import sms_outbox

#: Later is greater: a report never takes a text back, and of two ends the first stays.
RANKS = {
    "accepted": 1, "scheduled": 1, "queued": 1, "sending": 2, "sent": 3, "partially_delivered": 3,
    "delivered": 4, "undelivered": 4, "failed": 4, "canceled": 4, "read": 5,
}  # fmt: skip
LOST = frozenset({"undelivered", "failed", "canceled"})
#: The provider refuses to text a number that has opted out with it.
BLOCKED = 21610


def report(connection: Connection, token: str, sid: str, status: str, error: int | None, now: datetime) -> bool:
    """Keep a report on the text of a token; False where there is no such text.

    A report also proves that the provider has a text of which we did not know it.
    """
    query = select(sms_outbox).where(sms_outbox.c.token == token).with_for_update()
    row = connection.execute(query).first()
    if row is None or row.sid not in (None, sid):
        return False
    values = _values(row, sid, status, error, now)
    if values:
        connection.execute(update(sms_outbox).where(sms_outbox.c.id == row.id).values(**values))
    if values.get("status") in LOST:
        lost(connection, row.number, row.escalation, error, now)
    return True


def lost(connection: Connection, number: str, escalation: str | None, error: int | None, now: datetime) -> None:
    """Do what follows from a text that did not arrive: for its escalation, and for a blocked number."""
    if escalation:
        undeliverable(connection, escalation)
    if error == BLOCKED:
        opt_out(connection, number, how=f"provider: error {BLOCKED}", at=now, by="provider")


def _values(row: Any, sid: str, status: str, error: int | None, now: datetime) -> dict[str, Any]:
    """Return what a report changes."""
    values: dict[str, Any] = {}
    if row.state in (*OPEN, "failed"):  # "failed": we had given it up, and it went out all the same
        values |= {"state": "taken", "sid": sid, "text": None, "held_until": None, "error": None}
    if RANKS[status] > RANKS.get(row.status or "", 0):
        values |= {"status": status, "error": error if status in LOST else None}
    return {**values, "changed_at": now} if values else {}
