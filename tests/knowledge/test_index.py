"""Search by meaning among anchors, and what is written comes back."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.knowledge.index import Anchor, AnchorIndex

LIFT, BATH = Anchor("ask/lifting", "lifting/uk"), Anchor("ask/bathing", "bathing/onco")


def _index() -> AnchorIndex:
    return AnchorIndex.build(np.eye(2, 8, dtype=np.float32), [LIFT, BATH], exact=True)


def test_the_nearest_comes_first() -> None:
    near, _ = _index().search(np.array([[0.1, 0.9, *[0.0] * 6], [1.0, *[0.0] * 7]], dtype=np.float32), 2)
    assert [anchor for anchor, _ in near] == [BATH, LIFT]
    assert near[0][1] > near[1][1]


def test_two_indexes_live_in_one_folder(tmp_path: Path) -> None:
    _index().save(tmp_path)
    AnchorIndex.build(np.eye(1, 8, dtype=np.float32), [LIFT], exact=True).save(tmp_path, "passages")
    row = np.ones((1, 8), dtype=np.float32)
    assert len(AnchorIndex.load(tmp_path).search(row, 5)[0]) == 2
    assert [anchor for anchor, _ in AnchorIndex.load(tmp_path, "passages").search(row, 5)[0]] == [LIFT]
