"""The third detector: how near a message stands to messages whose sign is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

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

    def likeness(self, vectors: Vectors | None, texts: list[str], *, least: float = -1.0) -> Likeness:
        """Return what the message, or the piece of it that is most like a sign, stands nearest to.

        least: the cosine to a sign below which nothing is asked of the look-alikes: nearly every
        message stays below, and is told in half the time.
        """
        signs, names, calm = self._parted
        if vectors is None or not texts or not names:
            return Likeness()
        rows = vectors[:_MOST_ROWS]
        cosines = rows @ signs.T
        scores = cosines.max(axis=1)
        if float(scores.max()) < least:
            return Likeness()
        leads = scores - (rows @ calm.T).max(axis=1, initial=-1.0)
        row = int(np.argmax(scores + leads))
        return Likeness(names[int(cosines[row].argmax())], float(scores[row]), float(leads[row]), texts[row])

    @cached_property
    def _parted(self) -> tuple[Vectors, tuple[str, ...], Vectors]:
        """The signs' vectors, their labels, and the look-alikes' vectors; parted once, not for every message."""
        calm = np.fromiter((label.startswith("none.") for label in self.labels), bool, len(self.labels))
        names = tuple(label for label in self.labels if not label.startswith("none."))
        return self.vectors[~calm], names, self.vectors[calm]

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

    def vote(self, vectors: Vectors | None, texts: list[str]) -> list[RedFlag]:
        """Return the sign of a known message that a message, or a piece of it, all but repeats, if any."""
        return self._flags(self.known.likeness(vectors, texts, least=self.score))

    def _flags(self, likeness: Likeness) -> list[RedFlag]:
        sign = self.lexicon.signs.get(likeness.sign or "")
        if sign is None or likeness.score < self.score or likeness.lead < self.lead:
            return []
        return [RedFlag(sign.id, sign.tier, likeness.cue, f"like a known message: {likeness.score:.2f}")]
