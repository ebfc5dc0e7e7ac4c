"""Mend misspelt and vowel-less words ("shwer", "whn cn i crry grcrys") towards the words of this field.

Only a word that is no known English word is touched. Candidates are words that the training
data and knowledge use: by edit distance (symspellpy), or by the consonants that are left when
somebody leaves out the vowels.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from symspellpy import SymSpell, Verbosity

from bot.errors import ArchiveError

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_LEAST_LETTERS = 3
#: A word with vowels that training texts use so often is meant, whatever a dictionary says.
_MEANT = 4
#: From so many words in capitals on they are how somebody writes, and no shorthand.
_SHOUTED = 4
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "y", "in")


class Speller:
    """Known words, and the field's words by frequency."""

    def __init__(self, known: frozenset[str], field: dict[str, int]) -> None:
        self._known, self._field = known | field.keys(), field
        self._by_distance = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        self._by_consonants: dict[str, list[str]] = {}
        for word, count in field.items():
            if len(word) >= _LEAST_LETTERS:
                self._by_distance.create_dictionary_entry(word, count)
                self._by_consonants.setdefault(consonants(word), []).append(word)

    @classmethod
    def learn(cls, texts: Iterable[str], trusted: Iterable[str]) -> Speller:
        """Learn from training texts (whose misspellings are not learnt) and trusted words."""
        path = Path(str(files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")))
        english = [line.split()[0] for line in path.read_text(encoding="utf-8").splitlines()]
        counts = Counter(word.lower() for text in texts for word in _WORD.findall(text))
        known = frozenset(english) | {word for word, count in counts.items() if count >= _MEANT and _vowels(word)}
        field = {word: count for word, count in counts.items() if word in known and "'" not in word}
        sure = {word.lower() for text in trusted for word in _WORD.findall(text)}
        for word in sure:
            field[word] = field.get(word, 0) + 3
        return cls(known, field)

    def mend(self, text: str, found: dict[str, str | None] | None = None) -> str:
        """Return the text with unknown words replaced by the field's nearest, where one is near.

        found: what unknown words came to, which grows; for many texts that nobody minds to have kept, as in training.
        """
        in_capitals = [word for word in _WORD.findall(text) if word.isupper() and len(word) > 1]
        shouted = len(in_capitals) >= _SHOUTED
        found = {} if found is None else found
        return _WORD.sub(lambda match: self._mend_word(match[0], found, shouted=shouted), text)

    def _mend_word(self, word: str, found: dict[str, str | None], *, shouted: bool) -> str:
        plain = word.lower()
        shorthand = word.isupper() and len(word) <= 5 and not shouted  # TLSO, ADLs: not a slip
        if len(plain) < _LEAST_LETTERS or "'" in plain or shorthand or self._is_known(plain):
            return word
        if plain not in found:
            ways = [self._nearest, self._fullest]
            if _vowels(plain) * 4 < len(plain):
                ways.reverse()
            found[plain] = next((near for way in ways if (near := way(plain))), None)
        return found[plain] or word

    def _is_known(self, word: str) -> bool:
        """Tell whether a word is known, or is a known one with an ending."""
        stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
        return word in self._known or any(len(s) >= 3 and (s in self._known or s + "e" in self._known) for s in stems)

    def _nearest(self, word: str) -> str | None:
        """Return the field's nearest word by edit distance: one slip, two in a long word."""
        if len(word) < 4:
            return None
        found = self._by_distance.lookup(word, Verbosity.CLOSEST, max_edit_distance=2 if len(word) >= 7 else 1)
        same_start = [f for f in found if f.term[0] == word[0]] or found
        return same_start[0].term if same_start else None

    def _fullest(self, word: str) -> str | None:
        """Return the field's commonest word of which the letters are what is left without vowels."""
        candidates = [c for c in self._by_consonants.get(consonants(word), ()) if _is_within(word, c)]
        candidates = [c for c in candidates if len(c) <= 2 * len(word) + 1]
        return max(candidates, key=lambda c: self._field[c]) if candidates else None

    def save(self, path: Path) -> None:
        """Write the words to one JSON file."""
        path.write_text(json.dumps({"known": sorted(self._known), "field": self._field}), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Speller:
        """Read the words back."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(frozenset(data["known"]), data["field"])


def consonants(word: str) -> str:
    """Return the first letter and the consonants after it, doubles as one."""
    rest = re.sub(r"[aeiouy']", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", word[0] + rest)


def _vowels(word: str) -> int:
    return sum(letter in "aeiou" for letter in word)


def _is_within(short: str, full: str) -> bool:
    """Tell whether the letters of short stand in full in the same order."""
    letters = iter(full)
    return all(letter in letters for letter in short)


_current: list[Speller] = []


def keep(speller: Speller) -> Speller:
    """Keep a speller as the process's current one, for the steps of training that come later."""
    _current[:] = [speller]
    return speller


def current_speller() -> Speller:
    """Return the speller that this process learnt or loaded last."""
    if not _current:
        raise ArchiveError("No speller is loaded: Normaliser must come first in config.yml.")
    return _current[0]
