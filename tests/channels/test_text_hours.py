"""A text that nobody asked for waits for the day, by the clinic's clock."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.channels.text_hours import is_text_hour
from bot.settings import read_clinic

CLINIC = read_clinic(Path(__file__).parents[2] / "clinic.yml").copy(
    update={"time_zone": "America/New_York", "text_from_hour": 8, "text_until_hour": 21}
)


@pytest.mark.parametrize(
    ("utc", "may"),
    [
        ("2026-11-20T12:59:59", False),  # 7:59 in winter
        ("2026-11-20T13:00:00", True),
        ("2026-11-21T01:59:59", True),
        ("2026-11-21T02:00:00", False),
        ("2026-07-20T12:00:00", True),  # 8:00 in summer
        ("2026-07-20T11:59:59", False),
        ("2026-11-20T05:00:00", False),
    ],
)
def test_the_clinics_hours(utc: str, may: bool) -> None:
    time = datetime.fromisoformat(utc)
    assert is_text_hour(time, CLINIC) is is_text_hour(time.replace(tzinfo=timezone.utc), CLINIC) is may


def test_all_day() -> None:
    always = CLINIC.copy(update={"text_from_hour": 0, "text_until_hour": 24})
    assert all(is_text_hour(datetime(2026, 11, 20, hour), always) for hour in range(24))
