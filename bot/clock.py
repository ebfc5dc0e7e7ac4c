"""The clinic's clock: what day and hour it is for a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from bot.settings import read_clinic


def message_time(metadata: Mapping[str, Any] | None) -> datetime:
    """Return a message's own time in the clinic's zone: its metadata's `now` (replay, tests), else the clock's.

    A `now` without zone is the clinic's; one that is no time is not read.
    """
    zone = ZoneInfo(read_clinic().time_zone)
    given = (metadata or {}).get("now")
    try:
        time = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        time = None
    if time is None:
        return datetime.now(timezone.utc).astimezone(zone)
    return time.replace(tzinfo=zone) if time.tzinfo is None else time.astimezone(zone)
