"""A linear classifier on counted n-grams, all classes at once: it keeps the words that a sentence vector smooths over.

It is used with NumPy alone, as a product of sparse counts and weights.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.encoder.network import Matrix

_BATCH = 1024
_EPOCHS = 10
#: Steps at least, however few the examples.
_LEAST_STEPS = 400
#: The part of a message's n-grams that a step does not see: what one word tells must not hang on another beside it.
_DROPPED = 0.5
#: The rate falls to nothing in a straight line.
_RATE = 0.3
#: The sum of squares that an n-gram starts with: so little that its first step is a full one.
_FIRST = 1e-9
#: The classes are shared out to so many threads.
_THREADS = 2


class _Part:
    """The weights of some of the classes; a row's steps are the shorter the longer those before were (Adagrad, by rows)."""

    def __init__(self, width: int, classes: int) -> None:
        self.weights: Matrix = np.zeros((width, classes), dtype=np.float32)
        self.bias: Matrix = np.zeros(classes, dtype=np.float32)
        self._squares: Matrix = np.full((width, 1), _FIRST, dtype=np.float32)
        self._squares_of_bias: Matrix = np.full(classes, _FIRST, dtype=np.float32)

    def scores(self, rows: csr_matrix, used: npt.NDArray[np.int64]) -> Matrix:
        """Return the scores of rows whose columns are those used alone."""
        return rows @ self.weights[used] + self.bias  # type: ignore[no-any-return]

    def step(self, rows: csr_matrix, used: npt.NDArray[np.int64], slopes: Matrix, rate: float) -> None:
        """Go one step against the slopes of the loss, shape (rows, classes)."""
        slope = rows.T.tocsr() @ slopes
        self._squares[used] += (slope * slope).mean(axis=1, keepdims=True)
        self.weights[used] -= np.float32(rate) * slope / np.sqrt(self._squares[used])
        of_bias = slopes.sum(axis=0)
        self._squares_of_bias += of_bias * of_bias
        self.bias -= np.float32(rate) * of_bias / np.sqrt(self._squares_of_bias)


def fit_linear(
    counts: csr_matrix, y: npt.NDArray[np.int64], *, classes: int = 0, seed: int = 0
) -> tuple[Matrix, Matrix]:
    """Return weights (width, classes) and bias under which the classes are likeliest (softmax), by mini-batches.

    classes: how many there are, where y may lack the last of them.
    Half of the n-grams of each row are left out at each step, in place of a penalty: a weight that is not
    touched costs nothing, so that a step takes as long as its rows and not as the vocabulary.
    """
    pick = np.random.default_rng(seed)
    number = max(classes, int(y.max()) + 1)
    shares = np.array_split(np.arange(number), min(_THREADS, number))
    parts = [_Part(counts.shape[1], len(share)) for share in shares]
    batches = -(-len(y) // _BATCH)
    epochs = max(_EPOCHS, -(-_LEAST_STEPS // batches))
    rates = iter(np.linspace(_RATE, 0, epochs * batches, endpoint=False))
    with ThreadPoolExecutor(_THREADS) as pool:  # sparse products let go of the interpreter
        for _ in range(epochs):
            for chosen in np.array_split(pick.permutation(len(y)), batches):
                rows, used = _thinned(counts[chosen], pick)
                scores = np.concatenate(list(pool.map(_Part.scores, parts, repeat(rows), repeat(used))), axis=1)
                slopes = _slopes(scores, y[chosen])
                rate = float(next(rates))
                of_parts = [np.ascontiguousarray(slopes[:, share]) for share in shares]
                list(pool.map(_Part.step, parts, repeat(rows), repeat(used), of_parts, repeat(rate)))
    return np.concatenate([part.weights for part in parts], axis=1), np.concatenate([part.bias for part in parts])


def _thinned(rows: csr_matrix, pick: np.random.Generator) -> tuple[csr_matrix, npt.NDArray[np.int64]]:
    """Return the rows with some of their n-grams left out and the rest as much greater, and the columns that they have."""
    stay = pick.random(rows.nnz, dtype=np.float32) >= _DROPPED
    used, places = np.unique(rows.indices[stay], return_inverse=True)
    ends = np.concatenate([[0], np.cumsum(stay)])[rows.indptr]
    data = rows.data[stay].astype(np.float32) / np.float32(1 - _DROPPED)
    return csr_matrix((data, places, ends), shape=(rows.shape[0], len(used))), used


def _slopes(scores: Matrix, y: npt.NDArray[np.int64]) -> Matrix:
    """Return the slopes of the mean cross-entropy by the scores."""
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    likely[np.arange(len(y)), y] -= 1
    slopes: Matrix = likely / np.float32(len(y))
    return slopes
