"""Each message of the web channel is answered once, in its conversation's order, whoever asks how often."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import UserMessage

from bot.channels.last_resort import LastResort
from bot.channels.turn import OnNewMessage, ReplyCollector, answer
from bot.channels.web_reply import ReplyWriter
from bot.stores import web_messages
from bot.stores.escalations import EscalationWriter
from bot.stores.web_messages import WebMessage, turn_id
from bot.stores.web_store import WebStore
from bot.text import clean

#: Seconds between looks at a message that another process answers.
_LOOK_AGAIN = 0.5


class WebTurns:
    """Turns under way, one line a conversation."""

    def __init__(
        self,
        on_new_message: OnNewMessage,
        store: WebStore,
        writer: ReplyWriter,
        last_resort: LastResort,
        escalations: EscalationWriter,
    ) -> None:
        self._on_new_message, self._store, self._writer = on_new_message, store, writer
        self._last_resort, self._escalations = last_resort, escalations
        self._under_way: dict[tuple[str, str], asyncio.Task[WebMessage]] = {}
        self._intakes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._bells: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()
        self.closing = False

    async def answered(self, conversation: str, message: str, text: str) -> WebMessage:
        """Return the message with its reply; a turn that began goes on if whoever asked is gone."""
        task = self._under_way.get((conversation, message))
        if task is None:
            task = asyncio.ensure_future(self._answer(conversation, message, text))
            self._under_way[conversation, message] = task
            task.add_done_callback(lambda _: self._under_way.pop((conversation, message), None))
        return await asyncio.shield(task)

    def knows(self, conversation: str, message: str) -> bool:
        """Tell whether a message is under way here."""
        return (conversation, message) in self._under_way

    async def take_up_lost(self, conversation: str) -> None:
        """Answer what a crash left unanswered, behind whoever looks at the conversation."""
        lost: list[WebMessage] = await self._store.attempt([], web_messages.lost, conversation)
        for message in lost:
            if not self.knows(conversation, message.id):
                task = asyncio.ensure_future(self.answered(conversation, message.id, message.text))
                task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def bell(self, conversation: str) -> asyncio.Event:
        """Return what rings at the next change of a conversation, or as the server ends."""
        bell = self._bells.setdefault(conversation, asyncio.Event())
        if self.closing:
            bell.set()
        return bell

    def close(self) -> None:
        """Let everybody go who waits."""
        self.closing = True
        for bell in list(self._bells.values()):
            bell.set()

    async def _answer(self, conversation: str, message: str, text: str) -> WebMessage:
        """Keep the message, wait for its place, take its turn, keep the reply."""
        intake = self._intakes.setdefault(conversation, asyncio.Lock())
        async with intake:
            known = await self._begin(conversation, message, text)
        if known.reply is not None or not known.mine:
            return known
        self._ring(conversation)
        line = self._lines.setdefault(conversation, asyncio.Lock())
        waits = line.locked()
        async with line:
            if waits:
                await self._store.attempt(None, web_messages.touch, conversation, message)
            reply = await self._turn(conversation, message, known.text)
        self._ring(conversation)
        return WebMessage(message, known.at, known.text, reply, known.revision)

    async def _begin(self, conversation: str, message: str, text: str) -> WebMessage:
        """Return the message, to be answered here or answered elsewhere already."""
        unkept = WebMessage(message, datetime.now(timezone.utc).replace(tzinfo=None), text, None, 0, mine=True)
        while True:
            known = await self._store.attempt(unkept, web_messages.begin, conversation, message, text)
            if known.mine or known.reply is not None:
                return known
            await asyncio.sleep(_LOOK_AGAIN)

    async def _turn(self, conversation: str, message: str, text: str) -> dict[str, Any]:
        id_, collector = turn_id(conversation, message), ReplyCollector()
        said = UserMessage(clean(text) or " ", collector, conversation, input_channel="web", message_id=id_)
        items = await answer(self._on_new_message, said, self._last_resort, self._escalations)
        details = collector.details if items is collector.reply else None
        before = None if details else await self._store.attempt(None, web_messages.latest_reply, conversation)
        alarm = (before or {}).get("alarm")
        reply, choices = self._writer.write(f"r-{id_}", items, details, said=text, before=alarm)
        return await self._store.attempt(reply, web_messages.finish, conversation, message, reply, choices)

    def _ring(self, conversation: str) -> None:
        """Wake who waits for a change."""
        bell = self._bells.pop(conversation, None)
        if bell is not None:
            bell.set()
