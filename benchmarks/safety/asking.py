"""Ask the trained archive in this process: whole turns for recall, its reading alone for variations."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.safety.variations import Said
from bot.commands.environment import environment
from bot.records import Tier, greatest_tier
from bot.replay.lean import LEAN, as_the_server, loaded
from bot.text import clean

if TYPE_CHECKING:
    from rasa.core.agent import Agent


def only_asks(**more: str) -> None:
    """Make this process one that asks an archive and does nothing else: as lean and quiet as the server.

    Call it before numpy is loaded, which reads its number of threads then.
    """
    os.environ.update(environment(serving=True) | {LEAN: "1"} | more)
    warnings.showwarning = lambda *_, **__: None  # of dependencies at the end of their lives
    as_the_server()


def opened(model: Path) -> Agent:
    """Load an archive for this process's whole life."""
    from bot.replay.conversation import load

    agent = load(model)
    loaded()
    return agent


async def records(agent: Agent, texts: Sequence[str]) -> list[dict[str, Any]]:
    """Return the turn record of each text, each the first message of a conversation, as over REST."""
    from bot.replay.conversation import Conversation

    return [(await Conversation(agent).say(text)).record for text in texts]


async def tier_of(agent: Agent, said: Said) -> Tier:
    """Return the greatest tier that a person's messages get, one after the other.

    Only what the pipeline reads counts: the policy escalates on red flags alone, and an open
    alarm does not fall, so that the greatest of the messages is the conversation's.
    """
    from rasa.core.channels.channel import UserMessage
    from rasa.shared.core.events import UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    events: list[UserUttered] = []
    tiers: list[Tier] = []
    for text in said:
        message = clean(text) or " "
        tracker = DialogueStateTracker.from_events("safety", events)
        parsed = await agent.processor.parse_message(UserMessage(message), tracker)
        tiers += [flag["tier"] for flag in parsed["red_flags"]]
        events.append(UserUttered(message))
    return greatest_tier(tiers)


@contextmanager
def timed_detector() -> Iterator[list[float]]:
    """Collect the milliseconds of the detector's own share of each message, as its thread's time on the CPU.

    The vectors and n-gram counts are there when it starts, and what else the machine does is
    left out. Rasa binds its components' methods when it loads an archive: load within.
    """
    from bot.nlu.red_flag_detector import RedFlagDetector

    took: list[float] = []
    process = RedFlagDetector.process

    @wraps(process)
    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.thread_time()
        try:
            return process(*args, **kwargs)
        finally:
            took.append((time.thread_time() - started) * 1000)

    RedFlagDetector.process = timed  # type: ignore[method-assign]
    try:
        yield took
    finally:
        RedFlagDetector.process = process  # type: ignore[method-assign]
