"""Join a short message to what was said before it, to be read as one text; and make such texts to learn from."""

from __future__ import annotations

from collections.abc import Sequence

from bot.text import sentences

#: Stands between what was said before and the message: the encoder learns that what follows it is asked.
MARK = "|"
#: Longer messages, and what was said longer before, are read by themselves.
_LONGEST = 160
_STOPS = frozenset(".!?…;:")
#: A message before of at most so many words leans itself on the one before it, which is read too.
_LEANS = 6
_LEAST_TO_HALVE, _HALVED = 6, 3


def context(before: Sequence[str], text: str) -> tuple[str, ...]:
    """Return what a message is read behind, oldest first: the last message before it, or two; nothing where it is long.

    before: earlier messages, oldest first.
    """
    if not text or not before or not before[-1]:
        return ()
    last = before[-1]
    *_, end = sentences(last) or [last]  # of a long story the last sentence asks
    ways: list[tuple[str, ...]] = [(last,), (end,)]
    if len(last.split()) <= _LEANS and len(before) > 1 and before[-2]:
        ways.insert(0, (before[-2], last))
    return next((way for way in ways if len(join(way, text)) <= _LONGEST), ())


def join(said: Sequence[str], text: str) -> str:
    """Return a message behind what was said before it, as one text; nothing where nothing was."""
    return f"{_unmarked(' '.join(said))} {MARK} {_unmarked(text)}" if said else ""


def run_on(before: str, text: str) -> str:
    """Return a sentence that was sent in two as one again: "i wish i would go to sleep" … "and never wake up".

    Nothing where the first ends in a stop, or the second begins as a sentence of its own.
    """
    goes_on = text[:1].islower() and before[-1:] not in _STOPS
    whole = f"{before} {text}"
    return whole if before and goes_on and len(whole) <= _LONGEST else ""


def _unmarked(text: str) -> str:
    return text.replace(MARK, " ")


def parted(told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return messages of several sentences as if the last had been sent by itself: (text, sign)."""
    cut = [(sentences(text), sign) for text, sign in told]
    joined = [(join((" ".join(parts[:-1]),), parts[-1]), sign) for parts, sign in cut if len(parts) > 1]
    return [(text, sign) for text, sign in joined if len(text) <= _LONGEST]


def halved(told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return one in three messages of a single sentence as if its second half had been sent by itself: (text, sign)."""
    single = [(text.split(), sign) for text, sign in told if len(sentences(text)) == 1]
    long_enough = [(said, sign) for said, sign in single if len(said) >= _LEAST_TO_HALVE][::_HALVED]
    halves = [(" ".join(said[: len(said) // 2]), " ".join(said[len(said) // 2 :]), sign) for said, sign in long_enough]
    joined = [(join((first,), second), sign) for first, second, sign in halves]
    return [(text, sign) for text, sign in joined if len(text) <= _LONGEST]
