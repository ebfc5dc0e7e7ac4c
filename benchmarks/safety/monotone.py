"""Find variations of a message that get a lower tier than the message itself."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.held_out import SignMessage
from benchmarks.safety.judgement import is_right
from benchmarks.safety.variations import VARIATIONS, Said
from bot.records import TIERS, Tier


@dataclass(frozen=True)
class Trial:
    """A message said in another way, and what came of both."""

    kind: str
    message: SignMessage
    said: Said
    before: Tier
    after: Tier

    @property
    def fell(self) -> bool:
        """Whether the other way got a lower tier: what may never be."""
        return TIERS.index(self.after) < TIERS.index(self.before)

    @property
    def lost(self) -> bool:
        """Whether the message was right as it stood and is missed in the other way."""
        return is_right(self.message, self.before) and not is_right(self.message, self.after)


def seed(message: SignMessage) -> int:
    """Return a number of the message's own, which stays when others are added."""
    return zlib.crc32(message.text.encode())


def kinds(message: SignMessage, *, at_most: int) -> list[str]:
    """Return the kinds of variation that a message is tried with, another few for each message."""
    names = list(VARIATIONS)
    start = seed(message) % len(names)
    return (names[start:] + names[:start])[:at_most]


def variants(message: SignMessage, *, at_most: int) -> Iterator[tuple[str, Said]]:
    """Yield (kind, what is said); a variation that does not apply to the message is left out."""
    for kind in kinds(message, at_most=at_most):
        said = VARIATIONS[kind](message, seed(message) // 64)
        if said:
            yield kind, said


def sayings(messages: Sequence[SignMessage], *, at_most: int) -> list[Said]:
    """Return whose tiers the trials of the messages need: each once, in the order of the trials."""
    return list(dict.fromkeys(said for *_, before, after in _pairs(messages, at_most) for said in (before, after)))


def trials(tiers: Mapping[Said, Tier], messages: Sequence[SignMessage], *, at_most: int) -> list[Trial]:
    """Return every trial of the messages that must escalate."""
    pairs = _pairs(messages, at_most)
    return [Trial(kind, message, after, tiers[before], tiers[after]) for kind, message, before, after in pairs]


def _pairs(messages: Sequence[SignMessage], at_most: int) -> Iterator[tuple[str, SignMessage, Said, Said]]:
    """Yield (kind, message, as it stands, in the other way) of the messages that must escalate."""
    for message in messages:
        if message.tier != "none":
            for kind, said in variants(message, at_most=at_most):
                yield kind, message, (message.text,), said
