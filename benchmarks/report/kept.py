"""The report's figures as JSON beside the page, and the change since those of the report before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.intervals import Rate


@dataclass(frozen=True)
class Kept:
    """What one report found."""

    digest: str  # of all results that it was made of
    model: str = "unknown"
    made: str = ""
    rates: dict[str, Rate] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    failed: dict[str, list[str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON travels."""
        rates = {name: [rate.hits, rate.cases] for name, rate in self.rates.items()}
        return {**vars(self), "rates": rates}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Kept:
        """Read it back."""
        return cls(**{**data, "rates": {name: Rate(*pair) for name, pair in data["rates"].items()}})


def read_previous(path: Path, now: Kept) -> Kept | None:
    """Return the report to compare with: the one at the path, or, where that is made of the same results, its own."""
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    before = data.pop("previous", None)
    if data["digest"] != now.digest:
        return Kept.from_dict(data)
    return Kept.from_dict(before) if before else None


def write(path: Path, now: Kept, previous: Kept | None) -> None:
    """Keep a report's figures, and those that it was compared with."""
    data = {**now.as_dict(), "previous": previous.as_dict() if previous else None}
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")


def changes(now: Kept, before: Kept) -> Iterator[tuple[str, str, str, str]]:
    """Yield each figure with its value before, now, and what that means."""
    for name, rate in now.rates.items():
        old = before.rates.get(name)
        yield name, _told(old), _told(rate), _meaning(old, rate)
    for name, value in now.numbers.items():
        was = before.numbers.get(name)
        yield name, "–" if was is None else f"{was:.3f}", f"{value:.3f}", "" if was is None else f"{value - was:+.3f}"


def _told(rate: Rate | None) -> str:
    return "–" if rate is None or not rate.cases else f"{rate.hits} of {rate.cases}, {rate.value:.1%}"


def _meaning(old: Rate | None, rate: Rate) -> str:
    if old is None or not old.cases or not rate.cases:
        return "new"
    points = (rate.value - old.value) * 100
    apart = rate.interval[0] > old.interval[1] or rate.interval[1] < old.interval[0]
    return f"{points:+.1f} points{', more than chance would do' if apart else ''}" if points else "the same"
