"""A text as counted words and pieces of its consonants: the details that a sentence vector smooths over.

The consonants stand for people who leave out vowels ("hw lng in rcvry rm"): a word and its
short form share most of their pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.errors import ArchiveError

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_VOWELS = str.maketrans("", "", "aeiouyáéíóúü")
#: An n-gram that only one training text has tells nothing about the next.
_LEAST_TEXTS = 2


def _words() -> TfidfVectorizer:
    return TfidfVectorizer(
        ngram_range=(1, 2), min_df=_LEAST_TEXTS, sublinear_tf=True, token_pattern=_WORD.pattern, dtype=np.float32
    )


def _consonants() -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), min_df=_LEAST_TEXTS, sublinear_tf=True, dtype=np.float32
    )


def bare(text: str) -> str:
    """Return the words of a text without the vowels after their first letter."""
    return " ".join(word[0] + word[1:].translate(_VOWELS) for word in _WORD.findall(text.lower()))


@dataclass(frozen=True)
class NGrams:
    """Two vocabularies with their weights (TF-IDF): words and word pairs; consonant pieces."""

    words: TfidfVectorizer
    consonants: TfidfVectorizer

    @classmethod
    def learn(cls, texts: Iterable[str]) -> NGrams:
        """Learn the vocabularies from training texts."""
        texts = list(texts)
        return cls(_words().fit(texts), _consonants().fit([bare(text) for text in texts]))

    def count(self, texts: list[str]) -> csr_matrix:
        """Return weighted counts, shape (len(texts), size of both vocabularies)."""
        return hstack(
            [self.words.transform(texts), self.consonants.transform([bare(text) for text in texts])], format="csr"
        )

    def save(self, path: Path) -> None:
        """Write both vocabularies to one .npz file."""
        np.savez_compressed(
            path,
            **{f"{name}_terms": _terms(view) for name, view in self._views().items()},
            **{f"{name}_weights": view.idf_ for name, view in self._views().items()},
        )

    @classmethod
    def load(cls, path: Path) -> NGrams:
        """Read them back."""
        with np.load(path, allow_pickle=False) as data:
            views = {"words": _words(), "consonants": _consonants()}
            for name, view in views.items():
                terms = data[f"{name}_terms"].tolist()
                view.set_params(vocabulary={term: i for i, term in enumerate(terms)})
                view.idf_ = data[f"{name}_weights"]
        return cls(**views)

    def _views(self) -> dict[str, TfidfVectorizer]:
        return {"words": self.words, "consonants": self.consonants}


def _terms(view: TfidfVectorizer) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(sorted(view.vocabulary_, key=view.vocabulary_.__getitem__))


_current: list[NGrams] = []


def keep(ngrams: NGrams) -> NGrams:
    """Keep these as the process's current ones, for the steps of training that come later."""
    _current[:] = [ngrams]
    return ngrams


def current_ngrams() -> NGrams:
    """Return the n-grams that this process learnt or loaded last."""
    if not _current:
        raise ArchiveError("No n-grams are loaded: NgramCounter must come before what reads them in config.yml.")
    return _current[0]
