"""Find the figures in a text: numbers in digits or words, with the unit that follows."""

from __future__ import annotations

import re

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "first": 1, "second": 2, "half": 0.5,
    "couple": 2, "twice": 2, "once": 1, "a": 1, "an": 1,
}  # fmt: skip
_UNITS = {
    "minute": "minute", "min": "minute", "hour": "hour", "hr": "hour", "day": "day", "week": "week",
    "month": "month", "percent": "percent", "%": "percent", "times": "time", "year": "year",
    "level": "level", "breath": "count", "pound": "pound", "mg": "mg", "pill": "pill",
}  # fmt: skip
#: "one" and "second" are mostly no figures ("one page", "second injection"): only with a unit,
#: as is "a" ("within a day").
_NEED_UNIT = {"one", "first", "second", "half", "couple", "once", "twice", "a", "an"}
_NUMBER = (
    r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-"
    r"(?:one|two|three|four|five|six|seven|eight|nine)|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
)
_FIGURE = re.compile(
    rf"(?<![\w.])({_NUMBER})(?:-?\s*(?:[-–]|to|or|and)\s*({_NUMBER}))?"
    r"(?:\s+(?:of|an|a|to|full|whole|more|slow|deep)){0,3}[\s-]*"
    r"(minute|min|hour|hr|day|week|month|percent|%|times|year|level|breath|pound|mg|pill)?s?\b",
    re.IGNORECASE,
)


def figures_in(text: str) -> list[tuple[float, str | None]]:
    """Return (value, unit) for each figure; unit is None when none follows; a range gives two."""
    found: list[tuple[float, str | None]] = []
    for low, high, unit in _FIGURE.findall(text.replace("%", " percent")):
        name = _UNITS.get(unit.lower()) if unit else None
        for number in (low, high):
            word = number.lower()
            if not number or (name is None and word in _NEED_UNIT):
                continue
            found.append((_value(word), name))
    return found


def _value(word: str) -> float:
    """Return what digits or words stand for: "1,000", "3.5", "six", "twenty-four"."""
    if word[0].isdigit():
        return float(word.replace(",", ""))
    return sum(_NUMBERS[part] for part in word.split("-"))
