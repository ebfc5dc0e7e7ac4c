"""The provider's HTTP interface, through its own package: send a text, and ask what was sent."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from bot.channels.sms_settings import SmsSettings

#: Seconds to connect, and then between two pieces of an answer.
SECONDS = 10.0
#: Texts to one number that are looked through, the latest first.
_LOOKED_THROUGH = 100
#: The provider's clock may be behind ours by so much. Earlier texts of ours in that time are known.
_SKEW = timedelta(hours=1)
#: Answers that mean "not now": too many requests, and an account whose door is shut for the moment.
_LATER = {401, 403, 404, 429}

# At INFO the package logs addresses with numbers in them.
logging.getLogger("twilio.http_client").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Taken:
    """The provider has the text."""

    sid: str
    status: str


@dataclass(frozen=True)
class Refused:
    """The provider does not have the text: for good, or for now."""

    error: int
    for_good: bool


class UnsureError(Exception):
    """The call broke off: the provider may or may not have the text."""


class Provider:
    """One account at the provider. Calls block: they belong into a thread."""

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings
        # Without the pool: a kept connection that the other side has closed fails when it is used next,
        # and nobody knows then whether the text arrived.
        http = TwilioHttpClient(timeout=SECONDS, pool_connections=False)
        self._client = Client(settings.account_sid, settings.auth_token, http_client=http)
        self._client.api.base_url = settings.api_base

    def send(self, number: str, text: str, token: str) -> Taken | Refused:
        """Send a text; UnsureError where the answer is missing or is no answer."""
        settings = self._settings
        service = settings.messaging_service_sid
        sender = {"messaging_service_sid": service} if service else {"from_": str(settings.sender)}
        try:
            # Not smart_encoded: what can be folded was folded, and letters of a Spanish text stay.
            message = self._client.messages.create(
                to=number, body=text, status_callback=settings.status_url(token), smart_encoded=False, **sender
            )
        except TwilioRestException as error:
            return _refused(error)
        except requests.exceptions.ConnectionError as error:
            if _never_left(error):
                return Refused(0, for_good=False)
            raise UnsureError(type(error).__name__) from None
        except (requests.exceptions.RequestException, TwilioException, ValueError) as error:
            raise UnsureError(type(error).__name__) from None
        if not message.sid:
            raise UnsureError("an answer without an id")
        return Taken(message.sid, str(message.status or "queued"))

    def find(self, number: str, text: str, since: datetime, known: set[str]) -> Taken | None:
        """Return the text if the provider has it from us, other than the known ones; UnsureError if it does not say.

        since: when we first tried to send it, UTC without zone.
        """
        try:
            listed = self._client.messages.list(to=number, limit=_LOOKED_THROUGH)
        except (requests.exceptions.RequestException, TwilioException, ValueError) as error:
            raise UnsureError(type(error).__name__) from None
        for message in listed:
            if (
                message.sid not in known
                and str(message.direction).startswith("outbound-api")
                and _made(message.date_created) >= since - _SKEW
                # A provider that redacts words leaves none; a trial account puts some before ours.
                and (not message.body or _bare(message.body).endswith(_bare(text)))
            ):
                return Taken(str(message.sid), str(message.status or "queued"))
        return None


def _refused(error: TwilioRestException) -> Refused:
    """Return what a refusal means; UnsureError where the provider failed, for it may have failed afterwards."""
    status = int(error.status)
    if status >= 500 or status < 400 or status == 408:
        raise UnsureError(f"status {status}") from None
    return Refused(int(error.code or status), for_good=status not in _LATER)


def _never_left(error: requests.exceptions.ConnectionError) -> bool:
    """Tell whether no connection came about, so that nothing can have been taken."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in {"NewConnectionError", "ConnectTimeoutError", "NameResolutionError"}


def _made(time: datetime | None) -> datetime:
    """Return a time as UTC without zone; a message without one counts as new."""
    if time is None:
        return datetime.max
    return time.astimezone(timezone.utc).replace(tzinfo=None) if time.tzinfo else time


def _bare(text: str) -> str:
    return " ".join(text.split())
