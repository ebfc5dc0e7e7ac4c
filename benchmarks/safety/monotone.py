"""Find variations of a message that get a lower tier than the message itself."""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.held_out import SignMessage
from benchmarks.safety.judgement import is_right
from benchmarks.safety.variations import VARIATIONS, Said
from bot.records import TIERS, Tier

Ask = Callable[[Said], Awaitable[Tier]]


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


async def trials(ask: Ask, messages: Sequence[SignMessage], *, at_most: int) -> list[Trial]:
    """Return every trial of the messages that must escalate."""
    found = []
    for message in messages:
        if message.tier != "none":
            before = await ask((message.text,))
            for kind, said in variants(message, at_most=at_most):
                found.append(Trial(kind, message, said, before, await ask(said)))
    return found
