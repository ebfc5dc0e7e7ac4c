"""Search a tokenised text for many written patterns at once.

Each pattern is one regular expression over the tokens, searched for where a text holds a word
of every step that the pattern must have: of some 1,900 patterns an ordinary message wakes a
few dozen. To compile one takes longer than all the rest: a server compiles them when it starts,
a test or a training when a text first wakes them. (One spaCy matcher over all of them took 16 ms a message and 8 s to load, for lists
of phrases multiply into hundreds of token patterns; see docs/decisions/.)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.redflags.patterns import Step, expression, steps_of

#: Words whose steps are remembered: most of a message is words that others have used.
_WORDS_KEPT = 8192


@dataclass
class _Written:
    key: str
    steps: list[Step]
    needs: frozenset[int]  # the numbers of the steps that it must have
    compiled: re.Pattern[str] | None = None

    def search(self, text: str) -> Iterator[re.Match[str]]:
        return self.compile().finditer(text)

    def compile(self) -> re.Pattern[str]:
        if self.compiled is None:
            self.compiled = re.compile(expression(self.steps))
        return self.compiled


class PatternSearch:
    """Written patterns by key, indexed by the words that they need.

    Patterns share most of their steps, so each step has a number: a text's words give the numbers of the steps that
    may stand in it, and those give the patterns.
    """

    def __init__(self, patterns: Mapping[str, Iterable[str]], lists: dict[str, tuple[str, ...]]) -> None:
        self._patterns: list[_Written] = []
        self._numbers: dict[int, int] = {}  # of each step, by its identity
        self._by_word: dict[str, list[int]] = {}
        self._by_prefix: dict[str, list[int]] = {}
        self._woken: dict[int, list[int]] = {}  # by their rarest step
        self._steps: dict[str, Step] = {}
        for key, written in patterns.items():
            for pattern in written:
                self._add(key, steps_of(pattern, lists, self._steps))
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})
        self._begun_by = lru_cache(_WORDS_KEPT)(self._begun)

    def _add(self, key: str, steps: list[Step]) -> None:
        needs = [s for s in steps if not s.optional and not s.gap]
        rarest = min(needs, key=lambda s: len(s.first_words) + 20 * len(s.first_prefixes))
        self._woken.setdefault(self._number(rarest), []).append(len(self._patterns))
        self._patterns.append(_Written(key, steps, frozenset(map(self._number, needs))))

    def _number(self, step: Step) -> int:
        number = self._numbers.get(id(step))
        if number is None:
            number = self._numbers[id(step)] = len(self._numbers)
            for word in step.first_words:
                self._by_word.setdefault(word, []).append(number)
            for prefix in set(step.first_prefixes):
                self._by_prefix.setdefault(prefix, []).append(number)
        return number

    def compile(self) -> None:
        """Compile all patterns now, in a second or so, rather than each when a text first wakes it."""
        for pattern in self._patterns:
            pattern.compile()

    def find(self, tokens: list[str]) -> list[tuple[str, int, int]]:
        """Return (key, first token, token after the last) for each place a pattern stands."""
        standing = self._standing(tokens)
        wakers = standing & self._woken.keys()
        woken = sorted(n for step in wakers for n in self._woken[step] if self._patterns[n].needs <= standing)
        text, starts = " " + " ".join(tokens) + " ", _starts(tokens)
        found: list[tuple[str, int, int]] = []
        for pattern in (self._patterns[number] for number in woken):
            for match in pattern.search(text):
                first = bisect_right(starts, match.start() + 1) - 1
                last = bisect_right(starts, match.end() - 1) - 1
                found.append((pattern.key, first, last + (starts[last] < match.end())))
        return found

    def _standing(self, tokens: list[str]) -> frozenset[int]:
        """Return the numbers of the steps that a text's words can start."""
        return frozenset().union(*map(self._begun_by, set(tokens)))

    def _begun(self, word: str) -> frozenset[int]:
        """Return the numbers of the steps that a word can start."""
        by_prefix = (self._by_prefix.get(word[:length], ()) for length in self._lengths)
        return frozenset(self._by_word.get(word, ())).union(*by_prefix)


def _starts(tokens: list[str]) -> list[int]:
    """Return where each token starts in the text of tokens joined by spaces, one space before."""
    starts, at = [], 1
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    return starts
