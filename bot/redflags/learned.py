"""The learned detector: a linear head over signs and look-alikes, on the sentence vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from bot.encoder.head import PooledHead
from bot.encoder.session import Vectors
from bot.records import RedFlag
from bot.redflags.lexicon import Lexicon


@dataclass(frozen=True)
class Thresholds:
    """Probabilities of any sign, set on the tuning split."""

    whole: float = 0.55  # from here the whole message raises an emergency or crisis by itself
    provider: float = 0.9  # and from here a provider sign: a lesser sign wants more certainty
    piece: float = 0.9  # from here a piece raises an emergency or crisis, where the whole supports it
    support: float = 0.5  # what the whole must show for a piece to count
    voided: float = 0.9  # instead, where a rule's finding was voided by its context
    doubt: float = 0.15  # below this a rule's provider sign is taken for a look-alike,
    grave_doubt: float = 0.05  # and below this an emergency or crisis, unless a piece shows it


@dataclass(frozen=True)
class Views:
    """A message and its pieces, as text, sentence vectors and n-gram counts; row 0 is the whole message."""

    texts: list[str]
    vectors: Vectors | None = None
    ngrams: csr_matrix | None = None


@dataclass(frozen=True)
class Opinion:
    """What the head makes of a message: the probability of any sign, and the likeliest signs."""

    whole: float
    piece: float
    sign: str | None  # the likeliest of the whole message
    sign_of_piece: str | None  # the likeliest of the message or piece that shows a sign best
    cue: str


@dataclass(frozen=True)
class LearnedDetector:
    """A head whose classes are sign ids and `none.<kind>`."""

    head: PooledHead
    lexicon: Lexicon
    thresholds: Thresholds

    def opinion(self, views: Views) -> Opinion:
        """Return the head's opinion of a message and its pieces."""
        if not views.texts or views.vectors is None or views.ngrams is None:
            return Opinion(0.0, 0.0, None, None, "")
        rows = self.head.probabilities(views.vectors, views.ngrams)
        none = [i for i, name in enumerate(self.head.classes) if name.startswith("none.")]
        urgent = 1.0 - rows[:, none].sum(axis=1)
        rows[:, none] = 0.0
        best = int(np.argmax(urgent))
        likeliest = [self.head.classes[int(i)] for i in rows.argmax(axis=1)]
        return Opinion(
            float(urgent[0]), float(urgent[1:].max(initial=0.0)), likeliest[0], likeliest[best], views.texts[best]
        )

    def flags(self, opinion: Opinion, *, voided: bool) -> list[RedFlag]:
        """Return the sign that the opinion is sure enough of, if any."""
        bars, signs = self.thresholds, self.lexicon.signs
        whole, piece = signs.get(opinion.sign or ""), signs.get(opinion.sign_of_piece or "")
        bar = bars.provider if whole is not None and whole.tier == "provider" else bars.whole
        sign = whole if opinion.whole >= (max(bar, bars.voided) if voided else bar) else None
        supported = opinion.piece >= bars.piece and opinion.whole >= bars.support and not voided
        if sign is None and supported and piece is not None and piece.tier != "provider":
            sign = piece
        if sign is None:
            return []
        return [RedFlag(sign.id, sign.tier, opinion.cue, f"learned: {max(opinion.whole, opinion.piece):.2f}")]

    def believes(self, flag: RedFlag, opinion: Opinion) -> bool:
        """Tell whether a rule's finding stands: only near certainty of a look-alike drops it."""
        bar = self.thresholds.doubt if flag.tier == "provider" else self.thresholds.grave_doubt
        return opinion.whole >= bar or opinion.piece >= self.thresholds.piece
