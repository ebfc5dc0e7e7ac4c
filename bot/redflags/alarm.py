"""The life of an alarm: it opens, rises, never falls, and ends only when help was reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.records import TIERS, RedFlag, Tier, greatest_tier


@dataclass(frozen=True)
class Alarm:
    """An alarm that is open: its tier, all signs so far, and since when (ISO, UTC)."""

    tier: Tier
    flags: tuple[str, ...]
    since: str

    def as_dict(self) -> dict[str, Any]:
        return {"tier": self.tier, "flags": list(self.flags), "since": self.since}

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> Alarm | None:
        """Read an alarm back from its slot; None when none is open."""
        return cls(data["tier"], tuple(data["flags"]), data["since"]) if data else None


def advance(alarm: Alarm | None, flags: list[RedFlag], *, reached_help: bool, now: str) -> Alarm | None:
    """Return the alarm after a message.

    New signs open or raise it, whatever else the message says; reaching help ends it, unless
    the same message brings a sign that was not known.
    """
    new = [flag for flag in flags if alarm is None or flag.id not in alarm.flags]
    if reached_help and not new:
        return None
    if not flags:
        return alarm
    tier = greatest_tier([flag.tier for flag in flags])
    if alarm is None:
        return Alarm(tier, tuple(dict.fromkeys(f.id for f in flags)), now)
    known = tuple(dict.fromkeys((*alarm.flags, *(f.id for f in flags))))
    return Alarm(max(alarm.tier, tier, key=TIERS.index), known, alarm.since)
