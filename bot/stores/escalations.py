"""Keep escalations: one row an alarm, written behind the reply and never in its way."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timezone

from sqlalchemy import insert, update
from sqlalchemy.engine import Engine

from bot.errors import SettingsError
from bot.stores.database import open_database
from bot.stores.privacy import pseudonym
from bot.stores.tables import escalations

logger = logging.getLogger(__name__)

#: Seconds before each new try; a writer that cannot write is given up after the last.
WAITS = (0.3, 1.0, 4.0)


@dataclass(frozen=True)
class Escalation:
    """An alarm as it stands after a turn; times are ISO, in any zone."""

    id: str
    conversation: str  # the sender's id; the table holds its keyed hash
    channel: str
    tier: str
    signs: tuple[str, ...]
    since: str
    ended_at: str | None = None
    ended_by: str | None = None


def keep_escalation(engine: Engine, escalation: Escalation) -> None:
    """Add the alarm's row or bring it up to date; a row that has ended stays as it is."""
    ended_at = _time(escalation.ended_at) if escalation.ended_at else None
    row = {
        "updated_at": datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0),
        "tier": escalation.tier,
        "signs": ",".join(escalation.signs),
        "ended_at": ended_at,
        "ended_by": escalation.ended_by,
    }
    first = {
        "id": escalation.id,
        "opened_at": _time(escalation.since),
        "channel": escalation.channel,
        "conversation": pseudonym(escalation.conversation),
        "undeliverable": False,
    }
    mine = escalations.c.id == escalation.id
    with engine.begin() as connection:
        if connection.execute(escalations.select().where(mine)).first() is None:
            connection.execute(insert(escalations).values(**first, **row))
        else:
            connection.execute(update(escalations).where(mine, escalations.c.ended_at.is_(None)).values(**row))


def mark_undeliverable(engine: Engine, escalation_id: str) -> None:
    """Note that the reply of an escalation did not arrive."""
    with engine.begin() as connection:
        connection.execute(update(escalations).where(escalations.c.id == escalation_id).values(undeliverable=True))


class EscalationWriter:
    """Write escalations one after another in a thread of its own; the caller never waits."""

    def __init__(self, open_: Callable[[], Engine] = open_database, waits: Sequence[float] = WAITS) -> None:
        self._open, self._waits = open_, waits
        self._engine: Engine | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="escalations")

    def write(self, escalation: Escalation) -> None:
        """Log the escalation by ids only, and have it kept."""
        logger.info(
            "Escalation %s %s: %s, %s",
            escalation.id,
            "ended" if escalation.ended_at else "open",
            escalation.tier,
            " ".join(escalation.signs),
        )
        try:
            self._thread.submit(self._keep, escalation)
        except RuntimeError as error:  # the process is ending
            logger.error("An escalation could not be kept: %s", type(error).__name__)

    def close(self) -> None:
        """Wait until all is written."""
        self._thread.shutdown(wait=True)
        if self._engine is not None:
            self._engine.dispose()

    def _keep(self, escalation: Escalation) -> None:
        for wait in (*self._waits, None):
            try:
                self._engine = self._engine or self._open()
                return keep_escalation(self._engine, escalation)
            except Exception as error:  # whatever a database can raise
                again = wait is not None and not isinstance(error, SettingsError)
                logger.error(
                    "Escalation %s %s: %s",
                    escalation.id,
                    "will be kept later" if again else "could not be kept",
                    type(error).__name__,
                )
                if not again or wait is None:
                    return None
                time.sleep(wait)
        return None


def _time(text: str) -> datetime:
    """Return an ISO time as the tables hold it: UTC without zone."""
    found = datetime.fromisoformat(text)
    return found.astimezone(timezone.utc).replace(tzinfo=None) if found.tzinfo else found
