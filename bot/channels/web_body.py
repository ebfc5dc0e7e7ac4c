"""The bodies that the web channel takes; anything else is malformed."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import Field, StrictBool, StrictStr, ValidationError, root_validator

from bot.yamlfile import Strict

Body = TypeVar("Body", bound=Strict)


class SessionBody(Strict):
    """{} or {"token": "…"}"""

    token: StrictStr | None = None


class MessageBody(Strict):
    """{"id", "text"} or {"id", "choice"}"""

    id: StrictStr = Field(regex=r"^[A-Za-z0-9_-]{8,64}\Z")
    text: StrictStr | None = None
    choice: StrictStr | None = Field(None, max_length=100)

    @root_validator(skip_on_failure=True)
    @classmethod
    def _one_of_two(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["text"] is None) == (values["choice"] is None):
            raise ValueError("text or choice, one of the two")
        return values


class FeedbackBody(Strict):
    """{"reply", "helpful"}"""

    reply: StrictStr = Field(max_length=100)
    helpful: StrictBool


def parse(body: bytes, model: type[Body]) -> Body | None:
    """Return a body as its model; None where it is none."""
    data = load(body)
    if not isinstance(data, dict):
        return None
    try:
        return model(**data)
    except (ValidationError, TypeError):
        return None


def load(body: bytes) -> Any:
    """Return the JSON of a body; an empty one is {}, None stands for what is no JSON."""
    if not body.strip():
        return {}
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def words_of(body: bytes) -> str:
    """Return what a person may have written in a body of any form: it is screened before it is refused."""
    data = load(body)
    text = data.get("text") if isinstance(data, dict) else None
    return text if isinstance(text, str) else body.decode("utf-8", "ignore")
