"""Heads on two views of a text, pooled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.encoder.head import PooledHead, Temperatures, fit
from bot.errors import SettingsError


def _data(seed: int, *, blind_vectors: bool = False, blind_ngrams: bool = False):
    """Return two views of 200 texts of two kinds; a blind view is noise."""
    rng = np.random.default_rng(seed)
    kind = np.arange(200) % 2
    signal = np.stack([kind, 1 - kind], axis=1).astype(np.float32)
    vectors = rng.normal(0, 0.4, (200, 8)).astype(np.float32)
    ngrams = rng.random((200, 12)).astype(np.float32) * 0.3
    if not blind_vectors:
        vectors[:, :2] += signal
    if not blind_ngrams:
        ngrams[:, :2] += signal
    return vectors, csr_matrix(ngrams), ["ask/lifting" if k else "gap/driving" for k in kind]


@pytest.mark.parametrize("blind", ["blind_vectors", "blind_ngrams"])
def test_one_view_makes_up_for_the_other(blind: str):
    head = fit(*_data(0, **{blind: True}), share=0.5)
    vectors, ngrams, labels = _data(1, **{blind: True})
    said = [head.classes[i] for i in head.probabilities(vectors, ngrams).argmax(axis=1)]
    assert np.mean([a == b for a, b in zip(said, labels, strict=True)]) > 0.9


def test_confidences_sum_to_one_and_are_humble_where_nothing_is_known():
    head = fit(*_data(0, blind_vectors=True, blind_ngrams=True), share=0.5)
    vectors, ngrams, _ = _data(1, blind_vectors=True, blind_ngrams=True)
    rows = head.probabilities(vectors, ngrams)
    assert np.allclose(rows.sum(axis=1), 1.0, atol=1e-5) and rows.max(axis=1).mean() < 0.75


def test_known_temperatures_are_taken_and_others_measured():
    data = _data(0)
    known = fit(*data, share=0.5, temperatures=Temperatures.read([1.5, 0.2, 0.9]))
    assert (known.vectors.temperature, known.ngrams.temperature, known.temperature) == (1.5, 0.2, 0.9)
    measured = fit(*data, share=0.5, temperatures=Temperatures.read(None))
    assert measured.vectors.temperature != 1.0 and measured.temperature != 1.0


@pytest.mark.parametrize("given", [[1.0, 0.1], [1.0, 0.1, 0], [1.0, 0.1, "0.8"], 1.0, "null", {}])
def test_what_are_no_temperatures_is_told(given: object):
    with pytest.raises(SettingsError, match="temperatures must be three numbers"):
        Temperatures.read(given)


def test_what_is_saved_says_the_same(tmp_path: Path):
    vectors, ngrams, labels = _data(0)
    head = fit(vectors, ngrams, labels, share=0.4)
    head.save(tmp_path / "head.npz")
    again = PooledHead.load(tmp_path / "head.npz")
    assert again.classes == ("ask/lifting", "gap/driving") and again.share == 0.4
    assert np.allclose(head.probabilities(vectors, ngrams), again.probabilities(vectors, ngrams), atol=1e-3)
    nothing_known = csr_matrix((1, ngrams.shape[1]), dtype=np.float32)
    few = head.probabilities(vectors[:1], nothing_known), again.probabilities(vectors[:1], nothing_known)
    assert np.allclose(*few, atol=1e-3) and few[0].dtype == few[1].dtype == np.float32


def test_narrow_weights_say_nearly_the_same():
    wide = fit(*_data(0), share=0.5)
    narrow = replace(wide, ngrams=wide.ngrams.narrow())
    vectors, ngrams, _ = _data(1)
    assert narrow.ngrams.weights.dtype == np.int8
    assert np.allclose(wide.probabilities(vectors, ngrams), narrow.probabilities(vectors, ngrams), atol=0.02)
