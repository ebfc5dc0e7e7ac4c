"""A linear head on sentence vectors, with calibrated confidence.

It loads in milliseconds, is a few matrices, and needs scikit-learn only to be fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.encoder.session import Vectors

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class LinearHead:
    """Classes, weights, and the temperature that makes the confidences honest."""

    classes: tuple[str, ...]
    weights: Matrix  # (width, classes)
    bias: Matrix  # (classes,)
    temperature: float

    def probabilities(self, vectors: Vectors) -> Matrix:
        """Return calibrated probabilities, shape (rows, classes); rows sum to one."""
        return softmax((vectors @ self.weights + self.bias) / self.temperature)

    def save(self, path: Path) -> None:
        """Write the head to one .npz file."""
        np.savez(
            path,
            classes=np.array(self.classes),
            weights=self.weights,
            bias=self.bias,
            temperature=np.float64(self.temperature),
        )

    @classmethod
    def load(cls, path: Path) -> LinearHead:
        """Read a head back."""
        with np.load(path, allow_pickle=False) as data:
            classes = tuple(str(c) for c in data["classes"])
            return cls(classes, data["weights"], data["bias"], float(data["temperature"]))


def softmax(logits: Matrix) -> Matrix:
    """Return row-wise softmax."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Matrix = shifted / shifted.sum(axis=1, keepdims=True)
    return result


def fit(vectors: Vectors, labels: list[str], *, strength: float = 20.0, folds: int = 3) -> LinearHead:
    """Fit a head; its temperature is set on predictions that were made out of fold."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    classes = sorted(set(labels))
    y = np.array([classes.index(label) for label in labels])

    def model() -> LogisticRegression:
        return LogisticRegression(C=strength, max_iter=200, class_weight="balanced", tol=1e-3)

    least = int(np.bincount(y).min())
    temperature = 1.0
    if least >= folds and len(classes) > 2:
        out_of_fold = np.zeros((len(labels), len(classes)), dtype=np.float32)
        for train, test in StratifiedKFold(folds, shuffle=True, random_state=0).split(vectors, y):
            fold = model().fit(vectors[train], y[train])
            out_of_fold[test] = fold.decision_function(vectors[test])
        temperature = _temperature(out_of_fold, y)
    whole = model().fit(vectors, y)
    weights, bias = whole.coef_, whole.intercept_
    if len(classes) == 2:  # scikit-learn keeps one column for two classes
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return LinearHead(
        tuple(classes),
        np.ascontiguousarray(weights.T.astype(np.float32)),
        bias.astype(np.float32),
        temperature,
    )


def _temperature(logits: Matrix, y: npt.NDArray[np.int64]) -> float:
    """Return the temperature that makes out-of-fold confidences likeliest."""
    candidates = np.linspace(0.3, 3.0, 55)
    losses = [-np.log(softmax(logits / t)[np.arange(len(y)), y] + 1e-9).mean() for t in candidates]
    return float(candidates[int(np.argmin(losses))])
