"""Heads on what the encoder and the n-gram counter make of a text, with calibrated confidence.

They load in milliseconds, are a few matrices, and need torch only to be fitted.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.encoder.linear import fit_linear
from bot.encoder.network import Matrix, Network, fit_network
from bot.encoder.session import Vectors
from bot.errors import SettingsError

logger = logging.getLogger(__name__)

#: Examples that the rarest class must have for a quarter to be set aside.
_LEAST_TO_SPLIT = 4
#: Temperatures tried, sharpest first.
_TEMPERATURES = np.geomspace(0.05, 3.0, 60)
_SMALLEST = 1e-6
#: Weights are narrowed in so many parts, so that they never stand in memory whole and wide.
_PARTS = 32


@dataclass(frozen=True)
class NetworkHead:
    """A network, and the temperature that makes its confidences honest."""

    network: Network
    temperature: float

    def probabilities(self, rows: Vectors) -> Matrix:
        """Return probabilities, shape (rows, classes); rows sum to one."""
        return softmax(self.network.logits(rows) / self.temperature)


@dataclass(frozen=True)
class LinearHead:
    """Weights, bias, and the temperature that makes the confidences honest."""

    weights: Matrix | npt.NDArray[np.int8]  # (width, classes)
    bias: Matrix  # (classes,)
    temperature: float
    scale: Matrix | None = None  # (classes,), of weights in int8

    def probabilities(self, rows: csr_matrix) -> Matrix:
        """Return probabilities, shape (rows, classes); rows sum to one."""
        return softmax(self.logits(rows) / self.temperature)

    def logits(self, rows: csr_matrix) -> Matrix:
        """Return scores, shape (rows, classes)."""
        product = _times(rows, self.weights)
        scores: Matrix = (product if self.scale is None else product * self.scale) + self.bias
        return scores

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
    vectors: NetworkHead
    ngrams: LinearHead
    share: float
    temperature: float = 1.0

    def probabilities(self, vectors: Vectors, ngrams: csr_matrix) -> Matrix:
        """Return calibrated probabilities, shape (rows, classes); rows sum to one."""
        return softmax(self._pooled(vectors, ngrams) / self.temperature)

    def _pooled(self, vectors: Vectors, ngrams: csr_matrix) -> Matrix:
        return pool(self.vectors.probabilities(vectors), self.ngrams.probabilities(ngrams), self.share)

    def save(self, path: Path) -> None:
        """Write the heads to one .npz file; the n-gram weights, by far the most, narrow."""
        ngrams = self.ngrams.narrow()
        np.savez(
            path,
            classes=np.array(self.classes),
            **{f"vector_{name}": weights for name, weights in vars(self.vectors.network).items()},
            ngram_weights=ngrams.weights,
            ngram_bias=ngrams.bias,
            ngram_scale=np.asarray(ngrams.scale),
            scalars=np.array([self.vectors.temperature, self.ngrams.temperature, self.share, self.temperature]),
        )

    @classmethod
    def load(cls, path: Path) -> PooledHead:
        """Read the heads back."""
        with np.load(path, allow_pickle=False) as data:
            by_vectors, by_ngrams, share, temperature = (float(x) for x in data["scalars"])
            return cls(
                tuple(str(c) for c in data["classes"]),
                NetworkHead(Network(*(data[f"vector_{field.name}"] for field in fields(Network))), by_vectors),
                LinearHead(data["ngram_weights"], data["ngram_bias"], by_ngrams, data["ngram_scale"]),
                share,
                temperature,
            )


def _times(rows: csr_matrix, weights: Matrix | npt.NDArray[np.int8]) -> Matrix:
    """Return rows @ weights in single precision; of narrow weights only the rows that are needed are made single."""
    if weights.dtype == np.float32:
        rows = rows.astype(np.float32, copy=False)  # counts are doubles: they would have all weights cast
        return rows @ weights  # type: ignore[no-any-return]
    counts = rows.data.astype(np.float32)
    product = np.empty((rows.shape[0], weights.shape[1]), dtype=np.float32)
    for row, (start, end) in enumerate(pairwise(rows.indptr)):  # row by row: all at once, ten thousand texts take 20 GB
        product[row] = counts[start:end] @ weights[rows.indices[start:end]].astype(np.float32)
    return product


def pool(first: Matrix, second: Matrix, share: float) -> Matrix:
    """Return the logarithms of two opinions' probabilities, pooled; share: the weight of the first."""
    pooled: Matrix = share * np.log(first + _SMALLEST) + (1 - share) * np.log(second + _SMALLEST)
    return pooled


def softmax(logits: Matrix) -> Matrix:
    """Return row-wise softmax."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Matrix = shifted / shifted.sum(axis=1, keepdims=True)
    return result


@dataclass(frozen=True)
class Temperatures:
    """What logits are divided by, so that confidences are honest: of the vectors' head, the n-grams' head, both pooled."""

    vectors: float = 1.0
    ngrams: float = 1.0
    pooled: float = 1.0

    @classmethod
    def read(cls, given: Any) -> Temperatures | None:
        """Return the temperatures of a configuration, None where they are to be measured, or raise SettingsError."""
        if given is None:
            return None
        if (
            not isinstance(given, list)
            or len(given) != 3
            or not all(isinstance(t, int | float) and t > 0 for t in given)
        ):
            raise SettingsError("config.yml: temperatures must be three numbers above 0, or null to measure them.")
        return cls(*map(float, given))


def fit(
    vectors: Vectors,
    ngrams: csr_matrix,
    labels: list[str],
    *,
    share: float,
    temperatures: Temperatures | None = None,
) -> PooledHead:
    """Fit both heads.

    temperatures: known ones; else they are measured first, on a quarter of the data that another fit did not see: twice
    the time for three numbers that hardly move as data grows.
    """
    classes = tuple(sorted(set(labels)))
    number = {name: i for i, name in enumerate(classes)}
    y = np.array([number[label] for label in labels])
    known = temperatures or _measured(vectors, ngrams, y, share)
    return _pooled_head(classes, *_both(vectors, ngrams, y), share, known)


def _both(vectors: Vectors, ngrams: csr_matrix, y: npt.NDArray[np.int64]) -> tuple[Network, tuple[Matrix, Matrix]]:
    """Return the network on vectors, and weights and bias by n-grams; one after the other, as each takes all processors."""
    return fit_network(vectors, y), fit_linear(ngrams, y)


def _measured(vectors: Vectors, ngrams: csr_matrix, y: npt.NDArray[np.int64], share: float) -> Temperatures:
    """Return the temperatures under which a quarter of the data that a fit did not see is likeliest."""
    from sklearn.model_selection import train_test_split

    if int(np.bincount(y).min()) < _LEAST_TO_SPLIT:
        return Temperatures()
    seen, unseen = train_test_split(np.arange(len(y)), test_size=0.25, stratify=y, random_state=0)
    trial = _both(vectors[seen], ngrams[seen], y[seen])
    first = _temperature(trial[0].logits(vectors[unseen]), y[unseen])
    weights, bias = trial[1]
    second = _temperature(ngrams[unseen] @ weights + bias, y[unseen])
    pooled = _pooled_head((), *trial, share, Temperatures(first, second))._pooled(vectors[unseen], ngrams[unseen])
    measured = Temperatures(first, second, _temperature(pooled, y[unseen]))
    logger.info("Measured for config.yml: temperatures: [%.3f, %.3f, %.3f]", *vars(measured).values())
    return measured


def _pooled_head(
    classes: tuple[str, ...],
    by_vectors: Network,
    by_ngrams: tuple[Matrix, Matrix],
    share: float,
    known: Temperatures,
) -> PooledHead:
    heads = NetworkHead(by_vectors, known.vectors), LinearHead(*by_ngrams, known.ngrams)
    return PooledHead(classes, *heads, share, known.pooled)


def _temperature(logits: Matrix, y: npt.NDArray[np.int64]) -> float:
    """Return the temperature that makes out-of-fold confidences likeliest."""
    losses = [-np.log(softmax(logits / t)[np.arange(len(y)), y] + 1e-9).mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])
