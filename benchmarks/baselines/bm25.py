"""BM25 over the passages: what matching words can do."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import Stemmer

from benchmarks.baselines.judgement import Document, Guess


def rank(texts: Sequence[str], documents: Sequence[Document]) -> list[Guess]:
    """Return, for each text, the label of the best document and its BM25 score (0 where no word is shared).

    Words are stemmed and English stop words left out; on the tuning split that is better than not.
    """
    index = bm25s.BM25()
    index.index(_tokens([text for _, text in documents]), show_progress=False)
    best, scores = index.retrieve(_tokens(texts), k=1, show_progress=False)
    return [(documents[int(row)][0], float(score)) for row, score in zip(best[:, 0], scores[:, 0], strict=True)]


def _tokens(texts: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = bm25s.tokenize(
        list(texts), stopwords="en", stemmer=Stemmer.Stemmer("english"), return_ids=False, show_progress=False
    )
    return found
