"""Read a body temperature in °F or °C: 100.4 °F or 38.0 °C and above is a fever."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

FEVER_F, FEVER_C = 100.4, 38.0
#: No person has these: larger numbers are blood pressures, rooms and streets.
_MOST_F, _MOST_C = 109.0, 43.0
_NUMBER = re.compile(r"^(\d{2,3})(?:[.,](\d))?$")
_ABOUT_TEMPERATURE = re.compile(
    r"^(temp\w*|thermometer|fever\w*|degrees?|reading|running|burning|fahrenheit|celsius|centigrade|"
    r"calentura|fiebre|temperatura|grados|forehead|ear)$"
)
_NOT_A_TEMPERATURE = re.compile(
    r"^(room|mg|pounds?|lbs?|kg|percent|years?|old|bpm|pulse|sugar|bp|over|am|pm|dollars|ml|street|calories|steps|outside)$"
)


def is_fever(word: str) -> bool:
    """Tell whether a word is a number that, as a body temperature, is a fever."""
    match = _NUMBER.match(word)
    value = float(f"{match[1]}.{match[2] or 0}") if match else 0.0
    return FEVER_C <= value <= _MOST_C or FEVER_F <= value <= _MOST_F


def fever_in(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield token spans of temperatures that are a fever, where the words are about one."""
    for token in doc:
        if not is_fever(token.text):
            continue
        near = [t.text for t in doc[max(0, token.i - 6) : token.i + 4] if t.i != token.i]
        after = doc[token.i + 1].text if token.i + 1 < len(doc) else ""
        if any(_ABOUT_TEMPERATURE.match(word) for word in near) and not _NOT_A_TEMPERATURE.match(after):
            yield token.i, token.i + 1
