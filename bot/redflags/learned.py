"""The learned detector: a linear head over signs and look-alikes, on the sentence vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.encoder.head import LinearHead
from bot.encoder.session import Vectors
from bot.records import RedFlag
from bot.redflags.lexicon import Lexicon


@dataclass(frozen=True)
class Thresholds:
    """Probabilities of any sign, set on the tuning split."""

    whole: float = 0.5  # from here the message as a whole raises an alarm by itself
    piece: float = 0.9  # from here one of its pieces does, where the whole supports it
    support: float = 0.3  # what the whole must show for a piece to count
    voided: float = 0.9  # instead, where a rule's finding was voided by its context
    doubt: float = 0.15  # below this a rule's provider sign is taken for a look-alike,
    grave_doubt: float = 0.05  # and below this an emergency or crisis, unless a piece shows it


@dataclass(frozen=True)
class Opinion:
    """What the head makes of a message: the probability of any sign, and the likeliest one."""

    whole: float
    piece: float
    sign: str | None
    cue: str


@dataclass(frozen=True)
class LearnedDetector:
    """A head whose classes are sign ids and `none.<kind>`."""

    head: LinearHead
    lexicon: Lexicon
    thresholds: Thresholds

    def opinion(self, vectors: Vectors, texts: list[str]) -> Opinion:
        """Return the head's opinion; row 0 of vectors is the whole message, the others its pieces."""
        if not len(vectors):
            return Opinion(0.0, 0.0, None, "")
        rows = self.head.probabilities(vectors)
        none = [i for i, name in enumerate(self.head.classes) if name.startswith("none.")]
        urgent = 1.0 - rows[:, none].sum(axis=1)
        best = int(np.argmax(urgent)) if urgent[0] < self.thresholds.whole else 0
        row = rows[best].copy()
        row[none] = 0.0
        sign = self.head.classes[int(np.argmax(row))]
        return Opinion(float(urgent[0]), float(urgent[1:].max(initial=0.0)), sign, texts[best])

    def flags(self, opinion: Opinion, *, voided: bool) -> list[RedFlag]:
        """Return the sign that the opinion is sure enough of, if any."""
        bars = self.thresholds
        sure = opinion.whole >= bars.whole or (opinion.piece >= bars.piece and opinion.whole >= bars.support)
        if voided:
            sure = opinion.whole >= bars.voided
        sign = self.lexicon.signs.get(opinion.sign or "")
        if not sure or sign is None:
            return []
        why = f"learned: {max(opinion.whole, opinion.piece):.2f}"
        return [RedFlag(sign.id, sign.tier, opinion.cue, why)]

    def believes(self, flag: RedFlag, opinion: Opinion) -> bool:
        """Tell whether a rule's finding stands: only near certainty of a look-alike drops it."""
        bar = self.thresholds.doubt if flag.tier == "provider" else self.thresholds.grave_doubt
        return opinion.whole >= bar or opinion.piece >= self.thresholds.piece
