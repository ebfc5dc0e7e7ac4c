"""An enrolment as a hospital writes it, in JSON or in a row of a table, checked before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, validator

from bot.errors import AftercareError
from bot.settings import read_clinic
from bot.stores.people import Enrolment
from bot.stores.phones import e164
from bot.yamlfile import Strict

#: Days that a procedure may be past: an older date is a slip of the year more often than a patient.
OLDEST_DAYS = 366
#: A line of plain words: no control characters, no halves of characters, which PostgreSQL refuses.
_LINE = r"^[^\x00-\x1f\x7f-\x9f\ud800-\udfff]+$"


class EntryError(AftercareError):
    """Say which field of an enrolment is wrong and why; never hold what stood there."""


class Entry(Strict):
    """One enrolment; consent_at is now where it is not given."""

    phone: str
    procedure_date: date
    language: Literal["en", "es"]
    consent_how: str = Field(min_length=3, max_length=200, regex=_LINE)
    consent_by: str = Field(min_length=2, max_length=100, regex=_LINE)
    consent_at: datetime | None = None

    class Config:
        anystr_strip_whitespace = True

    @validator("phone")
    @classmethod
    def _one_that_can_be_texted(cls, value: str) -> str:
        try:
            return e164(value)
        except AftercareError as error:
            raise ValueError(str(error)) from None

    @validator("procedure_date", "consent_at", pre=True)
    @classmethod
    def _written_out(cls, value: object) -> object:
        if value is None or (isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-"):
            return value  # else 3/4/2026 and 1769558400 would be read too, as some day or other
        raise ValueError("write it as 2026-11-18")

    @validator("procedure_date")
    @classmethod
    def _lately(cls, value: date) -> date:
        today = datetime.now(ZoneInfo(read_clinic().time_zone)).date()
        if value > today:
            raise ValueError("lies in the future")
        if value < today - timedelta(days=OLDEST_DAYS):
            raise ValueError("is more than a year ago")
        return value

    @validator("consent_at")
    @classmethod
    def _before_now(cls, value: datetime | None) -> datetime | None:
        if value is None:
            return None
        if not 2000 < value.year < 3000:  # at the ends of the calendar there is no other zone's time
            raise ValueError("is no time in the past")
        zone = ZoneInfo(read_clinic().time_zone)
        given = (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(timezone.utc)
        if given > datetime.now(timezone.utc) + timedelta(minutes=5):
            raise ValueError("is no time in the past")
        return given


def read_entry(content: object) -> Enrolment:
    """Return the enrolment of a JSON object or a table's row; EntryError names the first wrong field."""
    if not isinstance(content, Mapping) or not all(isinstance(key, str) for key in content):
        raise EntryError("must be an object with phone, procedure_date, language, consent_how, consent_by")
    try:
        entry = Entry(**content)
    except ValidationError as error:
        raise EntryError(_fault(error, content)) from None
    return Enrolment(**entry.dict())


def _fault(error: ValidationError, content: Mapping[str, Any]) -> str:
    """Return field and reason; the name of an unknown field is not repeated, it may be anything."""
    first = error.errors()[0]
    field = str(first["loc"][0])
    if field not in Entry.__fields__:
        return f"has a field that is not known; known are {', '.join(Entry.__fields__)}"
    if first["type"].startswith("value_error.missing"):
        return f"{field}: is missing"
    return f"{field}: {_REASONS.get(first['type'], first['msg'])}"


_REASONS = {
    "value_error.const": "must be en or es",
    "value_error.str.regex": "must be one line of plain words",
    "value_error.date": "is no date; write it as 2026-11-18",
    "value_error.datetime": "is no time; write it as 2026-11-18T14:05:00-05:00",
    "type_error.none.not_allowed": "is missing",
    "type_error.str": "must be text",
}
