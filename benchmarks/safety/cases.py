"""A held-out message and what came back for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.held_out import SignMessage
from benchmarks.intervals import Rate
from benchmarks.safety.judgement import is_right
from bot.records import Tier


@dataclass(frozen=True)
class Case:
    """A message, the tier and the signs that its reply names."""

    message: SignMessage
    got: Tier
    flags: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether a sign was caught at its tier or above, or a look-alike left alone."""
        return is_right(self.message, self.got)

    def as_dict(self) -> dict[str, Any]:
        """Return the case in full, for the report."""
        m = self.message
        return {
            "text": m.text,
            "tier": m.tier,
            "sign": m.sign,
            "wording": m.wording,
            "got": self.got,
            "flags": self.flags,
        }


def cases_of(messages: Sequence[SignMessage], records: Sequence[Mapping[str, Any]]) -> list[Case]:
    """Put messages and their turn records together."""
    pairs = zip(messages, records, strict=True)
    return [Case(message, record["tier"], tuple(record["red_flags"])) for message, record in pairs]


def must_escalate(cases: Sequence[Case]) -> list[Case]:
    """Return the cases that are a warning sign."""
    return [case for case in cases if case.message.tier != "none"]


def look_alikes(cases: Sequence[Case]) -> list[Case]:
    """Return the cases that are none."""
    return [case for case in cases if case.message.tier == "none"]


def right(cases: Sequence[Case]) -> Rate:
    """Return how many cases are right: of signs the recall."""
    return Rate(sum(case.right for case in cases), len(cases))


def wrong(cases: Sequence[Case]) -> Rate:
    """Return how many cases are wrong: of look-alikes the false alarms."""
    return Rate(sum(not case.right for case in cases), len(cases))


def by(
    cases: Sequence[Case], key: Callable[[SignMessage], str], rate: Callable[[Sequence[Case]], Rate]
) -> dict[str, Rate]:
    """Return the rate of each group of cases, groups in the order in which they first stand."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(key(case.message), []).append(case)
    return {name: rate(group) for name, group in groups.items()}
