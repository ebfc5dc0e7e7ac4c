"""Search unit vectors by inner product, which is their cosine: in half precision, and where there are many, near the text only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from bot.encoder.session import Vectors

#: From so many vectors on they are parted into cells, and only the cells nearest to a text are searched.
_CELLS = 128
_MANY = 39 * _CELLS  # FAISS asks for so many to part them well
_SEARCHED = 24


class VectorIndex:
    """A FAISS index of vectors in half precision: half the memory and two thirds of the time of full precision."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors, *, exact: bool = False, searched: int = _SEARCHED) -> VectorIndex:
        """Build from unit vectors, shape (n, width).

        exact: look at every one, however many. searched: cells to look into, of 128; fewer do where only the all but
        same counts.
        """
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        width, half, inner = vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        if exact or len(vectors) < _MANY:
            index = faiss.IndexScalarQuantizer(width, half, inner)
        else:
            cells = faiss.IndexFlatIP(width)
            index = faiss.IndexIVFScalarQuantizer(cells, width, _CELLS, half, inner, False)
            index.cp.seed, index.cp.spherical, index.nprobe = 0, True, searched
            index.train(vectors)
        index.add(vectors)
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, rows: Vectors, k: int) -> tuple[Vectors, npt.NDArray[np.int64]]:
        """Return cosines and places of the k nearest of each row, shapes (rows, at most k), nearest first."""
        return self._index.search(np.ascontiguousarray(rows), min(k, len(self)))  # type: ignore[no-any-return]

    def save(self, path: Path) -> None:
        """Write the index to one file."""
        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """Read an index back."""
        return cls(faiss.read_index(str(path)))
