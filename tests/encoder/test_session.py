"""The encoder of the trained archive: a text's vector is its own, whatever stands beside it."""

from __future__ import annotations

import tarfile
from pathlib import Path

import numpy as np
import pytest

from bot.commands.environment import MODEL
from bot.encoder.session import SentenceEncoder

TEXTS = ["when can I lift?", "my mom cant feel her legs", "", "can she shower " * 40, "¿cuándo puedo bañarme?"]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> SentenceEncoder:
    folder = tmp_path_factory.mktemp("encoder")
    with tarfile.open(MODEL) as packed:
        for member in packed:
            name = Path(member.name).name
            if name in {"encoder.onnx", "tokenizer.json"} and (stream := packed.extractfile(member)):
                (folder / name).write_bytes(stream.read())
    return SentenceEncoder(folder)


def test_vectors_have_unit_length(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.width) and vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert encoder.encode([]).shape == (0, encoder.width)


def test_a_vector_depends_on_its_text_alone(encoder: SentenceEncoder) -> None:
    together = encoder.encode(TEXTS)
    assert all(np.array_equal(together[i], encoder.encode([text])[0]) for i, text in enumerate(TEXTS))
    assert np.array_equal(encoder.encode(TEXTS[::-1])[::-1], together)
