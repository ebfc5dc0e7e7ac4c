"""Exact binomial intervals."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """A count of hits among cases, with its exact (Clopper-Pearson) 95% interval."""

    hits: int
    cases: int

    @property
    def value(self) -> float:
        return self.hits / self.cases if self.cases else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """The exact interval, (0, 1) when there is no case."""
        from scipy.stats import beta

        low = beta.ppf(0.025, self.hits, self.cases - self.hits + 1) if self.hits else 0.0
        high = beta.ppf(0.975, self.hits + 1, self.cases - self.hits) if self.hits < self.cases else 1.0
        return float(low), float(high)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.hits:4} of {self.cases:4}  {self.value:6.1%}  (95% interval {low:.1%} to {high:.1%})"
