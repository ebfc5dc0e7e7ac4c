"""The shape of the clinicians' red-flag files; unknown keys are refused."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.yamlfile import Strict


class SignEntry(Strict):
    id: str = Field(regex=r"^[a-z]+\.[a-z-]+$")
    tier: Literal["emergency", "crisis", "provider"]
    sign: str
    reason: str
    reference: str
    reviewed_by: str | None
    example: str
    counter_example: str
    patterns: list[str] = Field(min_items=1)


class RedFlagFile(Strict):
    """knowledge/red_flags/<system>.yml"""

    system: str
    signs: tuple[SignEntry, ...]


class CuesFile(Strict):
    """knowledge/cues.yml: word lists for the patterns, and the cues of context."""

    lists: dict[str, tuple[str, ...]]
    denied: tuple[str, ...]
    not_denied: tuple[str, ...]
    denied_after: tuple[str, ...]
    answered: tuple[str, ...] = ()
    information: tuple[str, ...]
    asked_about: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    current: tuple[str, ...]
    not_current: tuple[str, ...] = ()
    came_back: tuple[str, ...] = ()
    not_came_back: tuple[str, ...] = ()
    past: tuple[str, ...]
    before_it: tuple[str, ...] = ()
    longstanding: tuple[str, ...] = ()
    cleared: tuple[str, ...]
    other_subject: tuple[str, ...]
    fiction: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    figurative: tuple[str, ...]
