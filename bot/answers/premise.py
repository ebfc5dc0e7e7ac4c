"""Notice what a message takes for granted: a figure that no page gives, or a yes that it waits for."""

from __future__ import annotations

import re

from bot.answers.sides import minutes
from bot.knowledge.figures import figures_in
from bot.records import MINUTES, Figure, Passage

#: The end or the head of a message that waits for a yes: "…, right?", "so I can …".
_SEEKS_YES = re.compile(
    r"(?:\b(?:right|correct|yes|yeah|ok|okay|isn't it|is that so|is that right|am i right|then|no)\s*[?.!]*\s*$)"
    r"|(?:^(?:so|then|ok so|okay so|well then)\b.*\b(?:can|could|may|should be|is|are|need|only|just|don't|do not|won't)\b)"
    r"|\b(?:told me|told us|heard|said|says|thought|understood|figure|figured|suppose|supposed|assume|guess)\b",
    re.IGNORECASE | re.DOTALL,
)
#: Where the time is told from, no limit: "two days ago", "day 3", "next week".
_NO_LIMIT = re.compile(
    r"\b(?:ago|back|day \d+|in \d+ (?:days|weeks)|since|old|years? of age|every|(?:last|next|this) (?:week|month|year))\b",
    re.IGNORECASE,
)
_ENDS_ON_YES = re.compile(r"\b(?:right|correct|yes|yeah|isn't it|am i right)\s*[?.!]*$", re.IGNORECASE)
_PERIOD = re.compile(
    r"\bovernight\b|\bsame day\b|\btomorrow\b|\btonight\b|\bright away\b|\bstraight away\b", re.IGNORECASE
)


#: An open question states nothing, whatever it opens with: "so how long until I can lift?".
_OPEN = re.compile(
    r"^(?:(?:so|then|ok|okay|well|and|but|hi|hello|now)[ ,]+)*(?:how|when|what|why|where|which|who)\b", re.IGNORECASE
)


def seeks_yes(text: str) -> bool:
    """Tell whether a message states something and waits for a yes."""
    return not _OPEN.search(text.strip()) and bool(_SEEKS_YES.search(text.strip()))


def foreign_figures(text: str, passages: tuple[Passage, ...]) -> list[tuple[float, str]]:
    """Return the times that a message takes for granted and that none of the passages gives.

    Only where the message states them; nothing where the pages give no time at all.
    """
    given = [f for p in passages for f in p.figures if f.unit in MINUTES]
    if not given or not seeks_yes(text) or _NO_LIMIT.search(text):
        return []
    told = [(value, unit) for value, unit in figures_in(text) if unit in MINUTES]
    known = {minutes(figure) for figure in given}
    return [(value, unit) for value, unit in told if unit and minutes(Figure("", value, unit)) not in known]


def in_words(value: float, unit: str) -> str:
    """Return a figure as people write it: "two days", "10 minutes"."""
    words = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}
    count = words.get(int(value), f"{value:g}") if value == int(value) else f"{value:g}"
    return f"{count} {unit}{'' if value == 1 else 's'}"


def awaits_clearance(text: str) -> bool:
    """Tell whether a message waits for a yes to doing something soon: "so I can lift tomorrow, right?"."""
    may = re.search(r"\b(?:can|could|may|ok(?:ay)? to)\b", text, re.IGNORECASE)
    return seeks_yes(text) and bool(may) and bool(_PERIOD.search(text) or _ENDS_ON_YES.search(text.strip()))


def asks_why(text: str) -> bool:
    """Tell whether a message asks for a reason and nothing else: "but why?"."""
    return bool(
        re.fullmatch(
            r"(?:\w+ )?(?:why(?: is that| so long| not)?|how come|what for)[ ?.!]*", text.strip(), re.IGNORECASE
        )
    )


def lasts(text: str) -> bool:
    """Tell whether a text says loosely how long something lasts: "gone in a few days"."""
    return bool(re.search(r"\b(?:few|couple of) (?:minutes|hours|days|weeks|months)\b", text, re.IGNORECASE))


def asks_how_long(text: str) -> bool:
    """Tell whether a message asks for a time: "for how long?"."""
    return bool(
        re.search(r"\bhow (?:long|many (?:minutes|hours|days|weeks))\b|\b(?:un)?till? when\b", text, re.IGNORECASE)
    )
