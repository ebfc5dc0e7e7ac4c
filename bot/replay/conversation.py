"""Hold a conversation with a trained archive in this process, through the REST channel's code."""

from __future__ import annotations

import asyncio
import logging
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import UserMessage
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.events import BotUttered
from rasa.utils.endpoints import EndpointConfig

from bot.channels.last_resort import LastResort
from bot.channels.rest_keywords import KeywordReplies
from bot.channels.turn import ReplyCollector, answer
from bot.replay.answered import Answered, Behind
from bot.stores.escalations import EscalationWriter
from bot.text import clean

_NLG = "bot.answers.generator.AnswerGenerator"
_TRACKER_STORE = "bot.channels.tracker_stores.TrimmingInMemoryTrackerStore"


def load(model: Path) -> Agent:
    """Load an archive, conversations in memory; Rasa's logs, which quote patients, stay off."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.getLogger("rasa").setLevel(logging.CRITICAL)
    endpoints = AvailableEndpoints(nlg=EndpointConfig(type=_NLG), tracker_store=EndpointConfig(type=_TRACKER_STORE))
    # In a thread of its own: the caller's event loop, running or not, stays as it is.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(load_agent(str(model), endpoints=endpoints))).result()


@lru_cache(maxsize=1)
def _last_resort() -> LastResort:
    return LastResort()


@lru_cache(maxsize=1)
def _keywords() -> KeywordReplies:
    return KeywordReplies()


class Conversation:
    """One person's talk with an archive."""

    def __init__(
        self, agent: Agent, *, channel: str = "web", now: str | None = None, writer: EscalationWriter | None = None
    ) -> None:
        """Alarms are recorded only where a writer is given: most replays are nobody's."""
        self._agent, self._channel, self.now, self._writer = agent, channel, now, writer
        self._sender = uuid.uuid4().hex
        self._last_resort = _last_resort()

    async def say(self, text: object, now: str | None = None) -> Answered:
        """Send a message, at a day and hour if one is given, and return the reply.

        The turn is over when this returns, its effects too: the next message never waits for it.
        """
        now = now or self.now
        message = UserMessage(
            clean(text) or " ",
            ReplyCollector(),
            self._sender,
            input_channel=self._channel,
            metadata={"now": now} if now else None,
        )
        keyword = self._keyword(message.text or "")
        if keyword is not None:
            return keyword
        turns: list[asyncio.Future[Any]] = []

        def handle(message: UserMessage) -> asyncio.Future[Any]:
            turns.append(asyncio.ensure_future(self._agent.handle_message(message)))
            return turns[0]

        items = await answer(handle, message, self._last_resort, self._writer)
        await asyncio.wait(turns)
        return Answered.of(items)

    def _keyword(self, text: str) -> Answered | None:
        items = _keywords().messages(self._sender, text, self._last_resort) if self._channel == "sms" else None
        return Answered.of(items) if items else None

    async def parsed(self) -> dict[str, Any]:
        """Return what the pipeline made of the last message: intent, hits, flags, decision."""
        return (await self.behind()).parsed

    async def behind(self) -> Behind:
        """Return what the last reply rests on."""
        tracker = await self._agent.tracker_store.retrieve(self._sender)
        if tracker is None or tracker.latest_message is None:
            return Behind({}, {}, None)
        said = [event for event in reversed(tracker.events) if isinstance(event, BotUttered)]
        utter = said[0].metadata.get("utter_action") if said else None
        return Behind(dict(tracker.latest_message.parse_data or {}), dict(tracker.current_slot_values()), utter)


class Watched:
    """A conversation that shows, with each reply, what it rests on."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    async def say(self, text: str, now: str | None = None) -> Answered:
        """Send a message and return the reply with what is behind it."""
        return replace(await self._conversation.say(text, now), behind=await self._conversation.behind())
