"""See which pages a message asks about: "what does OncoLink say about showers?", not "I had it at Memorial Hermann"."""

from __future__ import annotations

import functools
import re

from bot.knowledge.library import Library
from bot.records import Source

#: What stands before or behind a name that is asked about as a page.
_BEFORE = r"(?:(?:what|how) (?:does|do|did|about|is)|what's in|according to|how old(?:'s| is)|per|only)(?: the)? "
_BEHIND = (
    r"(?:'s)?,? (?:also |even |really |then )?"
    r"(?:says?|tells?|thinks?|reckons?|mentions?|claims?|advises?|writes?|speaks?|page|site|website|article|one|leaflet)\b"
)
#: In so few words a name alone asks: "and OncoLink?".
_BARE = 4


def pages_asked(text: str, library: Library) -> list[Source]:
    """Return the pages that a message asks about, by their names as the clinicians' file spells them."""
    bare = len(text.split()) <= _BARE
    return [s for s in library.sources.values() if (_named(s) if bare else _asked(s)).search(text)]


def _spelt(source: Source) -> str:
    return "|".join(re.escape(name) for name in (source.name, *source.also))


@functools.lru_cache(maxsize=32)
def _named(source: Source) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_spelt(source)})(?!\w)", re.IGNORECASE)


@functools.lru_cache(maxsize=32)
def _asked(source: Source) -> re.Pattern[str]:
    name = rf"(?<!\w)(?:{_spelt(source)})"
    return re.compile(rf"{_BEFORE}{name}(?!\w)|{name}{_BEHIND}", re.IGNORECASE)
