"""Look up a response by name and channel, and fill in the clinic's numbers."""

from __future__ import annotations

from typing import Any

from bot.records import RedFlag, TurnRecord, greatest_tier
from bot.settings import Clinic


class Phrases:
    """The texts of `data/responses/`, for one clinic and channel."""

    def __init__(self, responses: dict[str, list[dict[str, Any]]], clinic: Clinic, channel: str) -> None:
        self._responses, self._channel = responses, channel
        self._clinic = clinic.dict(exclude={"demo", "time_zone", "accept_unreviewed_content"})

    def say(self, response: str, **values: object) -> str:
        """Return the text of a response; KeyError when there is none of that name."""
        variations = self._responses[response]
        own = [v for v in variations if v.get("channel") == self._channel]
        text: str = (own or [v for v in variations if not v.get("channel")])[0]["text"]
        return text.format(**{**self._clinic, **values})

    def last_resort(self, flags: list[RedFlag], language: str = "en") -> dict[str, Any]:
        """Return the reply for when all else failed; a known alarm still names its number."""
        tier = greatest_tier([flag.tier for flag in flags])
        record = TurnRecord(
            kind="escalation" if flags else "abstain", tier=tier, red_flags=tuple(flag.id for flag in flags)
        )
        both = {"emergency", "crisis"} <= {flag.tier for flag in flags}
        name = f"utter_escalation_{'emergency_crisis' if both else tier}" if flags else "utter_last_resort"
        name = f"{name}_es" if language == "es" else name
        return {"text": self.say(name), "custom": record.as_dict()}
