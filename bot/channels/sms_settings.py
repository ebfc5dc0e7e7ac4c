"""Settings of the SMS channel from the environment: all of them or none, each fault one clear line."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, root_validator, validator

from bot.errors import SettingsError
from bot.settings import is_production
from bot.yamlfile import Strict

PREFIX = "SMS_"
_HERE = {"localhost", "127.0.0.1", "::1"}
#: How a toll-free number of the North American plan begins.
_TOLL_FREE = re.compile(r"\+18(?:00|33|44|55|66|77|88)\d{7}")
_CODE = r"^[A-Za-z0-9_-]{2,64}$"


class _Environment(Strict):
    """The SMS_ settings as they stand in the environment."""

    account_sid: str = Field(regex=_CODE)
    auth_token: str = Field(min_length=8)
    public_url: str
    sender: str | None = Field(None, alias="SMS_FROM", regex=r"^\+[1-9]\d{7,14}$|^\d{3,8}$")
    messaging_service_sid: str | None = Field(None, regex=_CODE)
    api_base: str = "https://api.twilio.com"
    opt_out: str = Field("provider", regex="^(provider|ours)$")
    person_messages: int = Field(12, ge=1, le=1000)

    class Config(Strict.Config):
        @staticmethod
        def alias_generator(name: str) -> str:
            return f"{PREFIX}{name.upper()}"

    @validator("public_url", "api_base")
    @classmethod
    def _is_base(cls, value: str) -> str:
        parts = urlsplit(value)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE and not is_production())
        if not safe or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("is no address such as https://aftercare.example.org")
        return value.rstrip("/")

    @root_validator(skip_on_failure=True)
    @classmethod
    def _one_sender(cls, values: dict[str, object]) -> dict[str, object]:
        if bool(values["sender"]) == bool(values["messaging_service_sid"]):
            raise ValueError("set one of SMS_FROM and SMS_MESSAGING_SERVICE_SID")
        return values


@dataclass(frozen=True)
class SmsSettings:
    """Whose account texts, from where, and at which address the provider reaches us."""

    account_sid: str
    auth_token: str
    public_url: str
    sender: str | None = None
    messaging_service_sid: str | None = None
    api_base: str = "https://api.twilio.com"
    opt_out: str = "provider"
    person_messages: int = 12  # a minute, in bursts of half of it

    def url_of(self, place: str) -> str:
        """Return the address of a route as the provider knows it: it signs that, not what a proxy makes of it."""
        return f"{self.public_url}/webhooks/sms/{place}"

    def status_url(self, token: str) -> str:
        """Return the address at which the provider reports on one text."""
        return f"{self.url_of('status')}?message={token}"

    @property
    def provider_confirms(self) -> bool:
        """Tell whether the provider answers STOP, START and HELP by itself."""
        return self.opt_out == "provider"

    @property
    def toll_free(self) -> bool:
        return bool(self.sender and _TOLL_FREE.fullmatch(self.sender))


def read_sms_settings() -> SmsSettings | None:
    """Read the environment; None where nothing is set, SettingsError where something is missing or wrong."""
    fields = _Environment.__fields__.values()
    given = {f.alias: os.environ[f.alias].strip() for f in fields if os.environ.get(f.alias, "").strip()}
    if not given:
        return None
    try:
        return SmsSettings(**_Environment(**given).dict())
    except ValidationError as error:
        raise SettingsError(f"The SMS channel cannot start: {_faults(error)}. See docs/sms.md.") from None


def _faults(error: ValidationError) -> str:
    """Say what is wrong without a value: one of them may be the secret."""
    return "; ".join(_fault(str(e["loc"][0]), str(e["type"]), str(e["msg"])) for e in error.errors())


def _fault(name: str, kind: str, words: str) -> str:
    if name == "__root__":
        return words
    if kind == "value_error.missing":
        return f"{name} is not set"
    return f"{name} {words}" if words.startswith("is ") else f"{name} is not as it should be"
