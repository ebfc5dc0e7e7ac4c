"""Where the speller's words come from: knowledge and the messages of warning signs."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.library import read_library
from bot.redflags.lexicon import read_lexicon
from bot.redflags.messages import read_messages


def trusted_texts(knowledge: Path, messages: Path) -> tuple[list[str], list[str]]:
    """Return texts whose every word is meant, and training texts that hold misspellings."""
    library, lexicon = read_library(knowledge), read_lexicon(knowledge)
    trusted = [p.text for p in library.passages.values()] + [t.question for t in library.topics.values()]
    trusted += [gap.subject for gap in library.gaps.values()]
    trusted += [sign.sign for sign in lexicon.signs.values()]
    return trusted, [text for texts in read_messages(messages).values() for text in texts]
