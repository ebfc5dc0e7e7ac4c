"""Cut a document's text into plain sentences, as they stand."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
#: What ends in a full stop and ends no sentence.
_SHORT = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|st|vs|etc|approx|no|tel|ext|fig|inc|e\.g|i\.e|a\.m|p\.m)|\b[A-Z])\.[\"')\]]*$", re.IGNORECASE
)


def plain_sentences(text: str) -> list[str]:
    """Return the sentences of a block; what lacks an end (a list's item) gets a full stop."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        sentence = text[start : end.start()].strip()
        if _SHORT.search(sentence) and not re.search(r"\b[ap]\.m\.$", sentence):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [_ended(sentence) for sentence in found if re.search(r"\w", sentence)]


def _ended(sentence: str) -> str:
    return sentence if sentence.rstrip("\"')]")[-1:] in {".", "!", "?", ":"} else f"{sentence.rstrip(',; ')}."
