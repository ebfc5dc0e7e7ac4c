"""The life of an alarm: it opens, rises, never falls, and ends only when help was reached."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.records import TIERS, RedFlag, Tier, greatest_tier

#: After so long the assistant asks, once, whether the person got help.
CHECK_AFTER = timedelta(hours=72)
#: What this turn's reply asks: whether help was reached after all that time, or by a call just told of.
Asking = Literal["", "check", "contact"]


@dataclass(frozen=True)
class Alarm:
    """An alarm that is open: its tier, all signs so far, and since when (ISO, UTC)."""

    tier: Tier
    flags: tuple[str, ...]
    since: str
    id: str = ""  # of the message that opened it
    asking: Asking = ""
    checked: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "flags": list(self.flags)}

    @classmethod
    def from_dict(cls, data: dict[str, Any] | None) -> Alarm | None:
        """Read an alarm back from its slot; None when none is open."""
        return cls(**{**data, "flags": tuple(data["flags"])}) if data else None


def advance(
    alarm: Alarm | None, flags: list[RedFlag], *, reached_help: bool, now: str, message_id: str = ""
) -> Alarm | None:
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
        return Alarm(tier, tuple(dict.fromkeys(f.id for f in flags)), now, message_id)
    known = tuple(dict.fromkeys((*alarm.flags, *(f.id for f in flags))))
    return replace(alarm, tier=max(alarm.tier, tier, key=TIERS.index), flags=known, asking="")


def inquire(alarm: Alarm, *, called: bool, now: str) -> Alarm:
    """Return an open alarm with what the reply to a message without signs asks.

    called: whether the message may tell of a call, and leaves open if it was answered.
    """
    if called:
        return replace(alarm, asking="contact")
    if not alarm.checked and _age(alarm, now) >= CHECK_AFTER:
        return replace(alarm, asking="check", checked=True)
    return replace(alarm, asking="")


def _age(alarm: Alarm, now: str) -> timedelta:
    return datetime.fromisoformat(now) - datetime.fromisoformat(alarm.since)
