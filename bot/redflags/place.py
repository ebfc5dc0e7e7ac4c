"""A sign's place in a text, and how far it stands from the cues of its context."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from bot.redflags import context_words as sets


@dataclass(frozen=True)
class Cue:
    """A cue of context: its kind and the tokens it covers."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Place:
    """A sign's place in the text, with all that the text's context holds."""

    doc: Doc
    start: int
    end: int
    cues: list[Cue]
    sign: str = ""
    grave: bool = False  # an emergency or a crisis: scopes are stricter still
    quotes: tuple[tuple[int, int], ...] = ()

    def words(self, start: int, end: int) -> list[str]:
        return self._texts[max(0, start) : max(0, start, end)]

    @cached_property
    def _texts(self) -> list[str]:
        return [token.text for token in self.doc]

    @cached_property
    def own(self) -> list[str]:
        """The sign's own words."""
        return self.words(self.start, self.end)

    def kinds(self, kind: str) -> list[Cue]:
        return [cue for cue in self.cues if cue.kind == kind]

    def apart(self, cue: Cue, ends: frozenset[str]) -> bool:
        """Tell whether one of the words `ends` stands between the sign and a cue."""
        return not ends.isdisjoint(self.between(cue))

    def between(self, cue: Cue) -> list[str]:
        """Return the words between the sign and a cue."""
        low, high = (cue.end, self.start) if cue.end <= self.start else (self.end, cue.start)
        return self.words(low, high)

    def overlaps(self, cue: Cue) -> bool:
        return cue.start < self.end and self.start < cue.end

    def until_end(self, start: int) -> list[str]:
        return self.words(start, len(self.doc))

    def before(self, cue: Cue, most: int = 5) -> list[str]:
        """Return the last words before a cue, in its clause, nearest first."""
        return until(self.words(cue.start - most, cue.start)[::-1], sets.CLAUSE_END)

    def span(self, ends: frozenset[str], start: int, end: int) -> tuple[int, int]:
        """Return where the sentence or clause around some tokens begins and ends."""
        low = start - len(until(self.words(0, start)[::-1], ends))
        return low, end + len(until(self.until_end(end), ends))

    def sentence(self, start: int, end: int) -> list[str]:
        """Return the words of the sentence before a place, and from its last word on."""
        low, high = self.span(sets.SENTENCE_END, start, end - 1)
        return self.words(low, start) + self.words(end - 1, high)


def until(words: list[str], ends: frozenset[str] | set[str]) -> list[str]:
    """Return the words before the first of `ends`."""
    return words[: next((i for i, word in enumerate(words) if word in ends), len(words))]


def turns_to_self(words: list[str]) -> bool:
    """Tell whether a clause about the person follows: "signs of infection, my wound …"."""
    return any(a in {",", "and"} and b in sets.SELF | {"he", "she", "it"} for a, b in itertools.pairwise(words))
