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
from dataclasses import dataclass, field

from bot.redflags.patterns import Step, expression, steps_of

_PREFIX = 2  # letters by which prefix patterns are indexed


@dataclass
class _Written:
    key: str
    steps: list[Step]
    needs: list[Step] = field(default_factory=list)
    compiled: re.Pattern[str] | None = None

    def search(self, text: str) -> Iterator[re.Match[str]]:
        return self.compile().finditer(text)

    def compile(self) -> re.Pattern[str]:
        if self.compiled is None:
            self.compiled = re.compile(expression(self.steps))
        return self.compiled


class PatternSearch:
    """Written patterns by key, indexed by the words that they need."""

    def __init__(self, patterns: Mapping[str, Iterable[str]], lists: dict[str, tuple[str, ...]]) -> None:
        self._patterns: list[_Written] = []
        self._by_word: dict[str, list[int]] = {}
        steps: dict[str, Step] = {}
        for key, written in patterns.items():
            for pattern in written:
                self._add(_Written(key, steps_of(pattern, lists, steps)))

    def _add(self, pattern: _Written) -> None:
        pattern.needs = [s for s in pattern.steps if not s.optional and not s.gap]
        number = len(self._patterns)
        self._patterns.append(pattern)
        rarest = min(pattern.needs, key=lambda s: len(s.first_words) + 20 * len(s.first_prefixes))
        for word in rarest.first_words:
            self._by_word.setdefault(word, []).append(number)
        for prefix in {p[:_PREFIX] for p in rarest.first_prefixes}:
            self._by_word.setdefault(f"{prefix}*", []).append(number)

    def compile(self) -> None:
        """Compile all patterns now, in a second or so, rather than each when a text first wakes it."""
        for pattern in self._patterns:
            pattern.compile()

    def find(self, tokens: list[str]) -> list[tuple[str, int, int]]:
        """Return (key, first token, token after the last) for each place a pattern stands."""
        present = set(tokens)
        keys = present | {f"{t[:_PREFIX]}*" for t in present}
        woken = sorted({n for key in keys for n in self._by_word.get(key, ())})
        text, starts = " " + " ".join(tokens) + " ", _starts(tokens)
        stands: dict[int, bool] = {}  # patterns share most of their steps: each is looked for once
        found: list[tuple[str, int, int]] = []
        for number in woken:
            pattern = self._patterns[number]
            if all(_stands(step, present, stands) for step in pattern.needs):
                for match in pattern.search(text):
                    first = bisect_right(starts, match.start() + 1) - 1
                    last = bisect_right(starts, match.end() - 1) - 1
                    found.append((pattern.key, first, last + (starts[last] < match.end())))
        return found


def _stands(step: Step, present: set[str], known: dict[int, bool]) -> bool:
    found = known.get(id(step))
    if found is None:
        found = known[id(step)] = step.may_start(present)
    return found


def _starts(tokens: list[str]) -> list[int]:
    """Return where each token starts in the text of tokens joined by spaces, one space before."""
    starts, at = [], 1
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    return starts
