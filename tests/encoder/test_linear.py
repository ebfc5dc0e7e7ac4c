"""All classes of counted n-grams are fitted at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy.sparse import csr_matrix

from bot.encoder.linear import fit_linear


def _data(seed: int, *, classes: int = 7, rows: int = 600) -> tuple[csr_matrix, npt.NDArray[np.int64]]:
    """Return counts of three n-grams of a row's class, told by each alone, among ten that tell nothing; and the classes."""
    pick = np.random.default_rng(seed)
    y = np.arange(rows) % classes
    counts = np.zeros((rows, 3 * classes + 10), dtype=np.float32)
    counts[np.arange(rows), 3 * y + pick.integers(3, size=rows)] = 1.0
    counts[:, 3 * classes :] = pick.random((rows, 10)) < 0.3
    return csr_matrix(counts), y


def test_classes_are_told_apart_by_what_each_has_alone() -> None:
    weights, bias = fit_linear(*_data(0))
    counts, y = _data(1)
    assert weights.shape == (31, 7) and bias.shape == (7,) and weights.dtype == np.float32
    assert ((counts @ weights + bias).argmax(axis=1) == y).mean() > 0.99


def test_the_same_data_gives_the_same_weights() -> None:
    first, second = fit_linear(*_data(0)), fit_linear(*_data(0))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_of_two_that_always_come_together_neither_is_left_unlearnt() -> None:
    counts = np.tile(np.array([[1, 1, 0], [0, 0, 1]], dtype=np.float32), (100, 1))
    weights, bias = fit_linear(csr_matrix(counts), np.tile([0, 1], 100))
    alone = np.array([[1, 0, 0], [0, 1, 0]], dtype=np.float32)
    assert ((alone @ weights + bias).argmax(axis=1) == 0).all()


@pytest.mark.parametrize("rows", [1, 3])
def test_few_examples_are_enough_to_fit(rows: int) -> None:
    counts, y = csr_matrix(np.eye(3, dtype=np.float32)[:rows]), np.arange(rows)
    weights, bias = fit_linear(counts, y)
    assert ((counts @ weights + bias).argmax(axis=1) == y).all()


def test_an_ngram_that_no_example_has_weighs_nothing() -> None:
    counts = csr_matrix(np.eye(3, dtype=np.float32)[[0, 1] * 20])
    weights, _ = fit_linear(counts, np.array([0, 1] * 20))
    assert not weights[2].any()
