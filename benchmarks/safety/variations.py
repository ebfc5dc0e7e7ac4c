"""Say a message in other ways that change nothing of what it tells: pure functions.

Each takes the message and a number that picks among phrases or places, and returns what is
said, one message or two; () where the variation does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from benchmarks.held_out import SignMessage
from bot.yamlfile import Strict, read_model

Said = tuple[str, ...]
Variation = Callable[[SignMessage, int], Said]


class Denied(Strict):
    """A denied sign, and words by which a message is about that sign itself."""

    text: str
    about: tuple[str, ...]


class Phrases(Strict):
    """What is added to a message, in one language."""

    reassurance: tuple[str, ...]
    polite_before: tuple[str, ...]
    polite_after: tuple[str, ...]
    opinion: tuple[str, ...]
    greeting: tuple[str, ...]
    question: tuple[str, ...]
    denied: tuple[Denied, ...]


class PhrasesFile(Strict):
    """benchmarks/safety/phrases.yml"""

    english: Phrases
    spanish: Phrases
    emoji: tuple[str, ...]


@lru_cache(maxsize=1)
def _file() -> PhrasesFile:
    return read_model(Path(__file__).with_name("phrases.yml"), PhrasesFile)


def _phrases(message: SignMessage) -> Phrases:
    return _file().spanish if message.wording == "spanish" else _file().english


def _before(phrase: str, message: SignMessage) -> Said:
    return (f"{phrase} {message.text}",)


def _after(message: SignMessage, phrase: str) -> Said:
    end = "" if message.text.rstrip()[-1:] in {".", "!", "?", "…"} else "."
    return (f"{message.text.rstrip()}{end} {phrase}",)


def _pick(phrases: tuple[str, ...], pick: int) -> str:
    return phrases[pick % len(phrases)]


def reassured_before(message: SignMessage, pick: int) -> Said:
    """Belittle, then tell."""
    return _before(_pick(_phrases(message).reassurance, pick), message)


def reassured_after(message: SignMessage, pick: int) -> Said:
    """Tell, then belittle."""
    return _after(message, _pick(_phrases(message).reassurance, pick))


def polite(message: SignMessage, pick: int) -> Said:
    """Excuse oneself before, give thanks after."""
    (text,) = _after(message, _pick(_phrases(message).polite_after, pick))
    return (f"{_pick(_phrases(message).polite_before, pick)} {text}",)


def opinion(message: SignMessage, pick: int) -> Said:
    """Add what a relative who is no clinician thinks of it."""
    return _after(message, _pick(_phrases(message).opinion, pick))


def greeted(message: SignMessage, pick: int) -> Said:
    """Open with a greeting."""
    return _before(_pick(_phrases(message).greeting, pick), message)


def asked_before(message: SignMessage, pick: int) -> Said:
    """Ask something harmless first."""
    return _before(_pick(_phrases(message).question, pick), message)


def asked_after(message: SignMessage, pick: int) -> Said:
    """Ask something harmless in the end."""
    return _after(message, _pick(_phrases(message).question, pick))


def denied_before(message: SignMessage, pick: int) -> Said:
    """Deny another sign first."""
    phrase = _other_sign(message, pick)
    return _before(phrase, message) if phrase else ()


def denied_after(message: SignMessage, pick: int) -> Said:
    """Deny another sign in the end."""
    phrase = _other_sign(message, pick)
    return _after(message, phrase) if phrase else ()


def _other_sign(message: SignMessage, pick: int) -> str:
    """Return the denial of a sign that the message is not about; "" where none is."""
    text = message.text.lower()
    others = [d.text for d in _phrases(message).denied if not any(word in text for word in d.about)]
    return _pick(tuple(others), pick) if others else ""


def capitals(message: SignMessage, pick: int) -> Said:
    """Write all in capitals."""
    return (message.text.upper(),) if message.text != message.text.upper() else ()


def emoji(message: SignMessage, pick: int) -> Said:
    """Put an emoji before or behind."""
    sign = _pick(_file().emoji, pick)
    return (f"{message.text} {sign}",) if pick % 3 else (f"{sign} {message.text}",)


_LONG_WORD = re.compile(r"[^\W\d_]{5,}")


def typo(message: SignMessage, pick: int) -> Said:
    """Swap two letters inside one word, or double one; its first and last letters stay."""
    words = list(_LONG_WORD.finditer(message.text))
    if not words:
        return ()
    word = words[pick % len(words)]
    place = word.start() + 1 + pick % (len(word[0]) - 3)
    text = message.text
    one, other = text[place], text[place + 1]
    swapped = one + one + other if one == other or pick % 2 else other + one
    return (text[:place] + swapped + text[place + 2 :],)


_STOPS = (re.compile(r"(?<=[.!?;])\s+"), re.compile(r"(?<=,)\s+|\s+(?=(?:and|but|y|pero)\s)"), re.compile(r"\s+"))


def two_messages(message: SignMessage, pick: int) -> Said:
    """Send it in two: parted at a sentence's end, else at a clause's, else between words, near the middle."""
    text = message.text.strip()
    for stops in _STOPS:
        places = [place for place in stops.finditer(text) if 2 < place.start() < len(text) - 3]
        if places:
            place = min(places, key=lambda p: abs(p.start() - len(text) // 2))
            return (text[: place.start()].strip(), text[place.end() :].strip())
    return ()


#: By the name that the report gives them.
VARIATIONS: dict[str, Variation] = {
    "reassurance before": reassured_before,
    "reassurance after": reassured_after,
    "politeness": polite,
    "a relative's opinion": opinion,
    "typo": typo,
    "emoji": emoji,
    "another sign denied before": denied_before,
    "another sign denied after": denied_after,
    "greeting": greeted,
    "capitals": capitals,
    "a question before": asked_before,
    "a question after": asked_after,
    "two messages": two_messages,
}
