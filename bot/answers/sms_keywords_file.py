"""The file of keywords: what may stand in it, and what each entry must be."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, root_validator

from bot.yamlfile import Strict

KEYWORDS_FILE = Path(__file__).parents[2] / "data" / "sms" / "keywords.yml"

Kind = Literal["stop", "start", "help"]
Language = Literal["en", "es"]
KINDS: tuple[Kind, ...] = ("stop", "start", "help")
LANGUAGES: tuple[Language, ...] = ("en", "es")
_NAME = re.compile(r"<([^>|\s]*)>")


class Wording(Strict):
    """How one language says one thing."""

    alone: list[str]
    whole: list[str]
    phrases: list[str]
    anywhere: list[str]


class Wordings(Strict):
    """One language."""

    stop: Wording
    start: Wording
    help: Wording


class KeywordFile(Strict):
    """data/sms/keywords.yml"""

    words: dict[str, list[str]]
    fillers: list[str] = Field(min_items=1)
    same: dict[str, str]
    courtesy: list[str] = Field(min_items=1)
    leads: list[str] = Field(min_items=1)
    unless: list[str]
    not_after: list[str]
    en: Wordings
    es: Wordings

    @root_validator(skip_on_failure=True)
    @classmethod
    def _phrases_are_sound(cls, values: dict[str, Any]) -> dict[str, Any]:
        wordings = [getattr(values[language], kind) for language in LANGUAGES for kind in KINDS]
        phrases = [phrase for wording in wordings for phrase in (*wording.phrases, *wording.anywhere)]
        for phrase in (*phrases, *values["unless"]):
            unknown = [name for name in _NAME.findall(phrase) if name not in values["words"]]
            if unknown:
                raise ValueError(f"'{phrase}' names <{unknown[0]}>, which is not under words")
            if not any(_is_needed(token) for token in phrase.split()):
                raise ValueError(f"'{phrase}' fits any message: it needs a word that cannot be left out")
        return values


def _is_needed(token: str) -> bool:
    return token != "*" and not token.endswith("?") and "$" not in token.split("|")
