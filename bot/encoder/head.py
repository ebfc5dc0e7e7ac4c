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

#: Examples that the rarest class must have for a quarter to be set aside.
_LEAST_TO_SPLIT = 4


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


def fit(vectors: Vectors, labels: list[str], *, strength: float = 20.0) -> LinearHead:
    """Fit a head; its temperature is set on a quarter of the data that a first fit did not see."""
    from sklearn.model_selection import train_test_split

    classes = sorted(set(labels))
    y = np.array([classes.index(label) for label in labels])
    temperature = 1.0
    if int(np.bincount(y).min()) >= _LEAST_TO_SPLIT:
        seen, unseen = train_test_split(np.arange(len(y)), test_size=0.25, stratify=y, random_state=0)
        weights, bias = _regression(vectors[seen], y[seen], strength)
        temperature = _temperature(vectors[unseen] @ weights + bias, y[unseen])
    weights, bias = _regression(vectors, y, strength)
    return LinearHead(tuple(classes), np.ascontiguousarray(weights), bias, temperature)


def _regression(vectors: Vectors, y: npt.NDArray[np.int64], strength: float) -> tuple[Matrix, Matrix]:
    """Return weights (width, classes) and bias of a multinomial logistic regression."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=150, class_weight="balanced", tol=1e-3, multi_class="multinomial")
    model.fit(vectors, y)
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:  # scikit-learn keeps one row for two classes
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return weights.T.astype(np.float32), bias.astype(np.float32)


def _temperature(logits: Matrix, y: npt.NDArray[np.int64]) -> float:
    """Return the temperature that makes out-of-fold confidences likeliest."""
    candidates = np.linspace(0.3, 3.0, 55)
    losses = [-np.log(softmax(logits / t)[np.arange(len(y)), y] + 1e-9).mean() for t in candidates]
    return float(candidates[int(np.argmin(losses))])
