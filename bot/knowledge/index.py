"""Search by meaning: FAISS over passages and example questions, both as anchors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from bot.encoder.session import Vectors


@dataclass(frozen=True)
class Anchor:
    """What a vector of the index stands for: a passage, or an example of a label."""

    label: str  # ask/<topic>, gap/<id>, out_of_scope/<kind>, …
    passage: str | None = None


class AnchorIndex:
    """A FAISS index of unit vectors (inner product is cosine) and what each stands for."""

    def __init__(self, index: Any, anchors: list[Anchor]) -> None:
        self._index, self._anchors = index, anchors

    @classmethod
    def build(cls, vectors: Vectors, anchors: list[Anchor]) -> AnchorIndex:
        """Build from unit vectors, one per anchor."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index, anchors)

    def search(self, vector: Vectors, k: int) -> list[tuple[Anchor, float]]:
        """Return the k nearest anchors with their cosine, nearest first."""
        scores, rows = self._index.search(np.ascontiguousarray(vector.reshape(1, -1)), min(k, len(self._anchors)))
        return [(self._anchors[r], float(s)) for r, s in zip(rows[0], scores[0], strict=True) if r >= 0]

    def save(self, folder: Path) -> None:
        """Write the index and its anchors to a folder."""
        faiss.write_index(self._index, str(folder / "anchors.faiss"))
        rows = [[a.label, a.passage] for a in self._anchors]
        (folder / "anchors.json").write_text(json.dumps(rows), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> AnchorIndex:
        """Read an index back."""
        rows = json.loads((folder / "anchors.json").read_text(encoding="utf-8"))
        return cls(faiss.read_index(str(folder / "anchors.faiss")), [Anchor(*row) for row in rows])
