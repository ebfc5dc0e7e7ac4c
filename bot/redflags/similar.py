"""The third detector: how near a message stands to messages whose sign is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.encoder.nearest import VectorIndex
from bot.encoder.session import Vectors
from bot.records import RedFlag
from bot.redflags.lexicon import Lexicon

#: Rows of a message that are compared: itself and its first pieces; the learned detector reads all.
_MOST_ROWS = 6
#: Cells that are searched: of 7,010 readings of held-out messages, three found the same votes as all 128.
_SEARCHED = 4


@dataclass(frozen=True)
class Likeness:
    """The known sign message that stands nearest, its cosine, and by how much a look-alike is farther."""

    sign: str | None = None
    score: float = 0.0
    lead: float = 0.0
    cue: str = ""


@dataclass(frozen=True)
class KnownMessages:
    """Vectors of the training messages, signs and look-alikes apart, and the sign of each of the former."""

    signs: VectorIndex
    names: tuple[str, ...]
    calm: VectorIndex

    @classmethod
    def build(cls, vectors: Vectors, labels: Sequence[str]) -> KnownMessages:
        """Build from unit vectors, shape (messages, width), and the label of each: a sign or `none.<kind>`."""
        calm = np.fromiter((label.startswith("none.") for label in labels), bool, len(labels))
        names = tuple(label for label in labels if not label.startswith("none."))
        signs, others = (VectorIndex.build(vectors[which], searched=_SEARCHED) for which in (~calm, calm))
        return cls(signs, names, others)

    def likeness(self, vectors: Vectors | None, texts: list[str], *, least: float = -1.0) -> Likeness:
        """Return what the message, or the piece of it that is most like a sign, stands nearest to.

        least: the cosine to a sign below which nothing is asked of the look-alikes: nearly every
        message stays below, and is told in half the time.
        """
        if vectors is None or not texts or not self.names:
            return Likeness()
        rows = vectors[:_MOST_ROWS]
        cosines, places = self.signs.search(rows, 1)
        scores = cosines[:, 0]
        if float(scores.max()) < least:
            return Likeness()
        leads = scores - (self.calm.search(rows, 1)[0][:, 0] if len(self.calm) else -1.0)
        row = int(np.argmax(scores + leads))
        return Likeness(self.names[int(places[row, 0])], float(scores[row]), float(leads[row]), texts[row])

    def save(self, folder: Path) -> None:
        """Write both indexes and the signs' names to a folder."""
        self.signs.save(folder / "known-signs.faiss")
        self.calm.save(folder / "known-calm.faiss")
        (folder / "known.json").write_text(json.dumps(self.names), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> KnownMessages:
        """Read them back."""
        names = json.loads((folder / "known.json").read_text(encoding="utf-8"))
        signs, calm = (VectorIndex.load(folder / f"known-{name}.faiss") for name in ("signs", "calm"))
        return cls(signs, tuple(names), calm)


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
