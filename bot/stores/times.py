"""Times as the tables hold them: UTC without zone."""

from __future__ import annotations

from datetime import datetime, timezone


def naive_utc(time: datetime) -> datetime:
    """Return a time of any zone in UTC, without zone; one without zone is taken as UTC already."""
    return time.astimezone(timezone.utc).replace(tzinfo=None) if time.tzinfo else time


def utc_now() -> datetime:
    """Return the time now, as the tables hold it, to the second."""
    return datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
