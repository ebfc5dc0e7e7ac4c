"""Where the speller's words come from, and how training texts are read with it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.knowledge.library import read_library
from bot.redflags.lexicon import read_lexicon
from bot.redflags.messages import read_messages
from bot.spelling import Found, Speller, current_speller
from bot.text import clean, spell_out, without_pictures


def trusted_texts(knowledge: Path, messages: Path) -> tuple[list[str], list[str]]:
    """Return texts whose every word is meant, and training texts that hold misspellings."""
    library, lexicon = read_library(knowledge), read_lexicon(knowledge)
    trusted = [p.text for p in library.passages.values()] + [t.question for t in library.topics.values()]
    trusted += [gap.subject for gap in library.gaps.values()]
    trusted += [sign.sign for sign in lexicon.signs.values()]
    return trusted, [text for texts in read_messages(messages).values() for text in texts]


def mended(text: str) -> str:
    """Return a training text as the pipeline's first step makes it: clean, spelt out, mended."""
    speller = current_speller()
    return speller.mend(without_pictures(spell_out(clean(text))), _found_by(speller))


@lru_cache(maxsize=1)
def _found_by(speller: Speller) -> Found:
    """Return where a speller keeps what it found for training texts, in which many misspell alike."""
    return {}
