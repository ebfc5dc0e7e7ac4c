"""Search by meaning: passages and example questions, both as anchors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bot.encoder.nearest import VectorIndex
from bot.encoder.session import Vectors
from bot.errors import ArchiveError


@dataclass(frozen=True)
class Anchor:
    """What a vector of the index stands for: a passage, or an example of a label."""

    label: str  # ask/<topic>, gap/<id>, out_of_scope/<kind>, …
    passage: str | None = None


class AnchorIndex:
    """Unit vectors to search (inner product is cosine) and what each stands for."""

    def __init__(self, index: VectorIndex, anchors: list[Anchor]) -> None:
        self._index, self._anchors = index, anchors

    @classmethod
    def build(cls, vectors: Vectors, anchors: list[Anchor], *, exact: bool = False) -> AnchorIndex:
        """Build from unit vectors, one per anchor; exact: look at every one, however many."""
        return cls(VectorIndex.build(vectors, exact=exact), anchors)

    def __len__(self) -> int:
        return len(self._anchors)

    def search(self, rows: Vectors, k: int) -> list[list[tuple[Anchor, float]]]:
        """Return the k nearest anchors of each row with their cosine, nearest first."""
        scores, places = self._index.search(rows, k)
        return [
            [(self._anchors[place], score) for place, score in zip(near, cosines, strict=True) if place >= 0]
            for near, cosines in zip(places.tolist(), scores.tolist(), strict=True)
        ]

    def save(self, folder: Path, name: str = "anchors") -> None:
        """Write the index and its anchors to a folder, as two files of this name."""
        self._index.save(folder / f"{name}.faiss")
        rows = [[a.label, a.passage] for a in self._anchors]
        (folder / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, name: str = "anchors") -> AnchorIndex:
        """Read an index back; ArchiveError where an archive has none."""
        if not (folder / f"{name}.json").exists():
            raise ArchiveError(f"This archive has no {name}: it is of another version. Train it anew: make train.")
        rows = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        known = {tuple(row): Anchor(*row) for row in rows}  # one for all examples of a label: there are 200 of 45,000
        return cls(VectorIndex.load(folder / f"{name}.faiss"), [known[tuple(row)] for row in rows])
