"""Judge a system that gives one label and a score, and choose its threshold."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: A label ("ask/lifting", "gap/driving", …) and how sure the system is of it, on a scale of its own.
Guess = tuple[str, float]
#: A label and a text that is searched for it.
Document = tuple[str, str]


def is_right(wanted: str, guess: Guess, threshold: float) -> bool:
    """Tell whether a question got its own topic, or any other message no topic at all.

    A topic is given where the label is one (`ask/…`) and the score reaches the threshold; all
    else is declined.
    """
    label, score = guess
    given = label if label.startswith("ask/") and score >= threshold else None
    return given == (wanted if wanted.startswith("ask/") else None)


def best_threshold(wanted: Sequence[str], guesses: Sequence[Guess]) -> float:
    """Return the threshold at which most messages are met right, the lowest of equals.

    Answered and declined messages count alike. One candidate lies above all scores, where
    everything is declined.
    """
    scores = sorted({score for _, score in guesses})
    candidates = [*scores, math.nextafter(scores[-1], math.inf)]
    pairs = list(zip(wanted, guesses, strict=True))
    return max(candidates, key=lambda t: sum(is_right(label, guess, t) for label, guess in pairs))
