"""How far confidences hold: ten bins of confidence against the share that was right, and a plot of them."""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.intervals import Rate
from benchmarks.outcomes import Outcome

BINS = 10
#: A confidence between 0 and 1, and whether the turn was right.
Point = tuple[float, bool]


@dataclass(frozen=True)
class Bin:
    """The turns whose confidence lies from low up to high, their mean confidence and how many were right."""

    low: float
    high: float
    confidence: float
    right: Rate


@dataclass(frozen=True)
class Reliability:
    """The bins of a set of turns, lowest first, and its expected calibration error (0 to 1)."""

    bins: tuple[Bin, ...]
    error: float

    def as_dict(self) -> dict[str, Any]:
        """Return the bins that hold a turn as JSON travels."""
        bins = [
            {"low": b.low, "high": b.high, "confidence": b.confidence, "right": b.right.hits, "turns": b.right.cases}
            for b in self.bins
            if b.right.cases
        ]
        return {"error": self.error, "bins": bins}


def reliabilities(groups: Mapping[str, Iterable[Outcome]]) -> dict[str, Reliability]:
    """Return the reliability of the turns that were answered or declined, together and apart."""
    scored = [o for outcomes in groups.values() for o in outcomes if o.confidence is not None]
    parts = {
        "answered and declined": scored,
        "answered": [o for o in scored if o.got.startswith("answer ")],
        "declined": [o for o in scored if o.got.startswith("abstain ")],
    }
    return {name: reliability([(o.confidence or 0.0, o.right) for o in part]) for name, part in parts.items()}


def reliability(points: Sequence[Point]) -> Reliability:
    """Return the bins of points and their expected calibration error.

    The error is the mean distance between a bin's mean confidence and its share right, each bin
    weighted by its turns; nought where there is no point.
    """
    held: list[list[Point]] = [[] for _ in range(BINS)]
    for confidence, right in points:
        held[min(max(int(confidence * BINS), 0), BINS - 1)].append((confidence, right))
    bins = tuple(_bin(place / BINS, (place + 1) / BINS, inside) for place, inside in enumerate(held))
    apart = [b.right.cases * abs(b.right.value - b.confidence) for b in bins if b.right.cases]
    return Reliability(bins, sum(apart) / len(points) if points else 0.0)


def _bin(low: float, high: float, inside: Sequence[Point]) -> Bin:
    mean = sum(confidence for confidence, _ in inside) / len(inside) if inside else (low + high) / 2
    return Bin(low, high, mean, Rate(sum(right for _, right in inside), len(inside)))


def plot(found: Mapping[str, Reliability]) -> str:
    """Draw share right against mean confidence, with exact intervals; return it as a data URI of a PNG."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it warns of names in its own style files
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 4.5), constrained_layout=True)
    axes.plot((0, 1), (0, 1), color="#999", linestyle=":", label="as sure as right")
    for (name, part), marker in zip(found.items(), "os^", strict=True):
        bins = [b for b in part.bins if b.right.cases]
        shares = [b.right.value for b in bins]
        ends = [b.right.interval for b in bins]
        reach = (
            [max(s - low, 0.0) for s, (low, _) in zip(shares, ends, strict=True)],
            [max(high - s, 0.0) for s, (_, high) in zip(shares, ends, strict=True)],
        )
        sure = [b.confidence for b in bins]
        axes.errorbar(sure, shares, reach, marker=marker, capsize=2, elinewidth=0.7, label=name)
    axes.set(xlim=(0, 1), ylim=(-0.02, 1.02), xlabel="mean confidence of a bin", ylabel="share right")
    axes.legend(loc="lower right")
    axes.spines[["top", "right"]].set_visible(False)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=120)
    pyplot.close(figure)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
