"""Fold a text to the form that the rules are written in.

Lower case, accents off, contractions opened ("can't" and "can not" both become "cannot"),
so that a rule is written once. Offsets do not survive: rules report words, not places.
Quotation marks go too, but `fold_quotes` keeps marks of its own where a quotation begins and ends.
"""

from __future__ import annotations

import re
import unicodedata

_STEPS = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"'([4-9]\d)(?!\w)", r"19\1"),  # "in '82"
        (r"\b(?:can't|cant|can not|cannae|couldn't|could not|couldnt|cnt)\b", "cannot"),
        (r"\b(?:won't|wont)\b", "will not"),
        (r"\bain't\b", "is not"),
        (r"\b(is|are|was|were|do|does|did|has|have|had|would|should|need)n'?t\b", r"\1 not"),
        (r"\b(i)'?m\b", r"\1 am"),
        (r"\b(it|he|she|that|there|what|who)'s\b", r"\1 is"),
        (r"\b(\w+)'re\b", r"\1 are"),
        (r"\b(\w+)'ve\b", r"\1 have"),
        (r"\b(\w+)'ll\b", r"\1 will"),
        (r"\b(\w+)'d\b", r"\1 would"),
        (r"\b(\w+)'s\b", r"\1"),
        (r"(\w)'(?!\w)", r"\1"),
        (r"(\d)\s*°\s*", r"\1 "),
        (r"(\d)(?:f|c)\b", r"\1 degrees"),
        (r"[*_~\"()\[\]<>¿¡]+", " "),
        (r"([!?.,;:])\1+", r"\1"),
        (r"(\w)[/](\w)", r"\1 / \2"),
        (r"(\w)-(\w)", r"\1 \2"),
        (r"(\w)(\1)\2{2,}", r"\1\2"),
        (r"\s+", " "),
    )
]


#: Where a quotation begins and ends, as words of their own in what `fold_quotes` returns.
OPENS, CLOSES = "\u27e6", "\u27e7"
#: In double marks anything; in single ones two words or more, so that no apostrophes pair up.
_QUOTED = re.compile(r"\"([^\"]+)\"|(?<![\w'])'(?=[\w¿¡])([^\"\n]*?[\w.?!,;:])'(?![\w'])")


def fold_quotes(text: str) -> str:
    """Return the folded text, with OPENS and CLOSES around what stands in quotation marks."""
    return fold(_QUOTED.sub(_marked, text))


def _marked(match: re.Match[str]) -> str:
    quoted = match[1] or match[2]
    return f" {OPENS} {quoted} {CLOSES} " if match[1] or " " in quoted else match[0]


def fold(text: str) -> str:
    """Return the folded text."""
    text = unicodedata.normalize("NFKD", text.lower().replace("ñ", "\x00"))
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("\x00", "n")
    for pattern, plain in _STEPS:
        text = pattern.sub(plain, text)
    return text.strip()
