"""Read whether a text message stops the texts, starts them again or asks who is texting.

The words are in data/sms/keywords.yml, with what its marks mean; nothing else is read here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.answers.sms_keywords_file import KEYWORDS_FILE, KINDS, LANGUAGES, KeywordFile, Kind, Language, Wording
from bot.text import clean
from bot.yamlfile import read_model


@dataclass(frozen=True)
class Keyword:
    """What a message asks of the texts, and the language it asks in."""

    kind: Kind
    language: Language


def keyword_of(text: str) -> Keyword | None:
    """Return what a message asks of the texts; None for one that asks something else."""
    return _reader(KEYWORDS_FILE).read(text)


@lru_cache(maxsize=2)
def _reader(path: Path) -> KeywordReader:
    return KeywordReader(read_model(path, KeywordFile))


@dataclass(frozen=True)
class _Patterns:
    """One kind in one language, ready to match words that each end in a space."""

    keyword: Keyword
    whole: re.Pattern[str]
    alone: re.Pattern[str]
    phrases: re.Pattern[str]
    anywhere: re.Pattern[str]


class KeywordReader:
    """The file's words as patterns."""

    def __init__(self, file: KeywordFile) -> None:
        self._file = file
        self._same = {_words(old): _words(new) for old, new in file.same.items()}
        self._same_pattern = re.compile(rf"(?<!\S)(?:{_any_of(file.same)})")
        self._fillers = rf"(?:{_any_of(file.fillers)})*"
        self._polite = rf"(?:{_any_of(file.courtesy)})*"
        self._lead = rf"(?:{_any_of([*file.leads, *file.courtesy])})*"
        self._unless = re.compile("|".join(rf"(?<!\S){self._phrase(p)}" for p in file.unless) or r"(?!)")
        self._not_after = frozenset(file.not_after)
        self._patterns = [self._compile(kind, language) for kind in KINDS for language in LANGUAGES]

    def read(self, text: str) -> Keyword | None:
        """Return what a message asks of the texts, if it does."""
        sentences = [sentence for sentence in _sentences(text) if self._fold(sentence)]
        if not sentences:
            return None
        edges, folded = self._edges(sentences), [self._fold(sentence) for sentence in sentences]
        message = _joined("".join(folded))
        for patterns in self._patterns:
            if patterns.whole.fullmatch(message) or any(patterns.alone.fullmatch(edge) for edge in edges):
                return patterns.keyword
        if self._unless.search(message):
            return None
        parts = [*folded, *(clause for sentence in sentences for clause in self._clauses(sentence))]
        for patterns in self._patterns:
            if any(patterns.phrases.match(part) for part in parts) or self._stands(patterns.anywhere, folded):
                return patterns.keyword
        return None

    def _edges(self, sentences: list[str]) -> list[str]:
        """Return what a keyword stands out in: the first sentence and the last, and what the first comma ends."""
        asks = any(sentence.endswith("?") for sentence in sentences)
        edges = [sentences[0], *(() if sentences[-1].endswith("?") else sentences[-1:])]
        return [self._fold(edge) for edge in (*edges, *(() if asks else (sentences[0].split(",")[0],)))]

    def _clauses(self, sentence: str) -> list[str]:
        """Return the parts of a run-on sentence, folded."""
        return [clause for part in sentence.split(",") for clause in _CLAUSE.split(self._fold(part)) if clause]

    def _stands(self, pattern: re.Pattern[str], sentences: list[str]) -> bool:
        """Tell whether a phrase stands anywhere, with none of `not_after` close before it."""
        for words in sentences:
            for match in pattern.finditer(words):
                if not self._not_after & set(words[: match.start()].split()[-4:]):
                    return True
        return False

    def _compile(self, kind: Kind, language: Language) -> _Patterns:
        wording: Wording = getattr(getattr(self._file, language), kind)
        alone = _any_of(wording.alone)
        whole = _any_of([*wording.alone, *wording.whole])
        return _Patterns(
            Keyword(kind, language),
            whole=re.compile(rf"{self._polite}(?:(?:{whole}){self._polite})+" if whole else r"(?!)"),
            alone=re.compile(rf"{self._polite}(?:(?:{alone}){self._polite})+" if alone else r"(?!)"),
            phrases=re.compile(rf"{self._lead}(?:{'|'.join(map(self._phrase, wording.phrases)) or '(?!)'})"),
            anywhere=re.compile(rf"(?<!\S)(?:{'|'.join(map(self._phrase, wording.anywhere)) or '(?!)'})"),
        )

    def _phrase(self, phrase: str) -> str:
        return "".join(self._token(token) for token in phrase.split())

    def _token(self, token: str) -> str:
        """Return the pattern of one word of a phrase."""
        if token == "*":
            return self._fillers
        words: list[str] = []
        for word in token.removesuffix("?").split("|"):
            words.extend(self._file.words[word[1:-1]] if word.startswith("<") else [word])
        end = rf"|{self._polite}\Z" if "$" in words else ""
        pattern = rf"(?:{_any_of([word for word in words if word != '$']) or '(?!)'}{end})"
        return f"{pattern}?" if token.endswith("?") else pattern

    def _fold(self, text: str) -> str:
        """Return a text's words, each followed by a space, spelled in one way."""
        return self._same_pattern.sub(lambda match: self._same[match.group()], _words(text))


_APOSTROPHES = re.compile(r"['’`´]")
_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE_END = re.compile(r"(?<=[.!?;:\n])|\s[-–—]+\s|(?<=[¡¿])")
_CLAUSE = re.compile(
    r"(?<!\S)(?:and|but|so|because|cause|cuz|then|y|pero|porque|entonces) |(?<!\S)(?=please |por favor )"
)


def _sentences(text: str) -> list[str]:
    """Return a message's sentences; a line is one too."""
    lines = "\n".join(clean(line) for line in text.splitlines()) if isinstance(text, str) else ""
    return [part.strip() for part in _SENTENCE_END.split(lines) if part and part.strip()]


def _words(text: str) -> str:
    """Return a text's words in small letters without accents, each followed by a space."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.lower()))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return "".join(f"{word} " for word in _WORD.findall(plain))


def _joined(words: str) -> str:
    """Return s t o p as stop."""
    letters = words.split()
    return f"{''.join(letters)} " if len(letters) > 1 and all(len(letter) == 1 for letter in letters) else words


def _any_of(words: object) -> str:
    """Return a pattern of any of these, the longest first."""
    found = sorted({_words(word) for word in words if _words(word)}, key=len, reverse=True)  # type: ignore[attr-defined]
    return "|".join(map(re.escape, found))
