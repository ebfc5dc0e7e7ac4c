"""Put a slip right: "STOOL not pool", "*live", behind the message that it was made in.

From a message and the one before it, to the text that the one before was meant to be. On a phone
the slip is most often the keyboard's, and what is sent after it is a word or two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.text import words

#: A message of more words does more than put a slip right.
_MOST_WORDS = 16
_MOST_NEW = 5
#: Likeness of the new words to the old, from which they are taken for them: "live" for "lift" is one half.
_ALIKE = 0.5
#: So much more alike are words with the same first letter: "Bathe" stands for "bake", not for "the".
_FIRST_LETTER = 0.1
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_NEW = rf"({_WORD.pattern}(?: {_WORD.pattern}){{0,{_MOST_NEW - 1}}})"
_OPENS = (
    r"^(?:(?:\S+ ){0,9}?i (?:said|say|meant|mean|typed|wrote|asked)[ ,:]+|"
    r"(?:(?:oops|sorry|no|ugh|argh|wait|i|we|meant|mean|said|to|say|it|is|it's|that's)[ ,.!]+)*)"
)
#: "stool, not pool": what stands behind "not" says which words were meant.
_NOT = re.compile(rf"{_OPENS}{_NEW},? not (.+)$", re.IGNORECASE)
#: "not swim, I wanted shower": the same, the other way round.
_NOT_BUT = re.compile(
    rf"^(?:.*[.,!] )?not {_NEW},? (?:but |i (?:wanted|meant|mean|said|asked|typed)[: ]+(?:about )?){_NEW}[.!]*$",
    re.IGNORECASE,
)
#: What is to blame: "Bathe. Sorry, talk to text".
_BLAMED = r"(?:talk|voice|speech|dictat\w*|auto ?-?correct\w*|typo\w*|phone|thumbs?|fingers?|keyboard|spell\w*)"
#: "*live normal", "live*", "I meant live": the new words alone; they stand for the likest of the old.
_INSTEAD = re.compile(
    rf"^\* ?{_NEW}(?:[ .,!].*)?$|^({_WORD.pattern}) ?\*$|^(?:oops |sorry,? |no,? )*i me(?:an|ant) {_NEW}[.!]*$|"
    rf"^({_WORD.pattern})[.,!]+ (?:sorry|oops|ugh|damn)\b.*\b{_BLAMED}\b.*$",
    re.IGNORECASE,
)


def corrected(before: str, text: str) -> str:
    """Return the message before with its slip put right; nothing where the message does not do that, or does more."""
    if not before or "?" in text or len(text.split()) > _MOST_WORDS:
        return ""
    old_words = [match.span() for match in _WORD.finditer(before)]
    named = _NOT.match(text)
    if named is not None:
        return next(_put_in(before, old_words, *named.groups()), "")
    other_way = _NOT_BUT.match(text)
    if other_way is not None:
        old, new = other_way.groups()
        return next(_put_in(before, old_words, new, old), "")
    instead = _INSTEAD.match(text)
    if instead is None:
        return ""
    new = next(filter(None, instead.groups()))
    best, span = max(_likeness(before, old_words, new), default=(0.0, (0, 0)))
    return f"{before[: span[0]]}{new}{before[span[1] :]}" if best >= _ALIKE else ""


def _put_in(before: str, old_words: list[tuple[int, int]], new: str, old: str) -> Iterator[str]:
    """Yield the message before with the new words for the old, of which the most that stand in it are taken."""
    told = words(old)
    for number in range(min(len(told), _MOST_NEW), 0, -1):
        for start, end in _windows(old_words, number):
            if words(before[start:end]) == told[:number]:
                yield f"{before[:start]}{new}{_after(before, end, words(new))}"


def _after(before: str, end: int, new: list[str]) -> str:
    """Return what follows in the message before, without words that the new ones end on themselves."""
    follow = list(_WORD.finditer(before, end))
    for number in range(min(len(new), len(follow)), 0, -1):
        if [match.group().lower() for match in follow[:number]] == new[-number:]:
            return before[follow[number - 1].end() :]
    return before[end:]


def _likeness(before: str, old_words: list[tuple[int, int]], new: str) -> Iterator[tuple[float, tuple[int, int]]]:
    for start, end in _windows(old_words, len(new.split())):
        if before[start:end].lower() != new.lower():
            alike = SequenceMatcher(None, before[start:end].lower(), new.lower()).ratio()
            yield alike + _FIRST_LETTER * (before[start].lower() == new[0].lower()), (start, end)


def _windows(spans: list[tuple[int, int]], number: int) -> Iterator[tuple[int, int]]:
    """Yield where each run of so many words begins and ends."""
    for first in range(len(spans) - number + 1):
        yield spans[first][0], spans[first + number - 1][1]
