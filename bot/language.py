"""Tell Spanish from English, by how often each language has a message's words: word lists, no model."""

from __future__ import annotations

import functools
import math
import re
import unicodedata

import wordfreq

_LISTS = "small"
#: A word that a list does not have is taken to be as rare as this.
_RAREST = 1e-7
#: How much one word may say (log of the ratio of its frequencies); a letter alone, "y" or "a", says less.
_WORD, _LETTER = 4.0, 1.0
#: A word without a vowel that is not on the Spanish list ("dnt") is English shorthand rather than a name.
_SHORTHAND, _SHORTHAND_LEAST = -1.0, -2.0
#: What the signs that only Spanish has say.
_MARKS, _MARK = "¿¡ñ", 3.0
#: All words together, and the most Spanish of them: "no" alone is neither, "el dorado hospital" is a name.
_ENOUGH, _ONE_WORD = 3.0, 2.5
#: Languages that share words with Spanish; a message that is theirs by so much is not Spanish. Of these, common words do.
_KIN, _COMMON = ("fr", "pt", "it"), 1e-5
_THEIRS = -2.0
#: Spanish words of this field that the small list lacks; a person may write one alone.
FIELD_WORDS = frozenset(
    "desmaye desmayo desmayar escalofrio escalofrios hormigueo hormigueos hinchazon hinchado hinchada ronchas calambres calambre "
    "mareo mareos mareado mareada adormecido adormecida entumecido entumecida calentura sangrado moretones estrenimiento "
    "vomitando convulsiones palpitaciones urticaria comezon supurando punzadas espirar inspirar vahido vahidos".split()
)
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")
_VOWELS = set("aeiouy")


def is_spanish(text: str) -> bool:
    """Tell whether a message is Spanish rather than English, or a language near to it.

    Frequencies: the small lists of wordfreq, from books, subtitles, the web and more.
    """
    text = _plain(text)
    words = _WORDS.findall(text)
    against = [_says(word, "en") for word in words]
    marks = _MARK * sum(letter in _MARKS for letter in text)
    if not words or sum(against) + marks < _ENOUGH or (not {"¿", "¡"} & set(text) and max(against) < _ONE_WORD):
        return False
    return all(sum(_says(word, kin) for word in words) + marks >= _THEIRS for kin in _KIN)


def holds_spanish(text: str) -> bool:
    """Tell whether two words or more of a message are Spanish, whatever the rest is: "my abuela tiene fiebre since Monday"."""
    words = set(_WORDS.findall(_plain(text)))
    return is_spanish(text) or sum(len(word) > 2 and _says(word, "en") >= _WORD for word in words) > 1


def without_accents(word: str) -> str:
    """Return a word without its accents; ñ becomes n."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def common_words(language: str, often: float) -> set[str]:
    """Return the words of a language, "es" or "en", that are at least so frequent, from wordfreq's large list."""
    found = {word for word, share in wordfreq.get_frequency_dict(language, "large").items() if share >= often}
    _let_go()
    return found


def _plain(text: str) -> str:
    return _DRAWN_OUT.sub(r"\1", unicodedata.normalize("NFC", text.lower()))


def _says(word: str, other: str) -> float:
    """Return how much more a word is Spanish than of the other language, in logs."""
    bare = without_accents(word)
    if bare in FIELD_WORDS:
        return _WORD
    spanish, theirs = _lists()["es"].get(word), _lists()[other].get(word, _RAREST)
    ratio = math.log((spanish or _RAREST) / theirs)
    if len(word) > 1 and not _VOWELS & set(bare):
        return max(_SHORTHAND_LEAST, min(0.0 if spanish else _SHORTHAND, ratio))
    most = _WORD if len(word) > 1 else _LETTER
    return max(-most, min(most, ratio))


@functools.cache
def _lists() -> dict[str, dict[str, float]]:
    """Return each language's frequencies; what wordfreq keeps of its reading is let go."""
    found = {language: dict(wordfreq.get_frequency_dict(language, _LISTS)) for language in ("es", "en")}
    for language in _KIN:
        words = wordfreq.get_frequency_dict(language, _LISTS)
        found[language] = {word: often for word, often in words.items() if often >= _COMMON}
    _let_go()
    return found


def _let_go() -> None:
    """Drop what wordfreq keeps of its reading."""
    wordfreq.get_frequency_dict.cache_clear()
    wordfreq.get_frequency_list.cache_clear()
