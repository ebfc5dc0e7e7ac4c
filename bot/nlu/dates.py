"""Find when the procedure was or will be, relative to the message's own date."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import dateparser
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

_WEEKDAYS = {"mon": MO, "tue": TU, "wed": WE, "thu": TH, "fri": FR, "sat": SA, "sun": SU}
_NUMBER = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "couple": 2, "a couple": 2, "a couple of": 2, "couple of": 2,
}  # fmt: skip
_N = r"(\d{1,3}|a couple(?: of)?|couple(?: of)?|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_UNIT = r"(day|week|month|year)s?"

#: The words that tie a date to the procedure rather than to anything else.
_ABOUT = re.compile(
    r"\b(procedure|surgery|operation|vertebroplasty|kyphoplasty|cement|op|post ?-?op|done|had (?:it|mine|hers|his)|"
    r"it was|injection|get(?:ting)? (?:it|mine)|going in|scheduled|booked|came home|discharged|hers is|his is|mine is|"
    r"it's|it is|day \d+)\b",
    re.IGNORECASE,
)
_DAY_N = re.compile(r"\b(?:(?:i'm|we're|she's|he's|it's|is|on|at|only|just|post ?-?op)\s+)?day\s*(\d{1,3})\b(?!\s*(?:of|a|per))", re.I)
_POST_OP = re.compile(rf"\b{_N}\s+{_UNIT}\s+(?:post|after|out from|since|past)\b(?!\s*-?\s*it\b)", re.I)
_SINCE = re.compile(rf"\b(?:it's been|been|has been)\s+{_N}\s+{_UNIT}\b", re.I)
_AGO = re.compile(rf"\b{_N}\s+{_UNIT}\s+(?:ago|back)\b", re.I)
_IN = re.compile(rf"\bin\s+{_N}\s+{_UNIT}(?:\s+time)?\b", re.I)
_FROM_NOW = re.compile(rf"\b{_N}\s+{_UNIT}\s+(?:from now|from today|away)\b", re.I)
_WORD = re.compile(r"\b(day before yesterday|yesterday|last night|this morning|today|earlier today|tomorrow|day after tomorrow)\b", re.I)
_OFFSETS = {
    "day before yesterday": -2, "yesterday": -1, "last night": -1, "this morning": 0, "today": 0,
    "earlier today": 0, "tomorrow": 1, "day after tomorrow": 2,
}  # fmt: skip
_WEEKDAY = re.compile(
    r"\b(last|next|this|this past|this coming|on|since|past|coming)?\s*\b(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b",
    re.I,
)
_WEEK = re.compile(r"\b(last|next) (week|month)\b", re.I)
_CALENDAR = re.compile(
    r"\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*(?:,?\s+\d{4})?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?|the\s+\d{1,2}(?:st|nd|rd|th))\b",
    re.I,
)
_FUTURE = re.compile(r"\b(will|going to|is (?:on|next|in|tomorrow)|scheduled|booked|upcoming|getting|coming up|next|before my)\b", re.I)
_QUESTION_OF_TIME = re.compile(r"\b(can|may|could|should|when|until|will i|is it (?:ok|okay|safe))\b", re.I)


def procedure_date(text: str, *, today: datetime) -> date | None:
    """Return the procedure's date where the text tells it, else None.

    "day 3" is three days after the procedure (which is day 0). A date that belongs to the
    question rather than to the procedure ("can I lift tomorrow?") is not taken.
    """
    if not _ABOUT.search(text) and not _DAY_N.search(text):
        return None
    for clause in re.split(r"(?<=[.!?;])\s+|,\s+(?=(?:can|when|how|should|is|will|may)\b)", text):
        if (_ABOUT.search(clause) or _DAY_N.search(clause)) and not _asks(clause):
            found = _in_clause(clause, today)
            if found is not None and abs((found - today.date()).days) <= 400:
                return found
    return None


def _asks(clause: str) -> bool:
    """Tell whether a clause asks about a date rather than telling one."""
    ties = re.search(r"\b(had|was|since|after my|is|it's|post ?-?op|scheduled|day \d+)\b.*", clause, re.I)
    return bool(_QUESTION_OF_TIME.match(clause.strip())) and not (ties and re.search(r"\b(had|since|was|day \d+)\b", clause, re.I))


def _in_clause(clause: str, today: datetime) -> date | None:
    base = today.date()
    if match := _DAY_N.search(clause):
        return base - timedelta(days=int(match[1]))
    for pattern, sign in ((_AGO, -1), (_POST_OP, -1), (_SINCE, -1), (_IN, 1), (_FROM_NOW, 1)):
        if match := pattern.search(clause):
            return _shift(base, sign * _number(match[1]), match[2])
    if match := _WORD.search(clause):
        return base + timedelta(days=_OFFSETS[match[1].lower()])
    if match := _CALENDAR.search(clause):
        return _calendar(match[0], today, future=bool(_FUTURE.search(clause)))
    if match := _WEEK.search(clause):
        return _shift(base, -1 if match[1].lower() == "last" else 1, match[2])
    if match := _WEEKDAY.search(clause):
        return _weekday(match[1] or "", match[2], base, future=bool(_FUTURE.search(clause)))
    return None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBER[word.lower()]


def _shift(base: date, count: int, unit: str) -> date:
    return base + relativedelta(**{f"{unit.lower()}s": count})  # type: ignore[arg-type]


def _weekday(word: str, name: str, base: date, *, future: bool) -> date:
    day = _WEEKDAYS[name[:3].lower()]
    word = word.lower()
    if word in {"next", "this coming", "coming"} or (future and "last" not in word and "past" not in word):
        return base + relativedelta(days=1, weekday=day(1))
    return base + relativedelta(days=-1, weekday=day(-1)) if base.weekday() == day.weekday else base + relativedelta(weekday=day(-1))


def _calendar(text: str, today: datetime, *, future: bool) -> date | None:
    settings = {
        "RELATIVE_BASE": today,
        "PREFER_DATES_FROM": "future" if future else "past",
        "DATE_ORDER": "MDY",
    }
    plain = re.sub(r"^the\s+", "", text, flags=re.I)
    found = dateparser.parse(plain, languages=["en"], settings=settings)  # type: ignore[arg-type]
    return found.date() if found else None
