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
    """Probabilities of any sign above which the learned detector speaks, set on a tuning split."""

    whole: float = 0.6
    piece: float = 0.8
    voided: float = 0.95  # where a rule found a sign and its context voided it


@dataclass(frozen=True)
class LearnedDetector:
    """A head whose classes are sign ids and `none.<kind>`."""

    head: LinearHead
    lexicon: Lexicon
    thresholds: Thresholds

    def detect(self, vectors: Vectors, texts: list[str], *, voided: bool = False) -> list[RedFlag]:
        """Return at most one sign: the likeliest of the message or of the piece that shows it best.

        Row 0 of vectors is the whole message, the others its pieces.
        """
        if not len(vectors):
            return []
        rows = self.head.probabilities(vectors)
        urgent = 1.0 - rows[:, self._none].sum(axis=1)
        bars = np.full(len(rows), self.thresholds.piece)
        bars[0] = self.thresholds.whole
        if voided:
            bars[:] = self.thresholds.voided
        best = int(np.argmax(urgent - bars))
        if urgent[best] < bars[best]:
            return []
        row = rows[best].copy()
        row[self._none] = 0.0
        sign = self.lexicon.signs.get(self.head.classes[int(np.argmax(row))])
        if sign is None:
            return []
        return [RedFlag(sign.id, sign.tier, texts[best], f"learned: {urgent[best]:.2f}")]

    @property
    def _none(self) -> list[int]:
        return [i for i, name in enumerate(self.head.classes) if name.startswith("none.")]
