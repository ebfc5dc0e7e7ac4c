"""The third detector: how near a message stands to messages whose sign is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.encoder.session import Vectors
from bot.records import RedFlag
from bot.redflags.lexicon import Lexicon

#: Rows of a message that are compared: itself and its first pieces; the learned detector reads all.
_MOST_ROWS = 6


@dataclass(frozen=True)
class Likeness:
    """The known sign message that stands nearest, its cosine, and by how much a look-alike is farther."""

    sign: str | None = None
    score: float = 0.0
    lead: float = 0.0
    cue: str = ""


@dataclass(frozen=True)
class KnownMessages:
    """Vectors of the training messages, signs and look-alikes, rows as in labels."""

    vectors: Vectors  # (messages, width), unit length
    labels: tuple[str, ...]

    def likeness(self, vectors: Vectors | None, texts: list[str]) -> Likeness:
        """Return what the message, or the piece of it that is most like a sign, stands nearest to."""
        if vectors is None or not texts or not self.labels:
            return Likeness()
        cosines = vectors[:_MOST_ROWS] @ self.vectors.T
        calm = self._calm
        of_sign = np.where(calm, -1.0, cosines)
        nearest = of_sign.argmax(axis=1)
        scores = of_sign.max(axis=1)
        leads = scores - np.where(calm, cosines, -1.0).max(axis=1)
        row = int(np.argmax(scores + leads))
        return Likeness(self.labels[int(nearest[row])], float(scores[row]), float(leads[row]), texts[row])

    @cached_property
    def _calm(self) -> npt.NDArray[np.bool_]:
        """Which messages are look-alikes; worked out once, not for every message."""
        return np.fromiter((label.startswith("none.") for label in self.labels), bool, len(self.labels))

    def save(self, path: Path) -> None:
        """Write vectors (half precision) and labels to one .npz file."""
        np.savez(path, vectors=self.vectors.astype(np.float16), labels=np.array(self.labels))

    @classmethod
    def load(cls, path: Path) -> KnownMessages:
        """Read them back."""
        with np.load(path, allow_pickle=False) as data:
            return cls(data["vectors"].astype(np.float32), tuple(str(label) for label in data["labels"]))


@dataclass(frozen=True)
class Similarity:
    """Known messages, and how near is near enough to raise an alarm by itself."""

    known: KnownMessages
    lexicon: Lexicon
    score: float = 0.92
    lead: float = 0.1

    def flags(self, likeness: Likeness) -> list[RedFlag]:
        """Return the sign of a known message that this one all but repeats, if any."""
        sign = self.lexicon.signs.get(likeness.sign or "")
        if sign is None or likeness.score < self.score or likeness.lead < self.lead:
            return []
        return [RedFlag(sign.id, sign.tier, likeness.cue, f"like a known message: {likeness.score:.2f}")]
