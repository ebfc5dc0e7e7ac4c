"""Dates as people write them: "yesterday", "10 days ago", "next Tuesday", "the 5th", "2/14"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import dateparser
from dateutil.relativedelta import relativedelta

#: A day and month without year or tense is the nearest such day, if that is near.
_NEAR_DAYS = 60

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "couple": 2, "cpl": 2,
}  # fmt: skip
_COUNT = rf"(?:\d{{1,3}}|(?:a )?(?:couple|cpl)(?: of)?|{'|'.join(NUMBERS)})"
#: "10 days", "a couple of weeks"; shift() counts it.
SPAN = rf"\b{_COUNT}[ -](?:hours?|hrs?|days?|weeks?|wks?|months?|years?)\b"

_WEEKDAY_NAME = r"(?:mon|tues?|wed(?:nes)?|wens|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WORD_DAYS = {
    "day before yesterday": -2, "yesterday": -1, "last night": -1, "last nite": -1, "today": 0, "this morning": 0,
    "this afternoon": 0, "tonight": 0, "day after tomorrow": 2, "tomorrow": 1,
}  # fmt: skip
_WORD_DAY = rf"(?:the )?\b(?<!ago )(?:{'|'.join(_WORD_DAYS)})\b"
_AGO = rf"{SPAN} (?:ago|back)\b(?! (?:on )?{_WEEKDAY_NAME})"
_IN = rf"in {SPAN}(?:' time| time)?|{SPAN} (?:from (?:now|today)|away)\b"
_WEEKDAY = (
    rf"(?:(?:last|next) week,? (?:on )?{_WEEKDAY_NAME}"
    rf"|(?:(?:last|next|this past|past|this coming|coming|this) )?\b{_WEEKDAY_NAME}(?: (?:of )?(?:last|next) week\b)?)"
)
#: The weekday before a date: "Thursday the 5th", "last Thursday, that was the 5th".
_BEFORE_A_DATE = rf"(?:(?:last|next|this past|this coming|past|coming|this) )?{_WEEKDAY_NAME},? (?:(?:that|which|it) (?:was|is|would be) )?"
_CALENDAR = (
    rf"(?:{_BEFORE_A_DATE})?(?:\b{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?"
    rf"|(?:the )?\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?: \d{{4}})?"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\bthe \d{1,2}(?:st|nd|rd|th)\b(?! of (?:last|next)))"
)
_ORDINALS = {
    word: place
    for place, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split(), start=1
    )
} | {f"twenty-{word}": 20 + n for n, word in enumerate("first second third fourth fifth sixth seventh eighth ninth".split(), start=1)} | {
    "thirtieth": 30, "thirty-first": 31,
}  # fmt: skip
_SPOKEN_DAY = re.compile(
    rf"\b(?P<month>{_MONTH}) (?:the )?(?P<after>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b"
    rf"|\bthe (?P<before>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}) of (?P<of>{_MONTH})(?![a-z])"
)


def in_figures(text: str) -> str:
    """Return a text, in lower case, with days of a month that are spelt out in figures: "october the sixth"."""
    return _SPOKEN_DAY.sub(_day_in_figures, text.replace("twenty ", "twenty-"))


def _day_in_figures(match: re.Match[str]) -> str:
    month = match["month"] or match["of"]
    end = "." if month.endswith(".") else ""  # of the sentence rather than the month: "the twentieth of april. i …"
    return f"{month.rstrip('.')} {_ORDINALS[match['after'] or match['before']]}{end if match['of'] else ''}"


#: Any of them, as the group `when`; vague and two-sided ones ("Monday or Tuesday") are none.
WHEN = rf"(?P<when>{_AGO}|{_IN}|{_WORD_DAY}|{_CALENDAR}|{_WEEKDAY})(?![\w'])(?! (?:before last|after next|or|week)\b)"


def date_of(when: str, today: datetime, *, tense: int) -> date | None:
    """Return the date that WHEN's words name; None where it is unclear or goes against the tense.

    tense: -1 where the words around tell of the past, 1 of the future, 0 where they do not tell.
    """
    found = _relative(when, today) or _named(when, today, tense=tense)
    against = found is not None and (found - today.date()).days * tense < 0
    return None if against else found


def _relative(when: str, today: datetime) -> date | None:
    if span := re.search(SPAN, when):
        return shift(today, span[0], -1 if when.endswith(("ago", "back")) else 1)
    for words, days in _WORD_DAYS.items():
        if words in when:
            return today.date() + timedelta(days=days)
    return None


def shift(today: datetime, span: str, sign: int) -> date:
    """Return the date that lies a span before (-1) or after (1) now."""
    count, unit = re.split(r"[ -](?=[a-z]+$)", span)
    unit = {"h": "hours", "d": "days", "w": "weeks", "m": "months", "y": "years"}[unit[0]]
    moved: datetime = today + relativedelta(**{unit: sign * number(count)})  # type: ignore[arg-type]
    return moved.date()


def number(words: str) -> int:
    """Return the number that digits or words name."""
    return int(words) if words.isdigit() else next(n for w, n in reversed(NUMBERS.items()) if w in words.split())


def _named(when: str, today: datetime, *, tense: int) -> date | None:
    """Return the date of a weekday or calendar date, the nearest in the tense's direction."""
    if re.fullmatch(_WEEKDAY, when):
        return _weekday(when, today, tense=tense)
    plain = re.sub(rf"^{_BEFORE_A_DATE}", "", when)
    plain = re.sub(r"(?<=[a-z.]) the (?=\d)", " ", plain)
    if day := re.fullmatch(r"the (\d{1,2})(?:st|nd|rd|th)", plain):
        return _day_of_month(int(day[1]), today.date(), tense=tense)
    past, future = _parse(plain, today, "past"), _parse(plain, today, "future")
    if past is None or future is None or tense:
        return future if tense > 0 else past
    nearest = min(past, future, key=lambda d: abs((d - today.date()).days))
    return nearest if abs((nearest - today.date()).days) <= _NEAR_DAYS or re.search(r"\d{4}", plain) else None


def _parse(text: str, today: datetime, prefer: str) -> date | None:
    settings = {"RELATIVE_BASE": today.replace(tzinfo=None), "PREFER_DATES_FROM": prefer, "DATE_ORDER": "MDY"}
    found: datetime | None = dateparser.parse(text, languages=["en"], settings=settings)  # type: ignore[arg-type]
    if found is not None and found.year > today.year + 50:  # dateparser's future for 11/5/26 is 2126
        found = found.replace(year=found.year - 100)
    return found.date() if found else None


def _weekday(when: str, today: datetime, *, tense: int) -> date | None:
    name = re.search(_WEEKDAY_NAME, when)
    assert name is not None
    weekday = "mon tue we thu fri sat sun".split().index(name[0][: 2 if name[0].startswith("we") else 3])
    base = today.date()
    if week := re.search(r"(last|next) week", when):
        monday = base - timedelta(days=base.weekday())
        return monday + timedelta(days=weekday + (-7 if week[1] == "last" else 7))
    qualifier = when[: name.start()]
    tense = -1 if re.search("last|past", qualifier) else 1 if re.search("next|coming", qualifier) else tense
    if tense > 0:
        return base + timedelta(days=(weekday - base.weekday() - 1) % 7 + 1)
    return base - timedelta(days=(base.weekday() - weekday - 1) % 7 + 1) if tense else None


def _day_of_month(day: int, base: date, *, tense: int) -> date | None:
    """Return the nearest such day of a month in the tense's direction."""
    if not tense or not 1 <= day <= 31:
        return None
    step = timedelta(days=tense)
    found = base
    while found.day != day:
        found += step
    return found
