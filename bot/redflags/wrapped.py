"""Put warning signs and look-alikes among harmless sentences, so that what stands beside a sign teaches nothing.

From the training messages, to the detector's head and the encoder's tuning. Patients write a
sign between a greeting, a denied other sign and a question on parking; alone, in the training
data, it would look unlike that.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bot.text import cores, words

#: Longer messages hold such sentences already.
_LONGEST = 45
_LONGEST_ADDED = 14
_LONGEST_DENIAL = 7
_COURTEOUS = ("chat/greet", "chat/thanks", "chat/bye")
_REASSURING, _DENIED = "none.reassurance", "none.denied"
_ENDS = (".", "!", "?", "…", ";")
_TELLING = 4  # letters from which a word tells what a denial is about


@dataclass(frozen=True)
class Wrapped:
    """A made message, the sign in it, and the question that stands beside it, if one does."""

    text: str
    sign: str
    intent: str | None = None


def wrapped(told: Sequence[tuple[str, str]], asked: Sequence[tuple[str, str]], *, seed: int = 0) -> list[Wrapped]:
    """Return each short message once more, among harmless sentences; the same for the same seed.

    A third gets a question before it, a third one after it, the rest a courtesy or another sign denied.

    told: (text, sign) of warning signs and look-alikes; asked: (text, intent) of ordinary talk.
    """
    pick = random.Random(seed)
    questions = [(t, intent) for t, intent in asked if intent.startswith(("ask/", "gap/")) and _fits(t)]
    aside = [t for t, intent in asked if intent in _COURTEOUS and _fits(t)]
    aside += [t for t, sign in told if sign == _REASSURING and _fits(t)]
    denials = [t for t, sign in told if sign == _DENIED and len(t.split()) <= _LONGEST_DENIAL]
    found: list[Wrapped] = []
    for text, sign in told:
        if not text or len(text.split()) > _LONGEST or not questions or not aside:
            continue
        kind = pick.random()
        if kind < 1 / 3:
            question, intent = pick.choice(questions)
            found.append(Wrapped(f"{_ended(question, '?')} {text}", sign, intent))
        elif kind < 2 / 3:
            question, intent = pick.choice(questions)
            found.append(Wrapped(f"{_ended(text, '.')} {question}", sign, intent))
        else:
            other = pick.choice(denials) if denials and pick.random() < 1 / 2 else pick.choice(aside)
            if _shares_a_word(other, text):
                other = pick.choice(aside)
            both = (other, text) if pick.random() < 1 / 2 else (text, other)
            found.append(Wrapped(f"{_ended(both[0], '.')} {both[1]}", sign))
    return found


def parts(asked: Sequence[tuple[str, str]], *, seed: int = 0) -> list[Wrapped]:
    """Return, of each ordinary message of several sentences, one part as the detector reads it by itself.

    "I live in a lighthouse. Ninety-one treads to my kitchen." is no sign either once its question is cut off.
    """
    pick = random.Random(seed)
    cut = [(sorted(cores(text)), intent) for text, intent in asked]
    return [Wrapped(pick.choice(left), f"none.{intent}") for left, intent in cut if left]


def _fits(text: str) -> bool:
    return 0 < len(text.split()) <= _LONGEST_ADDED


def _ended(text: str, end: str) -> str:
    return text if text.endswith(_ENDS) else text + end


def _shares_a_word(one: str, other: str) -> bool:
    """Tell whether a denial may be of the very sign that is told."""
    telling = {word for word in words(one) if len(word) >= _TELLING}
    return not telling.isdisjoint(words(other))
