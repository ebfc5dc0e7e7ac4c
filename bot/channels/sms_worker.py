"""Take up what is due and work on it, so many at once, until the server stops."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)
Piece = TypeVar("Piece")

#: Seconds after which a worker looks again without being woken: another process may have added
#: something, a wait may be over, a killed process's hold may have run out.
LOOK_AGAIN = 1.0


class Worker(Generic[Piece]):
    """Take pieces up as long as there is room; a piece that fails is taken up again by its store."""

    def __init__(
        self,
        name: str,
        take_up: Callable[[int], Awaitable[Sequence[Piece]]],
        work: Callable[[Piece], Awaitable[None]],
        *,
        room: int,
    ) -> None:
        self._name, self._take_up, self._work, self._room = name, take_up, work, room
        self._woken = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._loop = asyncio.get_running_loop().create_task(self._run())

    def wake(self) -> None:
        """Look at once."""
        self._woken.set()

    async def stop(self, seconds: float = 20.0) -> None:
        """Take up nothing more and let what is under way end."""
        if self._loop is not None:
            self._loop.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            if not await self._take_some():
                await _at_most(self._woken.wait(), LOOK_AGAIN)

    async def _take_some(self) -> bool:
        """Start what there is room for; return whether anything was found."""
        room = self._room - len(self._under_way)
        if room <= 0:
            return False
        try:
            pieces = await self._take_up(room)
        except Exception as error:  # a database that is away comes back
            logger.error("The %s could not be read: %s", self._name, type(error).__name__)
            return False
        for piece in pieces:
            task = asyncio.get_running_loop().create_task(self._one(piece))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return bool(pieces)

    async def _one(self, piece: Piece) -> None:
        try:
            await self._work(piece)
        except Exception as error:  # one that fails must not keep the others waiting
            logger.error("A piece of the %s failed: %s", self._name, type(error).__name__)
        finally:
            self._woken.set()


async def _at_most(waiting: Awaitable[object], seconds: float) -> None:
    try:
        await asyncio.wait_for(waiting, seconds)
    except asyncio.TimeoutError:
        return
