"""What a message asks for behind the message before it: by its vector and n-grams, what it is taken for alone, and what was asked.

The classifier's own heads see two messages as one text and cannot tell the words of the one from those of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack

from bot.encoder.head import LinearHead, pool, softmax
from bot.encoder.linear import fit_linear
from bot.encoder.network import Matrix, Network, fit_network
from bot.encoder.session import Vectors

Places = npt.NDArray[np.int64]

#: Logarithms of probabilities are cut off here, and brought to between nothing and a half or so; so much weighs what was asked.
_LEAST, _PART, _ASKED = 1e-4, 1 / 16, 0.4
#: Probabilities below this say nothing beside n-grams.
_FAINT = 0.02
#: Second messages that an n-gram must stand in.
_LEAST_TEXTS = 2
#: Measured on `data/turns/weighed`: temperatures of both views and of the two pooled, and the share of the network.
_BY_VECTORS, _BY_NGRAMS, _POOLED, _SHARE = 1.5, 1.0, 0.8, 0.75


@dataclass(frozen=True)
class Counted:
    """The view of n-grams: weights of some of them, of what was asked and of what the message is taken for alone."""

    columns: Places  # (n-grams,), the place of each among those that have weights, or -1
    ngrams: LinearHead
    by_asked: Matrix  # (classes, classes)
    by_alone: Matrix  # (classes, classes)

    def probabilities(self, ngrams: csr_matrix, alone: Matrix, asked: Matrix) -> Matrix:
        """Return the probability of each class, shape (rows, classes)."""
        logits = self.ngrams.logits(_kept(ngrams, self.columns)) + asked @ self.by_asked + _plain(alone) @ self.by_alone
        return softmax(logits / self.ngrams.temperature)


@dataclass(frozen=True)
class TurnHead:
    """A network and weights of n-grams, pooled. Their classes are the classifier's labels, in its order.

    The network has one score more, of going on: it counts for what was asked, whatever that was.
    """

    classes: tuple[str, ...]
    network: Network
    counted: Counted

    def probabilities(self, vectors: Vectors, ngrams: csr_matrix, alone: Matrix, asked: Sequence[str]) -> Matrix:
        """Return the probability of each class, shape (rows, classes).

        vectors, ngrams: of the messages. alone: what each is taken for by itself, shape (rows, classes). asked: what was
        asked before each.
        """
        before = _one_hot(self.classes, asked)
        scores = self.network.logits(_rows(vectors, alone, before))
        by_vectors = softmax((scores[:, :-1] + before * scores[:, -1:]) / _BY_VECTORS)
        by_ngrams = self.counted.probabilities(ngrams, alone, before)
        return softmax(pool(by_vectors, by_ngrams, _SHARE) / _POOLED)

    def save(self, path: Path) -> None:
        """Write both views to an .npz file."""
        narrow = self.counted.ngrams.narrow()
        np.savez(
            path,
            classes=np.array(self.classes),
            **vars(self.network),
            columns=self.counted.columns,
            weights=narrow.weights,
            weights_bias=narrow.bias,
            weights_scale=np.asarray(narrow.scale),
            by_asked=self.counted.by_asked,
            by_alone=self.counted.by_alone,
        )

    @classmethod
    def load(cls, path: Path) -> TurnHead:
        """Read them back."""
        with np.load(path, allow_pickle=False) as data:
            network = Network(*(data[field.name] for field in fields(Network)))
            ngrams = LinearHead(data["weights"], data["weights_bias"], _BY_NGRAMS, data["weights_scale"])
            counted = Counted(data["columns"], ngrams, data["by_asked"], data["by_alone"])
            return cls(tuple(str(name) for name in data["classes"]), network, counted)


def fit_turns(
    classes: tuple[str, ...],
    vectors: Vectors,
    ngrams: csr_matrix,
    alone: Matrix,
    asked: Sequence[str],
    labels: Sequence[str],
) -> TurnHead:
    """Fit both views to second messages.

    alone: what each is taken for by itself, by a head that has not learnt it. labels: what is asked in the place of each.
    """
    number = {name: place for place, name in enumerate(classes)}
    wanted = np.array([number[label] for label in labels], dtype=np.int64)
    before = _one_hot(classes, asked)
    network = fit_network(_rows(vectors, alone, before), wanted, classes=len(classes), onto=before)
    return TurnHead(classes, network, _fit_counted(ngrams, alone, before, wanted))


def _fit_counted(ngrams: csr_matrix, alone: Matrix, asked: Matrix, wanted: Places) -> Counted:
    common = np.bincount(ngrams.indices, minlength=ngrams.shape[1]) >= _LEAST_TEXTS
    columns: Places = np.where(common, np.cumsum(common) - 1, -1)
    number, classes = int(common.sum()), asked.shape[1]
    seen = hstack([_kept(ngrams, columns), csr_matrix(asked), csr_matrix(_plain(alone))], format="csr")
    weights, bias = fit_linear(seen, wanted, classes=classes)
    of_ngrams, by_asked, by_alone = np.split(weights, [number, number + classes])
    return Counted(columns, LinearHead(of_ngrams, bias, _BY_NGRAMS), by_asked, by_alone)


def _kept(ngrams: csr_matrix, columns: Places) -> csr_matrix:
    """Return the counts of the n-grams that have weights, others at nothing."""
    places = columns[ngrams.indices]
    counts = np.where(places >= 0, ngrams.data, 0).astype(np.float32)
    return csr_matrix((counts, np.maximum(places, 0), ngrams.indptr), shape=(ngrams.shape[0], int(columns.max()) + 1))


def _plain(alone: Matrix) -> Matrix:
    return np.where(alone > _FAINT, alone, 0).astype(np.float32)


def _one_hot(classes: tuple[str, ...], asked: Sequence[str]) -> Matrix:
    return np.array([[name == label for name in classes] for label in asked], dtype=np.float32)


def _rows(vectors: Vectors, alone: Matrix, asked: Matrix) -> Matrix:
    likely = (np.log(np.maximum(alone, _LEAST)) - np.log(_LEAST)) * _PART
    return np.concatenate([vectors, asked * _ASKED, likely], axis=1, dtype=np.float32)
