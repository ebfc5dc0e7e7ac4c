"""The one engine of the action server's process."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy.engine import Engine

from bot.stores.database import open_database


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Return the engine, opened and migrated the first time."""
    return open_database()
