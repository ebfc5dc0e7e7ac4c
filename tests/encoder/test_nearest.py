"""Many vectors are searched near the text only, and what is nearest is found all the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.encoder.nearest import VectorIndex


def _units(count: int, seed: int) -> np.ndarray:  # type: ignore[type-arg]
    """Return unit vectors around a hundred centres, as questions stand around their topics."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(0).normal(size=(100, 64))
    rows = centres[rng.integers(0, 100, count)] + 0.5 * rng.normal(size=(count, 64))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_what_is_nearest_is_found_among_many(tmp_path: Path) -> None:
    vectors, asked = _units(6000, 1), _units(200, 2)
    quick, exact = VectorIndex.build(vectors), VectorIndex.build(vectors, exact=True)
    cosine, place = quick.search(asked, 5)
    best, right = exact.search(asked, 5)
    assert (place[:, 0] == right[:, 0]).mean() > 0.97
    assert np.abs(cosine[:, 0] - best[:, 0]).max() < 0.1
    quick.save(tmp_path / "index")
    again, _ = VectorIndex.load(tmp_path / "index").search(asked, 5)
    assert np.array_equal(again, cosine)


def test_few_are_all_looked_at() -> None:
    vectors = _units(50, 1)
    cosine, place = VectorIndex.build(vectors).search(vectors[:3], 60)
    assert cosine.shape == (3, 50)
    assert place[:, 0].tolist() == [0, 1, 2]
