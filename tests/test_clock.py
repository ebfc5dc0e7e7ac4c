"""What day and hour it is for a message: the clinic's, in New York."""

from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.clock import message_time


@pytest.mark.parametrize(
    ("now", "local"),
    [
        ("2026-11-20T21:30:00", "2026-11-20T21:30:00-05:00"),
        ("2026-11-21T02:30:00+00:00", "2026-11-20T21:30:00-05:00"),  # in UTC it is tomorrow already
        ("2026-07-01T03:00:00+00:00", "2026-06-30T23:00:00-04:00"),
        ("2026-11-20", "2026-11-20T00:00:00-05:00"),
    ],
)
def test_a_messages_own_time_is_read_in_the_clinics_zone(now: str, local: str) -> None:
    assert message_time({"now": now}).isoformat() == local


@pytest.mark.parametrize("metadata", [None, {}, {"now": None}, {"now": 5}, {"now": "soon"}, {"now": ""}])
def test_else_the_clock_tells(metadata: dict[str, object] | None) -> None:
    found = message_time(metadata)
    assert abs((datetime.now(timezone.utc) - found).total_seconds()) < 5
    assert found.tzinfo == ZoneInfo("America/New_York")
