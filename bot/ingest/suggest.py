"""Suggest the topic that a piece of a clinic's text belongs to: a proposal for the reviewer, no more."""

from __future__ import annotations

import math
import re
import tarfile
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bot.encoder.session import SentenceEncoder
from bot.knowledge.index import Anchor, AnchorIndex
from bot.knowledge.library import Library
from bot.text import clean, words

#: Texts -> for each the labels that it is near, nearest first: a topic, gap/<id>, two of them, or none.
Suggest = Callable[[list[str]], list[tuple[str, ...]]]

#: Below this cosine the archive's retriever has nothing to say; below this share of words, neither have they.
_NEAR, _SHARE = 0.45, 0.12
#: A second topic as near as this is suggested too ("no lifting over 10 pounds": pound limits and lifting).
_BESIDE = 0.1
_FILES = ("anchors.faiss", "anchors.json", "encoder.onnx", "tokenizer.json")
_SUFFIX = re.compile(r"(?<=\w{3})(?:ing|ed|es|s)$")
_COMMON = set("a an the and or of to in for on at is are be you your it may can will do not with as if by from".split())


def suggester(archive: Path, library: Library) -> tuple[Suggest, str]:
    """Return the suggester and its name: the trained archive's retriever where there is one, else words."""
    if archive.is_file():
        return by_retriever(archive, library), "retriever"
    return by_words(library), "words"


def by_retriever(archive: Path, library: Library) -> Suggest:
    """Suggest the label of the nearest passage or example question of a trained archive."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with tarfile.open(archive) as packed:
            for member in packed:
                file = Path(member.name).name
                if member.isfile() and file in _FILES and (stream := packed.extractfile(member)):
                    (folder / file).write_bytes(stream.read())
        index, encoder = AnchorIndex.load(folder), SentenceEncoder(folder)

    def suggest(texts: list[str]) -> list[tuple[str, ...]]:
        vectors = encoder.encode([clean(text) for text in texts])
        return [_nearest(_scores(near, library), _NEAR) for near in index.search(vectors, 60)]

    return suggest


def _scores(near: list[tuple[Anchor, float]], library: Library) -> dict[str, float]:
    """Return the cosine of the nearest anchor of each topic and gap."""
    found: dict[str, float] = {}
    for anchor, score in near:
        family, _, name = anchor.label.partition("/")
        if family == "ask" and name in library.topics:
            found.setdefault(name, score)
        elif family == "gap" and name in library.gaps:
            found.setdefault(anchor.label, score)
    return found


def _nearest(scores: dict[str, float], least: float) -> tuple[str, ...]:
    ranked = sorted(scores, key=lambda label: (-scores[label], label))[:2]
    return tuple(label for label in ranked if scores[label] >= max(least, scores[ranked[0]] - _BESIDE))


def by_words(library: Library) -> Suggest:
    """Suggest the topic that shares most of a text's rare words."""
    known = {topic.id: _stems(" ".join([topic.title, topic.question, *(p.text for p in topic.passages)]))
             for topic in library.topics.values()}  # fmt: skip
    known |= {f"gap/{gap.id}": _stems(gap.subject) for gap in library.gaps.values()}
    count = Counter(stem for stems in known.values() for stem in stems)
    rarity = {stem: math.log(1 + len(known) / n) for stem, n in count.items()}

    def weight(stems: set[str]) -> float:
        return sum(rarity.get(stem, 0.0) ** 2 for stem in stems)

    def suggest_one(text: str) -> tuple[str, ...]:
        stems = _stems(text)
        shares = {
            name: weight(stems & of) / math.sqrt((weight(stems) or 1.0) * (weight(of) or 1.0))
            for name, of in known.items()
        }
        return _nearest(shares, _SHARE)[:1]

    return lambda texts: [suggest_one(text) for text in texts]


def _stems(text: str) -> set[str]:
    return {_SUFFIX.sub("", word) for word in words(text) if word not in _COMMON and len(word) > 1}
