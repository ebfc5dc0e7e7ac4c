"""Words and consonant pieces of a text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import hstack

from bot.encoder.ngrams import NGrams, bare

TEXTS = [
    "how long in the recovery room",
    "how long must I stay in recovery",
    "when may I take a shower",
    "may I shower or take a bath",
]


@pytest.mark.parametrize(
    ("text", "left"),
    [("recovery room", "rcvr rm"), ("Easy now", "es nw"), ("ice", "ic"), ("¿cuándo?", "cnd"), ("", "")],
)
def test_bare_keeps_first_letters_and_consonants(text: str, left: str):
    assert bare(text) == left


def test_a_message_without_vowels_stands_nearest_to_its_full_words():
    ngrams = NGrams.learn(TEXTS)
    likeness = (ngrams.count(["hw lng n rcvry rm"]) @ ngrams.count(TEXTS).T).toarray()[0]
    assert likeness.argmax() == 0 and likeness[2] < likeness[0]


def test_what_is_saved_counts_the_same(tmp_path: Path):
    ngrams = NGrams.learn(TEXTS)
    ngrams.save(tmp_path / "ngrams.npz")
    again = NGrams.load(tmp_path / "ngrams.npz")
    assert abs(ngrams.count(TEXTS) - again.count(TEXTS)).max() < 1e-6
    assert again.count(["", "zzz qqq"]).nnz == 0


def test_it_counts_as_the_vectorisers_do():
    ngrams = NGrams.learn(TEXTS)
    texts = [*TEXTS, "", "shower shower may I", "hw lng n rcvry rm rcvry", "x"]
    words, consonants = ngrams.words.vectorizer, ngrams.consonants.vectorizer
    expected = hstack([words.transform(texts), consonants.transform([bare(text) for text in texts])]).toarray()
    assert np.allclose(ngrams.count(texts).toarray(), expected, atol=1e-6)
    assert ngrams.count([]).shape == (0, expected.shape[1])
