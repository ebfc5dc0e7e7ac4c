"""One turn as it came back, over whatever line it was held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Behind:
    """What a reply rests on, where the archive runs in this process."""

    parsed: dict[str, Any]  # what the pipeline made of the message: intent, hits, red flags, decision
    slots: dict[str, Any]
    utter: str | None  # the response's name


@dataclass(frozen=True)
class Answered:
    """One turn as the patient gets it, and its record; behind: None over a server."""

    text: str
    record: dict[str, Any]
    buttons: list[dict[str, str]] = field(default_factory=list)
    faults: tuple[str, ...] = ()  # of the reply's form, whatever was expected of it
    behind: Behind | None = None

    @classmethod
    def of(cls, items: Sequence[dict[str, Any]]) -> Answered:
        """Read a reply as REST sends it: items with text, and one record, last."""
        records = [item["custom"] for item in items if "custom" in item]
        one = len(records) == 1 and "custom" in items[-1]
        return cls(
            "\n\n".join(item["text"] for item in items if "text" in item),
            records[-1] if records else {},
            [button for item in items for button in item.get("buttons", [])],
            () if one else (f"{len(records)} records instead of one, last",),
        )


class Line(Protocol):
    """A way to hold one conversation."""

    async def say(self, text: str, now: str | None = None) -> Answered:
        """Send a message at a day and hour; return the reply."""
