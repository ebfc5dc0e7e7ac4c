"""A text as counted words and pieces of its consonants: the details that a sentence vector smooths over.

The consonants stand for people who leave out vowels ("hw lng in rcvry rm"): a word and its
short form share most of their pieces.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
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


class _View:
    """One vocabulary and its weights; counts a text as the vectoriser would."""

    def __init__(self, vectorizer: TfidfVectorizer, words: frozenset[str] = frozenset()) -> None:
        """words: where n-grams do not reach over words, those to know by heart once cut up."""
        self.vectorizer, self._words = vectorizer, words
        self._analyse, self._weights = vectorizer.build_analyzer(), vectorizer.idf_.astype(np.float32)
        self._known: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._weights)

    def count(self, text: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Return the places of a text's n-grams, in order, and their weights, whose squares sum to one."""
        parts = text.split() if self._words else [text]
        counts = Counter(itertools.chain.from_iterable(map(self._places, parts)))
        places = np.array(sorted(counts), dtype=np.int32)
        weights = np.array([counts[place] for place in places.tolist()], dtype=np.float32)
        weights = (np.log(weights) + 1) * self._weights[places]
        length = float(np.sqrt(weights @ weights))
        return places, weights / length if length else weights

    def _places(self, part: str) -> tuple[int, ...]:
        if part in self._known:
            return self._known[part]
        vocabulary = self.vectorizer.vocabulary_
        places = tuple(vocabulary[term] for term in self._analyse(part) if term in vocabulary)
        if part in self._words:  # only words of the training data: no word of a patient outlives the message
            self._known[part] = places
        return places


@dataclass(frozen=True)
class NGrams:
    """Two vocabularies with their weights (TF-IDF): words and word pairs; consonant pieces."""

    words: _View
    consonants: _View

    @classmethod
    def learn(cls, texts: Iterable[str]) -> NGrams:
        """Learn the vocabularies from training texts."""
        texts = list(texts)
        return cls._of(_words().fit(texts), _consonants().fit([bare(text) for text in texts]))

    @classmethod
    def _of(cls, words: TfidfVectorizer, consonants: TfidfVectorizer) -> NGrams:
        single = frozenset(bare(term) for term in words.vocabulary_ if " " not in term)
        return cls(_View(words), _View(consonants, single))

    def count(self, texts: list[str]) -> csr_matrix:
        """Return weighted counts, shape (len(texts), size of both vocabularies)."""
        rows = [(self.words.count(text), self.consonants.count(bare(text))) for text in texts]
        places = [np.concatenate([w, c + len(self.words)]) for (w, _), (c, _) in rows]
        ends = np.cumsum([0, *map(len, places)])
        weights = [part for (_, w), (_, c) in rows for part in (w, c)]
        shape = (len(texts), len(self.words) + len(self.consonants))
        data = np.concatenate(weights) if weights else np.zeros(0, dtype=np.float32)
        return csr_matrix((data, np.concatenate(places) if places else ends[:0], ends), shape=shape)

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
        return cls._of(**views)

    def _views(self) -> dict[str, TfidfVectorizer]:
        return {"words": self.words.vectorizer, "consonants": self.consonants.vectorizer}


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
