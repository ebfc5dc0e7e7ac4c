"""Mend misspelt and vowel-less words ("shwer", "whn cn i crry grcrys") towards the words of this field.

Only a word that is no known word of its language is touched. Candidates are words that the training
data and knowledge use: by edit distance (symspellpy), or by the consonants that are left when
somebody leaves out the vowels. English and Spanish have words of their own.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from symspellpy import SymSpell, Verbosity

from bot.errors import ArchiveError
from bot.language import FIELD_WORDS, common_words, is_spanish, without_accents

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LEAST_LETTERS = 3
#: Letters of a word that are looked up: with seven it took twice the memory (88 MB), and mended the same.
_PREFIX = 5
#: A word with vowels that training texts use so often is meant, whatever a dictionary says.
_MEANT = 4
#: From so many words in capitals on they are how somebody writes, and no shorthand.
_SHOUTED = 4
#: A Spanish word that is rarer than this is as likely a slip.
_RARE = 1e-7
#: A word with a capital that is not as rare as this is a name: "the Phillies" are no chillies. Slips are rarer by far.
_NAMED = 4e-7
#: So is what follows a title: "Mr Boateng" is not beating.
_TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|dr|doctor)\.? (?=[^\W\d_])", re.IGNORECASE)


@dataclass(frozen=True)
class _Manner:
    """How a language is spelt and misspelt.

    endings: what known words take on, in place of a letter of `dropped` or none. slips: how many a short and a long
    word may have; shorter ones than `shortest` none. alike: letters that sound alike, and are taken for one another.
    """

    shortest: int
    endings: tuple[str, ...]
    dropped: tuple[str, ...]
    slips: tuple[int, int]
    alike: tuple[tuple[str, str], ...] = ()


_ENGLISH = _Manner(4, ("s", "es", "ed", "d", "ing", "ly", "er", "y", "in"), ("", "e"), (1, 2))
#: Endings and sounds are of the Spanish of patients: "ronchitas", "amarrarme"; "bomito", "inchada", "desmalle".
_SPANISH = _Manner(
    5,
    tuple("s es me te se lo la le los las les nos mente ito ita itos itas ado ada ados adas ando iendo".split()),
    ("", "a", "o", "e", "r"),
    (1, 1),
    (
        ("qu", "k"),
        ("ce", "se"),
        ("ci", "si"),
        ("gue", "ue"),
        ("ge", "je"),
        ("gi", "ji"),
        ("ll", "y"),
        ("h", ""),
        ("v", "b"),
        ("z", "s"),
        ("c", "k"),
    ),
)
_MANNERS = {"en": _ENGLISH, "es": _SPANISH}
#: What mending finds: for a language and an unknown word, the word that is meant.
Found = dict[tuple[str, str], str | None]


class Speller:
    """The words of English and of Spanish; a message is mended in the language that it is in."""

    def __init__(self, words: dict[str, _Words]) -> None:
        self._words = words

    @classmethod
    def learn(cls, texts: Iterable[str], trusted: Iterable[str]) -> Speller:
        """Learn from training texts (whose misspellings are not learnt) and trusted words, which are English."""
        of: dict[str, list[str]] = {"en": [], "es": []}
        for text in texts:
            of[_language(text)].append(text)
        english = _Words.learn(_ENGLISH, of["en"], _english_words(), trusted, common_words("en", _NAMED))
        return cls({"en": english, "es": _Words.learn(_SPANISH, of["es"], _spanish_words())})

    def mend(self, text: str, found: Found | None = None) -> str:
        """Return the text with unknown words replaced by the field's nearest, where one is near.

        found: what unknown words came to, which grows; for many texts that nobody minds to have kept, as in training.
        """
        in_capitals = [word for word in _WORD.findall(text) if word.isupper() and len(word) > 1]
        shouted = len(in_capitals) >= _SHOUTED
        kept: Found = {} if found is None else found
        language = _language(text)
        titled = {match.end() for match in _TITLED.finditer(text)}

        def mended(match: re.Match[str]) -> str:
            word = match[0]
            capitalised = not shouted and word[0].isupper() and word[1:].islower()
            if capitalised and (match.start() in titled or word.lower() in self._words["en"].names):
                return word
            return self._mend_word(word, language, kept, shouted=shouted)

        return _WORD.sub(mended, text)

    def _mend_word(self, word: str, language: str, found: Found, *, shouted: bool) -> str:
        words, plain = self._words[language], without_accents(word.lower())
        shorthand = word.isupper() and len(word) <= 5 and not shouted  # TLSO, ADLs: not a slip
        if len(plain) < _LEAST_LETTERS or "'" in plain or shorthand or not plain.isascii() or words.is_known(plain):
            return word
        if any(plain in other.field for other in self._words.values()):
            return word  # "sangre at the incision": people who speak both use both
        if (language, plain) not in found:
            found[language, plain] = words.meant_by(plain)
        return found[language, plain] or word

    def save(self, path: Path) -> None:
        """Write the words to one JSON file."""
        path.write_text(json.dumps({key: words.as_dict() for key, words in self._words.items()}), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Speller:
        """Read the words back."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls({key: _Words(_MANNERS[key], **words) for key, words in data.items()})


class _Words:
    """A language's known words, the field's words of it by frequency, and names; all without accents."""

    def __init__(self, manner: _Manner, known: Iterable[str], field: dict[str, int], names: Iterable[str] = ()) -> None:
        self._manner, self._known, self.field, self.names = manner, {*known, *field}, field, frozenset(names)
        common_last = sorted(field, key=field.__getitem__)
        self._by_sound = {self._sound(word): word for word in common_last} if manner.alike else {}
        self._by_distance = SymSpell(max_dictionary_edit_distance=2, prefix_length=_PREFIX)
        self._by_consonants: dict[str, list[str]] = {}
        for word, count in field.items():
            if len(word) >= _LEAST_LETTERS:
                self._by_distance.create_dictionary_entry(word, count)
                self._by_consonants.setdefault(consonants(word), []).append(word)

    @classmethod
    def learn(
        cls,
        manner: _Manner,
        texts: Iterable[str],
        dictionary: Iterable[str],
        trusted: Iterable[str] = (),
        names: Iterable[str] = (),
    ) -> _Words:
        """Learn from training texts beside a dictionary and trusted texts."""
        counts = Counter(without_accents(word.lower()) for text in texts for word in _WORD.findall(text))
        known = frozenset(dictionary) | {word for word, count in counts.items() if count >= _MEANT and _vowels(word)}
        field = {word: count for word, count in counts.items() if word in known and "'" not in word}
        for word in {without_accents(word.lower()) for text in trusted for word in _WORD.findall(text)}:
            field[word] = field.get(word, 0) + 3
        return cls(manner, known, field, {name for name in names if name.isalpha()} - known - field.keys())

    def as_dict(self) -> dict[str, Any]:
        """Return the words as JSON travels."""
        return {"known": sorted(self._known), "field": self.field, "names": sorted(self.names)}

    def is_known(self, word: str) -> bool:
        """Tell whether a word is known, or is a known one with an ending."""
        stems = [word.removesuffix(ending) for ending in self._manner.endings if word.endswith(ending)]
        whole = (
            stem + letter for stem in stems if len(stem) >= self._manner.shortest - 1 for letter in self._manner.dropped
        )
        return word in self._known or any(candidate in self._known for candidate in whole)

    def meant_by(self, word: str) -> str | None:
        """Return the word that an unknown one stands for, if any."""
        ways = [self._nearest, self._fullest]
        if _vowels(word) * 4 < len(word):
            ways.reverse()
        return next((near for way in (self._alike, *ways) if (near := way(word))), None)

    def _alike(self, word: str) -> str | None:
        """Return the field's commonest word that sounds the same, where words are looked for by sound."""
        return self._by_sound.get(self._sound(word))

    def _sound(self, word: str) -> str:
        for written, heard in self._manner.alike:
            word = word.replace(written, heard)
        return word

    def _nearest(self, word: str) -> str | None:
        """Return the field's nearest word by edit distance: one slip, two in a long word.

        A known word of which one letter was doubled or two were swapped comes before one that begins with another letter.
        """
        if len(word) < self._manner.shortest:
            return None
        found = self._by_distance.lookup(word, Verbosity.CLOSEST, max_edit_distance=self._manner.slips[len(word) >= 7])
        same_start = [f.term for f in found if f.term[0] == word[0]]
        return next(iter([*same_start, *self._without_slip(word), *(f.term for f in found)]), None)

    def _without_slip(self, word: str) -> list[str]:
        """Return the known words of which a word is a slip inside: a letter doubled, or two swapped."""
        pairs = [(i, word[i], word[i + 1]) for i in range(1, len(word) - 1)]
        undone = [word[:i] + (one if one == other else other + one) + word[i + 2 :] for i, one, other in pairs]
        return [candidate for candidate in undone if candidate in self._known]

    def _fullest(self, word: str) -> str | None:
        """Return the field's commonest word of which the letters are what is left without vowels."""
        candidates = [c for c in self._by_consonants.get(consonants(word), ()) if _is_within(word, c)]
        candidates = [c for c in candidates if len(c) <= 2 * len(word) + 1]
        return max(candidates, key=lambda c: self.field[c]) if candidates else None


def _language(text: str) -> str:
    return "es" if is_spanish(text) else "en"


def _english_words() -> set[str]:
    path = Path(str(files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")))
    return {line.split()[0] for line in path.read_text(encoding="utf-8").splitlines()}


def _spanish_words() -> set[str]:
    return {without_accents(word) for word in common_words("es", _RARE)} | FIELD_WORDS


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
