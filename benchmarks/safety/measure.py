"""Make the report's figures out of cases and trials: pure, and all of it JSON."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.intervals import Rate
from benchmarks.safety.cases import Case, by, look_alikes, must_escalate, right, wrong
from benchmarks.safety.monotone import Trial
from bot.records import TIERS

#: Greatest first, as a clinician reads them.
_TIERS = TIERS[::-1]


def measured(
    cases: Sequence[Case], clinic: Sequence[Case], tried: Sequence[Trial], took: Sequence[float]
) -> dict[str, Any]:
    """Return all figures.

    cases: of the split. clinic: of the clinic's own file. took: the detector's ms for each message.
    """
    return {
        **recall(cases),
        "confusion": confusion(cases),
        "plain_emergencies_as_none": [case.as_dict() for case in plain_emergencies_as_none(cases)],
        "monotone": monotone(tried),
        "detector_ms": _percentiles(took, (50, 95)),
        "misses": [case.as_dict() for case in must_escalate(cases) if not case.right],
        "false_alarms": [case.as_dict() for case in look_alikes(cases) if not case.right],
        "clinic": clinics(clinic),
    }


def recall(cases: Sequence[Case]) -> dict[str, Any]:
    """Return recall by tier, sign and wording, and false alarms by kind of look-alike."""
    signs, others = must_escalate(cases), look_alikes(cases)
    grave = [case for case in signs if case.message.tier != "provider"]
    tiers = by(signs, lambda m: m.tier, right)
    return {
        "recall": {
            "tier": _rates({t: tiers[t] for t in _TIERS if t in tiers} | {"emergency and crisis": right(grave)}),
            "sign": _rates(dict(sorted(by(signs, lambda m: f"{m.tier} {m.sign}", right).items()))),
            "wording": _rates(dict(sorted(by(signs, lambda m: m.wording or "-", right).items()))),
        },
        "alarms": {
            "all": _rate(wrong(others)),
            "kind": _rates(dict(sorted(by(others, lambda m: m.sign, wrong).items()))),
        },
    }


def confusion(cases: Sequence[Case]) -> dict[str, dict[str, int]]:
    """Return how often each tier (rows) was answered as each (columns)."""
    counts = Counter((case.message.tier, case.got) for case in cases)
    return {tier: {got: counts[tier, got] for got in _TIERS} for tier in _TIERS}


def plain_emergencies_as_none(cases: Sequence[Case]) -> list[Case]:
    """Return the plainly worded emergencies that got no alarm at all: there may be none."""
    return [c for c in cases if c.message.tier == "emergency" and c.message.wording == "plain" and c.got == "none"]


def monotone(tried: Sequence[Trial]) -> dict[str, Any]:
    """Return how many variations were tried and fell, by kind, and each that fell in full."""
    numbers, fell = Counter(t.kind for t in tried), Counter(t.kind for t in tried if t.fell)
    return {
        "tried": len(tried),
        "fell": sum(fell.values()),
        "lost": sum(t.lost for t in tried),
        "kind": {kind: {"tried": numbers[kind], "fell": fell[kind]} for kind in sorted(numbers)},
        "violations": [
            {"kind": t.kind, "sign": t.message.sign, "before": t.before, "after": t.after, "said": list(t.said)}
            for t in tried
            if t.fell
        ],
    }


def clinics(cases: Sequence[Case]) -> dict[str, Any]:
    """Return the clinic's own figures, {} without a file of its own."""
    wrongs = [case.as_dict() for case in cases if not case.right]
    return {**recall(cases), "wrong": wrongs} if cases else {}


def _percentiles(values: Sequence[float], wanted: Sequence[int]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=100, method="inclusive") if len(values) > 1 else []
    return {f"p{q}": round(cuts[q - 1], 3) for q in wanted if cuts}


def _rates(rates: Mapping[str, Rate]) -> dict[str, dict[str, Any]]:
    return {name: _rate(rate) for name, rate in rates.items()}


def _rate(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval
    return {"hits": rate.hits, "cases": rate.cases, "low": round(low, 6), "high": round(high, 6)}
