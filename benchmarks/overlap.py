"""Find held-out messages that are also training data, to the letter or nearly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.held_out import CLINIC, SPLITS, conversations, liftings, questions, sign_messages
from bot.nlu.examples import read_examples
from bot.nlu.turn_pairs import read_pairs
from bot.redflags.messages import read_messages
from bot.text import clean, words

#: Share of character 4-grams (Jaccard) from which two messages are near-duplicates.
NEAR = 0.72
_N = 4
#: Held-out messages that are compared at once: of all, what they share with the training data takes 20 GB.
_AT_ONCE = 64


def training_texts(root: Path) -> list[str]:
    """Return every training utterance: questions, talk, turns, warning signs and their look-alikes."""
    found = [text for texts in read_messages(root / "data" / "red_flags").values() for text in texts]
    found += [said for pair in read_pairs(root / "data" / "turns") for said in (pair.before, pair.then)]
    return found + [text for text, _ in read_examples(root / "data" / "nlu")]


def held_out_texts() -> list[str]:
    """Return every held-out text of both splits, and of the clinic."""
    return [
        *(q.text for split in SPLITS for q in questions(split)),
        *(m.text for split in (*SPLITS, CLINIC) for m in sign_messages(split)),
        *liftings(),
        *(turn["user"] for split in SPLITS for talk in conversations(split) for turn in talk["turns"]),
    ]


def overlaps(held_out: list[str], training: list[str]) -> list[tuple[str, str, float]]:
    """Return (held-out text, training text, likeness) for each pair at or above NEAR.

    Very short messages ("thanks", "how long?") are held to exact equality only.
    """
    index: dict[str, int] = {}
    left, right = _grams(held_out, index), _grams(training, index)
    width = len(index)
    a, b = _matrix(left, width), _matrix(right, width)
    sizes_a, sizes_b = np.array([len(g) for g in left]), np.array([len(g) for g in right])
    turned = b.T.tocsr()
    found: list[tuple[str, str, float]] = []
    for start in range(0, len(held_out), _AT_ONCE):
        shared = (a[start : start + _AT_ONCE] @ turned).tocoo()
        rows = start + shared.row
        likeness = shared.data / (sizes_a[rows] + sizes_b[shared.col] - shared.data)
        near = [
            (held_out[rows[k]], training[shared.col[k]], float(likeness[k])) for k in np.flatnonzero(likeness >= NEAR)
        ]
        found += [pair for pair in near if len(words(pair[0])) > 3]
    same: dict[tuple[str, ...], list[str]] = {}
    for text in training:
        same.setdefault(_plain(text), []).append(text)
    found += [(text, twin, 1.0) for text in held_out for twin in same.get(_plain(text), ())]
    return found


def _plain(text: str) -> tuple[str, ...]:
    """Return a text's words; of signs and emoji alone, the text itself."""
    return tuple(words(clean(text))) or (text,)


def _grams(texts: list[str], index: dict[str, int]) -> list[set[int]]:
    rows = []
    for text in texts:
        plain = " " + " ".join(words(clean(text))) + " "
        if not plain.strip():
            plain = text
        grams = {plain[k : k + _N] for k in range(max(1, len(plain) - _N + 1))}
        rows.append({index.setdefault(g, len(index)) for g in grams})
    return rows


def _matrix(rows: list[set[int]], width: int) -> csr_matrix:
    indices = [g for row in rows for g in row]
    pointers = np.cumsum([0, *(len(row) for row in rows)])
    return csr_matrix((np.ones(len(indices), dtype=np.float32), indices, pointers), shape=(len(rows), width))
