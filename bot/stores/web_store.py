"""The web channel's messages from the event loop: each call in a thread, none of them in a reply's way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy.engine import Engine

from bot.stores.database import open_database

logger = logging.getLogger(__name__)
Result = TypeVar("Result")


class WebStore:
    """Run functions of `bot.stores.web_messages` on an engine that is opened at the first of them."""

    def __init__(self, open_: Callable[[], Engine] = open_database) -> None:
        self._open, self._engine, self._opening = open_, None, Lock()  # type: ignore[var-annotated]
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="web-messages")

    async def ask(self, function: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """Return what the function gives; raise what it raises."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: function(self._opened(), *arguments, **named)
        )

    async def attempt(self, default: Result, function: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        """Return what the function gives, the default where the database fails: a patient is answered without it."""
        try:
            return await self.ask(function, *arguments, **named)
        except Exception as error:  # whatever a database can raise
            logger.error("The messages could not be read or kept: %s", type(error).__name__)
            return default

    def close(self) -> None:
        """Wait until all is written."""
        self._threads.shutdown(wait=True)
        if self._engine is not None:
            self._engine.dispose()

    def _opened(self) -> Engine:
        with self._opening:
            self._engine = self._engine or self._open()
        return self._engine
