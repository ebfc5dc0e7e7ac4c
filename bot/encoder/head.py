"""Linear heads on what the encoder and the n-gram counter make of a text, with calibrated confidence.

They load in milliseconds, are a few matrices, and need scikit-learn only to be fitted.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.encoder.session import Vectors

Matrix = npt.NDArray[np.float32]

#: Examples that the rarest class must have for a quarter to be set aside.
_LEAST_TO_SPLIT = 4
#: Steps of each of the two regressions, on three quarters and then, from there, on all.
_STEPS = 100
#: Temperatures tried, sharpest first.
_TEMPERATURES = np.geomspace(0.05, 3.0, 60)
_SMALLEST = 1e-6
#: Weights are narrowed in so many parts, so that they never stand in memory whole and wide.
_PARTS = 32


@dataclass(frozen=True)
class LinearHead:
    """Weights, bias, and the temperature that makes the confidences honest."""

    weights: Matrix | npt.NDArray[np.int8]  # (width, classes)
    bias: Matrix  # (classes,)
    temperature: float
    scale: Matrix | None = None  # (classes,), of weights in int8

    def probabilities(self, rows: Vectors | csr_matrix) -> Matrix:
        """Return probabilities, shape (rows, classes); rows sum to one."""
        product = _times(rows, self.weights)
        product = product if self.scale is None else product * self.scale
        return softmax((product + self.bias) / self.temperature)

    def narrow(self) -> LinearHead:
        """Return the head with its weights in int8, a scale for each class: a quarter of the memory."""
        scale = np.maximum(np.abs(self.weights).max(axis=0).astype(np.float32), _SMALLEST) / 127
        parts = [np.rint(part / scale).astype(np.int8) for part in np.array_split(self.weights, _PARTS)]
        return LinearHead(np.concatenate(parts), self.bias, self.temperature, scale)


@dataclass(frozen=True)
class PooledHead:
    """Two heads that see the same text in two ways, and their opinions pooled (log-linear).

    share: weight of the head on sentence vectors; the rest is the head's on n-grams.
    """

    classes: tuple[str, ...]
    vectors: LinearHead
    ngrams: LinearHead
    share: float
    temperature: float = 1.0

    def probabilities(self, vectors: Vectors, ngrams: csr_matrix) -> Matrix:
        """Return calibrated probabilities, shape (rows, classes); rows sum to one."""
        return softmax(self._pooled(vectors, ngrams) / self.temperature)

    def _pooled(self, vectors: Vectors, ngrams: csr_matrix) -> Matrix:
        by_vectors = np.log(self.vectors.probabilities(vectors) + _SMALLEST)
        by_ngrams = np.log(self.ngrams.probabilities(ngrams) + _SMALLEST)
        pooled: Matrix = self.share * by_vectors + (1 - self.share) * by_ngrams
        return pooled

    def save(self, path: Path) -> None:
        """Write the heads to one .npz file; the n-gram weights, by far the most, in half precision."""
        np.savez(
            path,
            classes=np.array(self.classes),
            vector_weights=self.vectors.weights,
            vector_bias=self.vectors.bias,
            ngram_weights=self.ngrams.weights.astype(np.float16),
            ngram_bias=self.ngrams.bias,
            scalars=np.array([self.vectors.temperature, self.ngrams.temperature, self.share, self.temperature]),
        )

    @classmethod
    def load(cls, path: Path) -> PooledHead:
        """Read the heads back."""
        with np.load(path, allow_pickle=False) as data:
            by_vectors, by_ngrams, share, temperature = (float(x) for x in data["scalars"])
            return cls(
                tuple(str(c) for c in data["classes"]),
                LinearHead(data["vector_weights"], data["vector_bias"], by_vectors),
                LinearHead(data["ngram_weights"], data["ngram_bias"], by_ngrams).narrow(),
                share,
                temperature,
            )


def _times(rows: Vectors | csr_matrix, weights: Matrix | npt.NDArray[np.int8]) -> Matrix:
    """Return rows @ weights in single precision; of narrow weights only the rows that are needed are made single."""
    if not isinstance(rows, csr_matrix) or weights.dtype == np.float32:
        rows = rows.astype(np.float32, copy=False)  # counts are doubles: they would have all weights cast
        return rows @ weights  # type: ignore[no-any-return]
    used, places = np.unique(rows.indices, return_inverse=True)
    narrow = csr_matrix((rows.data.astype(np.float32), places, rows.indptr), shape=(rows.shape[0], len(used)))
    return narrow @ weights[used].astype(np.float32)  # type: ignore[no-any-return]


def softmax(logits: Matrix) -> Matrix:
    """Return row-wise softmax."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Matrix = shifted / shifted.sum(axis=1, keepdims=True)
    return result


def fit(vectors: Vectors, ngrams: csr_matrix, labels: list[str], *, strength: float, share: float) -> PooledHead:
    """Fit both heads; temperatures are set on a quarter of the data that a first fit did not see."""
    from sklearn.model_selection import train_test_split

    classes = tuple(sorted(set(labels)))
    number = {name: i for i, name in enumerate(classes)}
    y = np.array([number[label] for label in labels])
    can_split = int(np.bincount(y).min()) >= _LEAST_TO_SPLIT
    regression, temperatures = _Regression(strength), [1.0, 1.0, 1.0]
    with ThreadPoolExecutor(2) as pool:  # beside the regressions: the library of the margins lets go of the interpreter
        on_all = pool.submit(_margins, ngrams, y)
        if can_split:
            seen, unseen = train_test_split(np.arange(len(y)), test_size=0.25, stratify=y, random_state=0)
            on_seen = pool.submit(_margins, ngrams[seen], y[seen])
            trial_vectors = regression.fit(vectors[seen], y[seen])
        by_vectors = regression.fit(vectors, y)
        if can_split:
            trial_ngrams = on_seen.result()
            temperatures[0] = _temperature(_logits(trial_vectors, vectors[unseen]), y[unseen])
            temperatures[1] = _temperature(_logits(trial_ngrams, ngrams[unseen]), y[unseen])
            trial = _pool(classes, trial_vectors, trial_ngrams, share, temperatures)
            temperatures[2] = _temperature(trial._pooled(vectors[unseen], ngrams[unseen]), y[unseen])
        by_ngrams = on_all.result()
    return _pool(classes, by_vectors, by_ngrams, share, temperatures)


def _pool(
    classes: tuple[str, ...],
    by_vectors: tuple[Matrix, Matrix],
    by_ngrams: tuple[Matrix, Matrix],
    share: float,
    temperatures: list[float],
) -> PooledHead:
    first, second, pooled = temperatures
    return PooledHead(classes, LinearHead(*by_vectors, first), LinearHead(*by_ngrams, second), share, pooled)


def _logits(head: tuple[Matrix, Matrix], rows: Vectors | csr_matrix) -> Matrix:
    logits: Matrix = rows @ head[0] + head[1]
    return logits


class _Regression:
    """A multinomial logistic regression; a second fit goes on from where the first ended."""

    def __init__(self, strength: float) -> None:
        from sklearn.linear_model import LogisticRegression

        self._model = LogisticRegression(
            C=strength,
            max_iter=_STEPS,
            class_weight="balanced",
            tol=1e-3,
            multi_class="multinomial",
            warm_start=True,
        )

    def fit(self, vectors: Vectors, y: npt.NDArray[np.int64]) -> tuple[Matrix, Matrix]:
        """Return weights (width, classes) and bias."""
        return _weights(self._model.fit(vectors, y))


def _margins(ngrams: csr_matrix, y: npt.NDArray[np.int64]) -> tuple[Matrix, Matrix]:
    """Return weights (width, classes) and bias of linear support vector machines, one a class."""
    from sklearn.svm import LinearSVC

    return _weights(LinearSVC(C=0.3).fit(ngrams, y))


def _weights(model: Any) -> tuple[Matrix, Matrix]:
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:  # scikit-learn keeps one row for two classes
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return np.ascontiguousarray(weights.T, dtype=np.float32), bias.astype(np.float32)


def _temperature(logits: Matrix, y: npt.NDArray[np.int64]) -> float:
    """Return the temperature that makes out-of-fold confidences likeliest."""
    losses = [-np.log(softmax(logits / t)[np.arange(len(y)), y] + 1e-9).mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])
