"""One server's inbox and outbox, and the workers that empty them; no database or provider in the event loop."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, TypeVar

from bot.channels import sms_outbox
from bot.channels.known_date import tell_procedure_date
from bot.channels.last_resort import LastResort
from bot.channels.sms_form import Incoming, Report
from bot.channels.sms_outbox import Sender, queue_welcomes, utc_now
from bot.channels.sms_provider import Provider
from bot.channels.sms_settings import SmsSettings
from bot.channels.sms_texts import SmsTexts
from bot.channels.sms_turn import Responder
from bot.channels.sms_worker import Worker
from bot.channels.turn import OnNewMessage
from bot.settings import read_clinic
from bot.stores.database import open_database
from bot.stores.people import Person
from bot.stores.phones import e164
from bot.stores.sms_inbox import Held, Inbound
from bot.stores.sms_outbox import Outbound
from bot.stores.sms_store import SmsStore

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

#: Messages that are answered at once; of one person always one after another.
_TURNS = 8
#: Time until a message whose answer failed is taken up again.
_AFTER_FAILURE = timedelta(seconds=5)
#: Seconds between two looks at who is to be welcomed.
_WELCOMES_SECONDS = 5.0
#: Tries to open the database at start: another process may be migrating it.
_OPEN_TRIES = 5


class Desk:
    """Keep what comes in, answer it in order, send what is to go out."""

    def __init__(self, settings: SmsSettings, on_new_message: OnNewMessage, last_resort: LastResort) -> None:
        self._settings, self._provider, self._texts = settings, Provider(settings), SmsTexts()
        self._store: SmsStore
        self._sender: Sender
        self._app: Any = None
        self._responder = Responder(settings, on_new_message, self._agent, self._tell_date, last_resort, self._texts)
        # Threads of their own: a provider that hangs must not keep messages from being stored.
        self._database = ThreadPoolExecutor(2, thread_name_prefix="sms-database")
        self._calls = ThreadPoolExecutor(sms_outbox.ROOM, thread_name_prefix="sms-provider")
        self._inbox = Worker[Held]("inbox", self._messages, self._answer, room=_TURNS)
        self._outbox = Worker[Outbound]("outbox", self._texts_to_send, self._deliver, room=sms_outbox.ROOM)
        self._welcomes: asyncio.Task[None] | None = None

    async def open(self, app: Any, *_: Any) -> None:
        """Open the database before the first message can come."""
        self._app = app
        self._store = await self._ask(_opened)
        self._sender = Sender(self._store, self._provider)

    async def start(self, *_: Any) -> None:
        """Begin with what an earlier process left unanswered or unsent."""
        self._inbox.start()
        self._outbox.start()
        self._welcomes = asyncio.get_running_loop().create_task(self._welcome())

    async def stop(self, *_: Any) -> None:
        """Let what is under way end; the rest stands in the tables."""
        if self._welcomes is not None:
            self._welcomes.cancel()
        await self._inbox.stop()
        await self._outbox.stop()
        self._calls.shutdown(wait=False)
        self._database.shutdown(wait=True)
        self._store.close()

    async def keep(self, incoming: Incoming) -> None:
        """Keep a message and have it answered; a repeat changes nothing. PhoneError for no number."""
        number = e164(incoming.number)
        if number == self._settings.sender:  # our own text came back
            return
        message = Inbound(incoming.sid, number, incoming.text, utc_now(), incoming.media, incoming.opt_out_type)
        if await self._ask(self._store.keep, message):
            self._inbox.wake()

    async def report(self, token: str, report: Report) -> None:
        """Keep what became of a text."""
        await self._ask(self._store.report, token, report.sid, report.status, report.error, utc_now())
        self._outbox.wake()

    async def _messages(self, room: int) -> Sequence[Held]:
        return await self._ask(self._store.messages_to_answer, utc_now(), room)

    async def _answer(self, held: Held) -> None:
        try:
            person = await self._ask(self._store.person, held.message.number)
            outcome = await self._responder.respond(held, person)
            await self._ask(self._store.finish, held, outcome, utc_now())
        except Exception:
            await self._ask(self._store.let_go, held, utc_now() + _AFTER_FAILURE)
            raise
        self._outbox.wake()

    async def _texts_to_send(self, room: int) -> Sequence[Outbound]:
        return await self._ask(self._store.texts_to_send, utc_now(), room)

    async def _deliver(self, text: Outbound) -> None:
        await asyncio.get_running_loop().run_in_executor(self._calls, self._sender.deliver, text)

    async def _welcome(self) -> None:
        while True:
            try:
                if await self._ask(queue_welcomes, self._store, self._texts.say, read_clinic(), utc_now()):
                    self._outbox.wake()
            except Exception as error:  # the next look may find the database there
                logger.error("Nobody could be welcomed: %s", type(error).__name__)
            await asyncio.sleep(_WELCOMES_SECONDS)

    async def _tell_date(self, person: Person) -> None:
        try:
            if self._agent() is not None:
                await tell_procedure_date(self._agent(), self._store.engine, person)
        except Exception as error:  # an answer without the day is better than none
            logger.error("The day of a procedure could not be told: %s", type(error).__name__)

    async def _ask(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Return what a function of the database gives, from a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._database, function, *arguments)

    def _agent(self) -> Any:
        return getattr(self._app.ctx, "agent", None)


def _opened() -> SmsStore:
    for _ in range(_OPEN_TRIES - 1):
        try:
            return SmsStore(open_database())
        except Exception as error:  # whatever a database can raise
            logger.warning("The database could not be opened: %s", type(error).__name__)
            time.sleep(1)
    return SmsStore(open_database())
