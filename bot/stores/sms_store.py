"""The text messages' tables as the SMS channel uses them: each call one transaction, or a few that can be repeated."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.engine import Connection, Engine

from bot.stores import sms_inbox, sms_outbox, sms_statuses
from bot.stores.escalations import Escalation, keep_escalation
from bot.stores.people import Person, find, find_by_id, opt_in, opt_out, phone_of
from bot.stores.phones import hash_key
from bot.stores.privacy import pseudonym
from bot.stores.sealed import check_keys as check_sealing_keys
from bot.stores.sms_inbox import Held, Inbound
from bot.stores.sms_outbox import Draft, Outbound
from bot.stores.welcomes import due_welcomes, mark_welcomed

logger = logging.getLogger(__name__)

#: The one text that may go to a person who has opted out: that it was done.
CONFIRMATION = "stopped"


@dataclass(frozen=True)
class Change:
    """What a message changes in a person's consent, and the text that says so, if we are to send one."""

    what: Literal["opt_out", "opt_in"]
    how: str
    by: str = "patient"
    text: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What becomes of a message: the texts that answer it, and what else follows from it."""

    texts: tuple[str, ...] = ()
    purpose: str = "reply"
    change: Change | None = None
    escalation: Escalation | None = None  # opened, raised or ended by the message
    alarming: bool = False  # the texts say what to do about a sign, whether or not it is new


def check_keys() -> None:
    """Raise SettingsError now, not at the first message, where a key is missing that the tables need."""
    hash_key()
    check_sealing_keys()
    pseudonym("")


class SmsStore:
    """Inbox and outbox of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """The database, for what other modules keep of a person."""
        return self._engine

    def keep(self, message: Inbound) -> bool:
        """Keep a message that came in; return whether it is new."""
        return sms_inbox.keep(self._engine, message)

    def person(self, number: str) -> Person:
        """Return who a number is."""
        with self._engine.connect() as connection:
            return find(connection, number)

    def opted_out(self, person: str) -> bool:
        """Tell whether nothing may go out to a person."""
        with self._engine.connect() as connection:
            return find_by_id(connection, person).opted_out

    def messages_to_answer(self, now: datetime, limit: int) -> list[Held]:
        """Take up messages that wait for an answer."""
        return sms_inbox.take_up(self._engine, now, limit)

    def let_go(self, held: Held, until: datetime) -> None:
        """Have a message taken up again at a time."""
        sms_inbox.let_go(self._engine, held, until)

    def finish(self, held: Held, outcome: Outcome, now: datetime) -> bool:
        """Close a message together with all that follows from it, or nothing; False if it is not ours any more.

        The escalation is kept first, on its own: to keep it twice changes nothing.
        """
        if outcome.escalation is not None:
            _keep(self._engine, outcome.escalation)
        with self._engine.begin() as connection:
            if not sms_inbox.answered(connection, held, now):
                return False
            escalation = _escalation_id(connection, held, outcome)
            silent = outcome.change is None and find_by_id(connection, held.person).opted_out
            if escalation and silent:
                sms_outbox.undeliverable(connection, escalation)
            texts = () if silent else _texts(connection, held, outcome, now)
            for number, text in enumerate(texts):
                purpose = outcome.purpose if outcome.change is None else _purpose(outcome.change)
                key = f"reply:{held.message.sid}:{number}"
                draft = Draft(key, held.person, held.message.number, text, purpose, escalation)
                sms_outbox.put(connection, draft, now)
        return True

    def texts_to_send(self, now: datetime, limit: int) -> list[Outbound]:
        """Take up texts that are due."""
        return sms_outbox.take_up(self._engine, now, limit)

    def known_sids(self, person: str) -> set[str]:
        """Return the provider's ids of all texts to a person that are known to be out."""
        return sms_outbox.known_sids(self._engine, person)

    def send_again(self, text: Outbound, now: datetime) -> bool:
        """Mark a text as being sent once more; False if the provider turned out to have it."""
        return sms_outbox.send_again(self._engine, text, now)

    def taken(self, text: Outbound, sid: str, status: str, now: datetime) -> None:
        """Note that the provider has a text."""
        with self._engine.begin() as connection:
            if sms_outbox.taken(connection, text, sid, status, now) and status in sms_statuses.LOST:
                sms_statuses.lost(connection, text.number, text.escalation, None, now)

    def give_up(self, text: Outbound, state: str, error: int | None, now: datetime) -> None:
        """Close a text that will not be sent."""
        with self._engine.begin() as connection:
            if sms_outbox.give_up(connection, text, state, error, now):
                sms_statuses.lost(connection, text.number, text.escalation, error, now)

    def postpone(
        self, text: Outbound, state: str, until: datetime, error: int | None, now: datetime, *, late: bool
    ) -> None:
        """Try a text again at a time; a late one's escalation is shown as not delivered so far."""
        with self._engine.begin() as connection:
            sms_outbox.postpone(connection, text, state, until, error, now)
            if late and text.escalation:
                sms_outbox.undeliverable(connection, text.escalation)

    def report(self, token: str, sid: str, status: str, error: int | None, now: datetime) -> bool:
        """Keep the provider's report on a text; False where there is no such text."""
        with self._engine.begin() as connection:
            return sms_statuses.report(connection, token, sid, status, error, now)

    def to_welcome(self) -> list[Person]:
        """Return who is to be welcomed."""
        with self._engine.connect() as connection:
            return due_welcomes(connection)

    def welcome(self, person: Person, text: str, now: datetime) -> None:
        """Write a person's welcome into the outbox, once."""
        with self._engine.begin() as connection:
            if not mark_welcomed(connection, person.id, now):
                return
            number = phone_of(connection, person.id)
            if number is not None:
                key = f"welcome:{person.id}:{now.isoformat(timespec='seconds')}"
                sms_outbox.put(connection, Draft(key, person.id, number, text, "welcome"), now)

    def close(self) -> None:
        """Let the connections go."""
        self._engine.dispose()


def _keep(engine: Engine, escalation: Escalation) -> None:
    """Log an escalation by ids only, as the other channels do, and keep it."""
    now, signs = "ended" if escalation.ended_at else "open", " ".join(escalation.signs)
    logger.info("Escalation %s %s: %s, %s", escalation.id, now, escalation.tier, signs)
    keep_escalation(engine, escalation)


def _texts(connection: Connection, held: Held, outcome: Outcome, now: datetime) -> tuple[str, ...]:
    """Return what goes out. An opt-out is confirmed only by the message that brought it about."""
    change = outcome.change
    if change is None:
        return outcome.texts
    number = held.message.number
    writer = opt_out if change.what == "opt_out" else opt_in
    changed = writer(connection, number, how=change.how, at=now, by=change.by)
    if change.what == "opt_out" and changed:
        sms_outbox.withhold(connection, held.person, now)
    if change.text is None or (change.what == "opt_out" and not changed):
        return ()
    return (change.text,)


def _purpose(change: Change) -> str:
    return CONFIRMATION if change.what == "opt_out" else "started"


def _escalation_id(connection: Connection, held: Held, outcome: Outcome) -> str | None:
    """Return the escalation that the texts belong to: the message's own, else the one that is open."""
    if not outcome.alarming:
        return None
    if outcome.escalation is not None:
        return outcome.escalation.id
    return sms_outbox.open_escalation(connection, pseudonym(held.person))
