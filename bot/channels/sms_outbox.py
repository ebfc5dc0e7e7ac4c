"""Send what stands in the outbox: again after a failure, never twice, and nothing to who opted out."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from bot.channels.sms_provider import Provider, Refused, Taken, UnsureError
from bot.channels.sms_text import as_text_message
from bot.channels.text_hours import is_text_hour
from bot.settings import Clinic
from bot.stores.sms_outbox import Outbound
from bot.stores.sms_statuses import RANKS
from bot.stores.sms_store import CONFIRMATION, SmsStore

logger = logging.getLogger(__name__)

#: Texts that are sent at once; to one number always one after another.
ROOM = 8
#: Seconds before a text is tried again, twice as long each time.
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 300.0
#: Seconds that the provider is given to list a text whose call broke off.
_SETTLE = 5.0
#: A late answer still helps; after this it may mislead.
_GIVE_UP = timedelta(hours=24)
#: After so long the care team learns that what an escalation says has not arrived.
_LATE = timedelta(minutes=15)


def utc_now() -> datetime:
    """Return the time now as the tables hold it."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


class Sender:
    """Deliver one text; blocks, so it runs in a thread.

    Why nothing is sent twice: the row says `sending` before the provider is called. If the process dies,
    or the call breaks off, the row is `unsure`: the provider may have taken the text. It has no key that
    makes a repeat harmless, so it is asked for the texts to this number since the first try. One from us
    that no other row knows is this row's, for a number's texts go out one at a time.
    """

    def __init__(self, store: SmsStore, provider: Provider, clock: Callable[[], datetime] = utc_now) -> None:
        self._store, self._provider, self._clock = store, provider, clock

    def deliver(self, text: Outbound) -> None:
        """Send a text or find that it is out; else leave it to be tried again."""
        try:
            outcome = self._found(text) or self._sent(text)
        except UnsureError as error:
            logger.warning("Text %s: the provider did not answer (%s)", text.token, error)
            return self._again(text, "unsure", None)
        if isinstance(outcome, Taken):
            status = outcome.status if outcome.status in RANKS else "queued"
            return self._store.taken(text, outcome.sid, status, self._clock())
        if isinstance(outcome, Refused):
            logger.warning("Text %s: the provider refused it with %d", text.token, outcome.error)
            if outcome.for_good:
                return self._store.give_up(text, "failed", outcome.error, self._clock())
            return self._again(text, "waiting", outcome.error)
        return None

    def _found(self, text: Outbound) -> Taken | None:
        """Return what the provider has of a text of which we do not know."""
        if text.state != "unsure":
            return None
        known = self._store.known_sids(text.person)
        return self._provider.find(text.number, text.text, text.first_try_at or text.created_at, known)

    def _sent(self, text: Outbound) -> Taken | Refused | None:
        """Send a text; None where it is not to be sent. Whether a STOP has come is asked at the last moment."""
        if text.purpose != CONFIRMATION and self._store.opted_out(text.person):
            self._store.give_up(text, "withheld", None, self._clock())
            return None
        if text.state == "unsure" and not self._store.send_again(text, self._clock()):
            return None  # meanwhile the provider has reported on it
        return self._provider.send(text.number, text.text, text.token)

    def _again(self, text: Outbound, state: str, error: int | None) -> None:
        now = self._clock()
        age = now - text.created_at
        if age > _GIVE_UP:
            return self._store.give_up(text, "failed", error, now)
        seconds = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(text.attempts - 1, 10)) * random.uniform(0.8, 1.2)
        until = now + timedelta(seconds=max(seconds, _SETTLE) if state == "unsure" else seconds)
        return self._store.postpone(text, state, until, error, now, late=age > _LATE)


def queue_welcomes(store: SmsStore, say: Callable[[str, str | None], str], clinic: Clinic, now: datetime) -> int:
    """Write the welcome texts that are due into the outbox; return how many. At night nobody is woken."""
    due = store.to_welcome() if is_text_hour(now, clinic) else []
    for person in due:
        store.welcome(person, as_text_message(say("welcome", person.language)), now)
    return len(due)
