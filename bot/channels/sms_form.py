"""What the provider posts: its signature, and the fields that are read of it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from pydantic import BaseModel, Field, ValidationError, validator
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from bot.stores.sms_statuses import RANKS

#: A webhook's body in bytes; the provider's longest message of 1,600 characters is well within it.
MOST_BYTES = 64_000
_MOST_FIELDS = 200
_SID = r"^[A-Za-z0-9_-]{2,64}$"


class Incoming(BaseModel):
    """A text message. Fields that are not read are let be: providers add some at any time."""

    sid: str = Field(alias="MessageSid", regex=_SID)
    number: str = Field(alias="From", min_length=1, max_length=64)
    text: str = Field("", alias="Body")
    media: int = Field(0, alias="NumMedia", ge=0, le=100)
    opt_out_type: str | None = Field(None, alias="OptOutType", regex="^(STOP|START|HELP)$")


class Report(BaseModel):
    """What became of a text of ours."""

    sid: str = Field(alias="MessageSid", regex=_SID)
    status: str = Field(alias="MessageStatus")
    error: int | None = Field(None, alias="ErrorCode", ge=0, le=999_999)

    @validator("status")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in RANKS:
            raise ValueError("is no status that we know")
        return value

    @validator("error", pre=True)
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None


def read_fields(body: bytes) -> dict[str, str] | None:
    """Return a form's fields, empty ones too: the signature covers them. None for what is no form.

    Sanic's own reader drops empty fields, and with them the signature of every message without words.
    """
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        return None
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else None


def is_signed(token: str, url: str, fields: dict[str, str], signature: str) -> bool:
    """Tell whether the provider signed this form for this address."""
    return bool(RequestValidator(token).validate(url, fields, signature))


def read_incoming(fields: dict[str, str]) -> Incoming | None:
    """Return the message of a form; None where a field is missing or makes no sense."""
    try:
        return Incoming(**fields)
    except ValidationError:
        return None


def read_report(fields: dict[str, str]) -> Report | None:
    """Return the report of a form; None where a field is missing or makes no sense."""
    try:
        return Report(**fields)
    except ValidationError:
        return None


def reply_of(text: str | None) -> bytes:
    """Return the webhook's answer: nothing to send, or one text."""
    reply = MessagingResponse()
    if text:
        reply.message(text)
    return str(reply).encode()
