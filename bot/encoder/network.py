"""A network of one hidden layer on sentence vectors: it tells apart what no plane does.

It is used with NumPy alone; torch is imported here only to fit it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.encoder.session import Vectors

Matrix = npt.NDArray[np.float32]

_UNITS = 512
_BATCH = 512
_EPOCHS = 12
#: Steps at least, however few the examples.
_LEAST_STEPS = 400
_RATE, _DECAY = 4e-3, 0.05
#: Unit vectors are so much longer within the network, or its first layer would learn slowly.
_LENGTH = 8.0


@dataclass(frozen=True)
class Network:
    """Weights of a hidden layer of rectified units and of the classes over it."""

    hidden: Matrix  # (width, units)
    bias: Matrix  # (units,)
    out: Matrix  # (units, classes)
    out_bias: Matrix  # (classes,)

    def logits(self, rows: Vectors) -> Matrix:
        """Return scores, shape (rows, classes)."""
        units = np.maximum(rows.astype(np.float32, copy=False) @ self.hidden + self.bias, 0.0)
        scores: Matrix = units @ self.out + self.out_bias
        return scores


def fit_network(
    vectors: Vectors,
    y: npt.NDArray[np.int64],
    *,
    classes: int = 0,
    onto: Matrix | None = None,
    seed: int = 0,
) -> Network:
    """Fit a network to vectors of about unit length, shape (rows, width), and the number of each one's class.

    classes: how many there are, where y may lack the last of them. onto: one score more, the last, is added to the
    classes that are 1 here, shape (rows, classes).
    """
    import torch

    rows, wanted = torch.from_numpy(np.array(vectors, dtype=np.float32) * _LENGTH), torch.from_numpy(y)
    number = max(classes, int(y.max()) + 1)
    batches = -(-len(y) // _BATCH)
    epochs = max(_EPOCHS, -(-_LEAST_STEPS // batches))
    with torch.random.fork_rng(devices=[]):  # the same network from the same data, and no one else's numbers touched
        torch.manual_seed(seed)
        inner = torch.nn.Linear(rows.shape[1], _UNITS)
        outer = torch.nn.Linear(_UNITS, number + (onto is not None))
        added = None if onto is None else torch.from_numpy(onto)
        network = torch.nn.ModuleList([inner, outer])
        pick = np.random.default_rng(seed)
        optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=epochs * batches + 1)
        loss_of = torch.nn.CrossEntropyLoss()
        for _ in range(epochs):
            for chosen in torch.randperm(len(y)).split(_BATCH):
                units = torch.relu(inner(rows[chosen])) * torch.from_numpy(_kept(len(chosen), pick))
                scores = outer(units)
                if added is not None:
                    scores = scores[:, :-1] + added[chosen] * scores[:, -1:]
                loss = loss_of(scores, wanted[chosen])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                schedule.step()
    hidden, bias, out, out_bias = (weight.detach().numpy() for weight in network.parameters())
    return Network(np.ascontiguousarray(hidden.T * _LENGTH), bias.copy(), np.ascontiguousarray(out.T), out_bias.copy())


def _kept(rows: int, pick: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Return 2 for half of the units of each row and 0 for the others (dropout), a random bit each: torch draws a number for each."""
    bits = np.frombuffer(pick.bytes(rows * _UNITS // 8), dtype=np.uint8)
    return np.unpackbits(bits).reshape(rows, _UNITS) * np.uint8(2)
