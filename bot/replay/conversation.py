"""Hold a conversation with a trained archive in this process, through the REST channel's code."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import UserMessage
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig

from bot.channels.last_resort import LastResort
from bot.channels.turn import ReplyCollector, answer
from bot.stores.escalations import EscalationWriter
from bot.text import clean

_NLG = "bot.answers.generator.AnswerGenerator"
_TRACKER_STORE = "bot.channels.tracker_stores.TrimmingInMemoryTrackerStore"


@dataclass(frozen=True)
class Answered:
    """One turn as the patient gets it, and its record."""

    text: str
    record: dict[str, Any]
    buttons: list[dict[str, str]] = field(default_factory=list)


def load(model: Path) -> Agent:
    """Load an archive, conversations in memory; Rasa's logs, which quote patients, stay off."""
    import asyncio

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.getLogger("rasa").setLevel(logging.CRITICAL)
    endpoints = AvailableEndpoints(nlg=EndpointConfig(type=_NLG), tracker_store=EndpointConfig(type=_TRACKER_STORE))
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(load_agent(str(model), endpoints=endpoints))
    import concurrent.futures

    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(load_agent(str(model), endpoints=endpoints))).result()


@lru_cache(maxsize=1)
def _last_resort() -> LastResort:
    return LastResort()


class Conversation:
    """One person's talk with an archive."""

    def __init__(
        self, agent: Agent, *, channel: str = "web", now: str | None = None, writer: EscalationWriter | None = None
    ) -> None:
        """Alarms are recorded only where a writer is given: most replays are nobody's."""
        self._agent, self._channel, self.now, self._writer = agent, channel, now, writer
        self._sender = uuid.uuid4().hex
        self._last_resort = _last_resort()

    async def say(self, text: object) -> Answered:
        """Send a message and return the reply."""
        message = UserMessage(
            clean(text) or " ",
            ReplyCollector(),
            self._sender,
            input_channel=self._channel,
            metadata={"now": self.now} if self.now else None,
        )
        items = await answer(self._agent.handle_message, message, self._last_resort, self._writer)
        return Answered(
            "\n\n".join(i["text"] for i in items if "text" in i),
            next(i["custom"] for i in items if "custom" in i),
            [b for i in items for b in i.get("buttons", [])],
        )

    async def parsed(self) -> dict[str, Any]:
        """Return what the pipeline made of the last message: intent, hits, flags, decision."""
        tracker = await self._agent.tracker_store.retrieve(self._sender)
        return dict(tracker.latest_message.parse_data) if tracker and tracker.latest_message else {}
