"""Ask a running server, and time each answer."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from benchmarks.speed.servers import Bot

#: Messages of one conversation under load; then another begins.
_TURNS = 5


async def _ask(session: aiohttp.ClientSession, bot: Bot, sender: str, text: str) -> float:
    """Return the seconds that an answer took; an error or anything but an answer stops the benchmark."""
    started = time.perf_counter()
    async with session.post(bot.url, json={"sender": sender, "message": text}) as reply:
        items: list[dict[str, Any]] = await reply.json()
    seconds = time.perf_counter() - started
    kinds = [item["custom"].get("kind") for item in items if "custom" in item]
    if not any(item.get("text") for item in items) or kinds not in ([], ["answer"]):
        raise RuntimeError(f"{bot.name} did not answer {text!r}: {items}")
    return seconds


@dataclass
class Load:
    """What clients saw of a bot, added up over rounds."""

    clients: int
    took: list[float] = field(default_factory=list)
    seconds: float = 0.0

    async def add(self, bot: Bot, requests: int) -> None:
        """Let the clients ask without a pause, so many questions between them."""
        left = itertools.count()

        async def client(session: aiohttp.ClientSession) -> None:
            sender = ""
            for turn in itertools.count():
                number = next(left)
                if number >= requests:
                    return
                if turn % _TURNS == 0:
                    sender = uuid.uuid4().hex
                self.took.append(await _ask(session, bot, sender, bot.questions[number % len(bot.questions)]))

        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            started = time.perf_counter()
            await asyncio.gather(*(client(session) for _ in range(self.clients)))
            self.seconds += time.perf_counter() - started

    def summary(self) -> dict[str, float]:
        """Return p50 and p95 in ms, and answers per second."""
        cuts = statistics.quantiles(self.took, n=100)
        return {"p50": cuts[49] * 1000, "p95": cuts[94] * 1000, "per_second": len(self.took) / self.seconds}


@dataclass
class Turns:
    """The cost of a turn round the tenth and the two hundredth of one conversation."""

    tenth: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)

    async def add(self, bot: Bot) -> None:
        """Hold one conversation."""
        sender = uuid.uuid4().hex
        async with aiohttp.ClientSession() as session:
            for turn in range(1, 203):
                seconds = await _ask(session, bot, sender, bot.questions[turn % len(bot.questions)])
                if abs(turn - 10) <= 2:
                    self.tenth.append(seconds)
                if abs(turn - 200) <= 2:
                    self.late.append(seconds)

    def summary(self) -> dict[str, float]:
        """Return the medians over the conversations in ms, and their ratio."""
        tenth, late = statistics.median(self.tenth), statistics.median(self.late)
        return {"turn_10": tenth * 1000, "turn_200": late * 1000, "ratio": late / tenth}
