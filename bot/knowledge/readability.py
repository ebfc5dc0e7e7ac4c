"""Flesch-Kincaid grade, as this project counts it.

0.39 × words per sentence + 11.8 × syllables per word − 15.59, syllables by textstat. Names of
procedures, jobs and publishers count as one syllable: a patient has to meet them anyway, and
they would drown what the writer can change. Formulas differ; this one is ours.
"""

from __future__ import annotations

import re

#: Names that a plain text cannot avoid.
NAMES = (
    "vertebroplasty", "kyphoplasty", "vertebrae", "vertebra", "anesthesia", "anaesthesia", "osteoporosis",
    "polymethylmethacrylate", "acetaminophen", "tylenol", "fluoroscopy", "surgeon", "surgeons", "neurosurgeon",
    "neurosurgeons", "radiologist", "radiologists", "neuro-radiologist", "orthopedic", "physician", "provider",
    "uk healthcare", "healthcare", "oncolink", "memorial hermann", "spine-health", "spine health", "osteonecrosis",
    "intermountain", "healthwise", "interventional",
)  # fmt: skip
_NAMES = re.compile("|".join(re.escape(n) for n in sorted(NAMES, key=len, reverse=True)), re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*|\d+(?:[.,]\d+)*")


def grade(text: str) -> float:
    """Return the grade of a text; a list's lines count as sentences."""
    import textstat

    plain = _NAMES.sub("name", text)
    sentences = [s for s in _SENTENCE.split(plain) if _WORD.search(s)]
    words = _WORD.findall(plain)
    if not words:
        return 0.0
    syllables = sum(max(1, textstat.syllable_count(word)) for word in words)
    result: float = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return result
