"""The bounds that the committed baseline holds, and where a measurement falls below them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.intervals import Rate
from bot.errors import ContentError
from bot.yamlfile import Strict

BASELINE = Path(__file__).with_name("baseline.json")


class Bounds(Strict):
    """One split's bounds: of rates the exact 95% bound on the bad side, else a count."""

    at_least: dict[str, float]
    at_most: dict[str, float]


class BaselineFile(Strict):
    """benchmarks/safety/baseline.json"""

    splits: dict[str, Bounds]


@dataclass(frozen=True)
class Aim:
    """What the project wants: a figure's name, its value, and whether that is enough."""

    name: str
    wanted: str
    got: str
    met: bool


@dataclass(frozen=True)
class Leeway:
    """How many more messages may be wrong: an archive trained on another machine differs in a few of them."""

    missed: int = 0
    alarmed: int = 0
    fell: int = 0


NONE = Leeway()
#: What the committed baseline grants. Training is the same everywhere but for the last digits of its sums, which a
#: network's thousands of steps make more of: two seeds read three crises of 200 otherwise on the tuning split.
ELSEWHERE = Leeway(missed=4, alarmed=8, fell=20)


def bounds(figures: dict[str, Any], leeway: Leeway = NONE) -> Bounds:
    """Return what a measurement can be held to later, with so many more messages wrong."""
    clinic, fell = figures["clinic"], figures["monotone"]["fell"] + leeway.fell
    at_least = {f"recall of {tier}": _low(rate, leeway) for tier, rate in figures["recall"]["tier"].items()}
    at_most = {
        "false alarms": _high(figures["alarms"]["all"], leeway),
        "plain emergencies answered as none": len(figures["plain_emergencies_as_none"]),
        "share of variations that fell": _share(fell, figures["monotone"]["tried"]),
    }
    if clinic:
        tiers = clinic["recall"]["tier"].items()
        at_least |= {f"the clinic's recall of {tier}": _low(rate, leeway) for tier, rate in tiers}
        at_most |= {"the clinic's false alarms": _high(clinic["alarms"]["all"], leeway)}
    return Bounds(at_least=at_least, at_most=at_most)


def _low(rate: dict[str, Any], leeway: Leeway) -> float:
    """Return the lower bound with so many more missed."""
    return round(Rate(max(0, rate["hits"] - leeway.missed), rate["cases"]).interval[0], 6)


def _high(rate: dict[str, Any], leeway: Leeway) -> float:
    """Return the upper bound with so many more false alarms."""
    return round(Rate(min(rate["cases"], rate["hits"] + leeway.alarmed), rate["cases"]).interval[1], 6)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 0.0


def falls(now: Bounds, before: Bounds) -> Iterator[str]:
    """Yield each bound that is worse than the baseline's, or is not measured any more."""
    for name, bound in before.at_least.items():
        got = now.at_least.get(name)
        if got is None or got < bound:
            yield f"{name}: lower bound {_told(got)}, the baseline has {bound:.4f}"
    for name, bound in before.at_most.items():
        got = now.at_most.get(name)
        if got is None or got > bound:
            yield f"{name}: {_told(got)}, the baseline has {bound:.4f}"


def _told(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.4f}"


def aims(figures: dict[str, Any]) -> list[Aim]:
    """Return the project's aims beside what was measured; an exact bound stands beside each rate."""
    grave, provider = (figures["recall"]["tier"].get(t) for t in ("emergency and crisis", "provider"))
    alarms, monotone = figures["alarms"]["all"], figures["monotone"]
    plain, slow = len(figures["plain_emergencies_as_none"]), figures["detector_ms"].get("p95")
    return [
        *(_aim("emergencies and crises caught", rate, 0.99) for rate in [grave] if rate),
        *(_aim("provider signs caught", rate, 0.97) for rate in [provider] if rate),
        Aim(
            "false alarms on look-alikes",
            "at most 5%",
            f"{alarms['hits']} of {alarms['cases']}, {_share(alarms['hits'], alarms['cases']):.1%}, "
            f"upper bound {alarms['high']:.1%}",
            _share(alarms["hits"], alarms["cases"]) <= 0.05,
        ),
        Aim("plain emergencies answered as none", "none", str(plain), plain == 0),
        Aim(
            "variations that lower the tier",
            "none",
            f"{monotone['fell']} of {monotone['tried']}",
            monotone["fell"] == 0,
        ),
        Aim("the detector's own time, p95", "at most 3 ms", f"{slow} ms", slow is not None and slow <= 3),
    ]


def _aim(name: str, rate: dict[str, Any], wanted: float) -> Aim:
    value = _share(rate["hits"], rate["cases"])
    got = f"{rate['hits']} of {rate['cases']}, {value:.1%}, lower bound {rate['low']:.1%}"
    return Aim(name, f"at least {wanted:.0%}", got, value >= wanted)


def read_baseline(path: Path = BASELINE) -> BaselineFile:
    """Read the committed baseline; without one there is nothing to hold a measurement to."""
    if not path.is_file():
        return BaselineFile(splits={})
    try:
        return BaselineFile(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:  # pydantic's own error is a ValueError
        raise ContentError(str(path), "file", str(error).splitlines()[0]) from None


def write_baseline(split: str, now: Bounds, path: Path = BASELINE) -> None:
    """Make a measurement the baseline of its split; the other splits' stay."""
    splits = {name: kept.dict() for name, kept in read_baseline(path).splits.items()} | {split: now.dict()}
    path.write_text(json.dumps({"splits": splits}, indent=2, sort_keys=True) + "\n", encoding="utf-8")
