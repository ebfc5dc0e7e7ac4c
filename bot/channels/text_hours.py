"""When a text that nobody asked for may go out."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.settings import Clinic
from bot.stores.times import naive_utc


def is_text_hour(now: datetime, clinic: Clinic) -> bool:
    """Tell whether a time lies in the clinic's hours for texts; one without zone is UTC."""
    hour = naive_utc(now).replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(clinic.time_zone)).hour
    return clinic.text_from_hour <= hour < clinic.text_until_hour
