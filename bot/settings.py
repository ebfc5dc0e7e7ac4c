"""Settings: `clinic.yml` and the environment, checked once at start."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, validator

from bot.errors import SettingsError
from bot.yamlfile import Strict, read_model

CLINIC_FILE = Path("clinic.yml")


class Clinic(Strict):
    """clinic.yml"""

    demo: bool
    name: str = Field(min_length=1)
    day_number: str = Field(regex=r"^[\d+() .-]{3,20}$")
    day_hours: str
    #: The same for replies in Spanish; left out, the English words stand there too.
    day_hours_es: str = ""
    after_hours_number: str = Field(regex=r"^[\d+() .-]{3,20}$")
    emergency_number: str = Field(regex=r"^\d{3,6}$")
    crisis_number: str = Field(regex=r"^\d{3,6}$")
    time_zone: str
    accept_unreviewed_content: bool = False
    #: Days past its review that content is still answered, with a notice; then it is withheld.
    review_grace_days: int = Field(90, ge=0, le=365)
    #: Days that what people wrote and what is known of them is kept; then `purge` removes it.
    retention_days: int = Field(365, ge=30, le=3650)
    #: Hours of the day, in the clinic's zone, in which a text that nobody asked for may go out.
    text_from_hour: int = Field(8, ge=0, le=23)
    text_until_hour: int = Field(21, ge=1, le=24)

    @validator("day_hours_es", always=True)
    @classmethod
    def _else_as_in_english(cls, value: str, values: dict[str, object]) -> str:
        return value or str(values.get("day_hours", ""))

    @validator("text_until_hour")
    @classmethod
    def _after_the_first(cls, value: int, values: dict[str, object]) -> int:
        first = values.get("text_from_hour")
        if isinstance(first, int) and value <= first:
            raise ValueError(f"must be later than text_from_hour ({first})")
        return value

    @validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"no time zone {value}; use a name such as America/New_York") from None
        return value


def is_production() -> bool:
    """Tell whether AFTERCARE_ENV says production; any other value than the two is refused."""
    value = os.environ.get("AFTERCARE_ENV", "development").strip().lower()
    if value not in {"development", "production"}:
        raise SettingsError(f"AFTERCARE_ENV is '{value}'; set it to development or production.")
    return value == "production"


@lru_cache(maxsize=4)
def read_clinic(path: Path = CLINIC_FILE) -> Clinic:
    """Read clinic.yml; in production mode refuse demo values."""
    clinic = read_model(path, Clinic)
    if is_production() and (clinic.demo or "555-01" in clinic.day_number + clinic.after_hours_number):
        raise SettingsError(
            f"{path} still holds the demo clinic. Put in your clinic's name and numbers and set `demo: false`."
        )
    return clinic


def check_production(unsigned: int, clinic: Clinic) -> None:
    """Refuse unsigned content in production unless the clinic accepts it in writing."""
    if is_production() and unsigned and not clinic.accept_unreviewed_content:
        raise SettingsError(
            f"{unsigned} entries of knowledge/ are signed by no clinician. Have them reviewed "
            "(`reviewed_by`), or set accept_unreviewed_content: true in clinic.yml."
        )
