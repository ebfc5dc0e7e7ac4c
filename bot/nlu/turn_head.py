"""What a message asks for behind the message before it: a network on its vector, what it is taken for alone, and what was asked.

The classifier's own heads see two messages as one text and cannot tell the words of the one from those of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from bot.encoder.head import softmax
from bot.encoder.network import Matrix, Network, fit_network
from bot.encoder.session import Vectors

#: Logarithms of probabilities are cut off here, and brought to between nothing and a half or so; so much weighs what was asked.
_LEAST, _PART, _ASKED = 1e-4, 1 / 16, 0.4
#: Measured on `data/turns/weighed`.
_TEMPERATURE = 1.2


@dataclass(frozen=True)
class TurnHead:
    """A network whose classes are the classifier's labels, in its order."""

    classes: tuple[str, ...]
    network: Network

    def probabilities(self, vectors: Vectors, alone: Matrix, asked: Sequence[str]) -> Matrix:
        """Return the probability of each class, shape (rows, classes).

        vectors: of the messages. alone: what each is taken for by itself, shape (rows, classes). asked: what was asked
        before each.
        """
        return softmax(self.network.logits(_rows(self.classes, vectors, alone, asked)) / _TEMPERATURE)

    def save(self, path: Path) -> None:
        """Write the network to an .npz file."""
        np.savez(path, classes=np.array(self.classes), **vars(self.network))

    @classmethod
    def load(cls, path: Path) -> TurnHead:
        """Read it back."""
        with np.load(path, allow_pickle=False) as data:
            network = Network(*(data[field.name] for field in fields(Network)))
            return cls(tuple(str(name) for name in data["classes"]), network)


def fit_turns(
    classes: tuple[str, ...], vectors: Vectors, alone: Matrix, asked: Sequence[str], labels: Sequence[str]
) -> TurnHead:
    """Fit the network to second messages; labels: what is asked in the place of each."""
    number = {name: place for place, name in enumerate(classes)}
    wanted = np.array([number[label] for label in labels], dtype=np.int64)
    return TurnHead(classes, fit_network(_rows(classes, vectors, alone, asked), wanted, classes=len(classes)))


def _rows(classes: tuple[str, ...], vectors: Vectors, alone: Matrix, asked: Sequence[str]) -> Matrix:
    before = np.array([[name == label for name in classes] for label in asked], dtype=np.float32) * _ASKED
    likely = (np.log(np.maximum(alone, _LEAST)) - np.log(_LEAST)) * _PART
    return np.concatenate([vectors, before, likely], axis=1, dtype=np.float32)
