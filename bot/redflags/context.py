"""Decide whether a sign that stands in a text counts: denied, asked, past, someone else's.

Scopes are strict on purpose: a cue voids only what it plainly covers, for a sign that is
wrongly voided costs more than one that is wrongly kept. The cues themselves are in cues.yml,
how far each reaches is in denial.py, asking.py, past.py and whose.py.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc

from bot.redflags import asking, denial, past, whose
from bot.redflags.context_words import SENTENCE_END
from bot.redflags.lexicon import Lexicon
from bot.redflags.place import Cue, Place
from bot.redflags.search import PatternSearch

_TESTS: dict[str, tuple[Callable[[Place, Cue], bool], str]] = {
    "denied": (denial.denied, "denied"),
    "denied_after": (denial.denied_after, "denied"),
    "answered": (denial.answered, "denied"),
    "figurative": (whose.figurative, "figurative"),
    "information": (asking.asked, "information"),
    "asked_about": (asking.asked_about, "information"),
    "supposed": (asking.supposed, "information"),
    "ahead": (asking.ahead, "information"),
    "past": (past.past, "past"),
    "before_it": (past.before_it, "past"),
    "longstanding": (past.longstanding, "past"),
    "cleared": (past.cleared, "past"),
    "other_subject": (whose.of_another, "other_subject"),
    "fiction": (whose.fictional, "other_subject"),
    "source": (whose.quoted, "quoted"),
}
#: Of a kind of cue, the kind that stands around some of them and makes them none.
_SHIELDS = {"denied": {"not_denied"}, "current": {"not_current", "ahead"}}


class Context:
    """The cues, compiled once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._search = PatternSearch(lexicon.cues, lexicon.lists)
        self._grave = {sign.id for sign in lexicon.signs.values() if sign.tier != "provider"}

    def compile(self) -> None:
        """Compile every cue's patterns now."""
        self._search.compile()

    def read(self, doc: Doc) -> list[Cue]:
        """Return all cues in the text; what `not_denied` covers is no denial, and so with `current`."""
        found = [Cue(*place) for place in self._search.find([token.text for token in doc])]
        return [cue for cue in found if not _is_shielded(cue, found)]

    def voids(
        self, doc: Doc, start: int, end: int, cues: list[Cue], sign: str = "", quotes: tuple[tuple[int, int], ...] = ()
    ) -> str | None:
        """Return why the span does not count, or None when it does."""
        while end - start > 1 and doc[end - 1].text in SENTENCE_END:
            end -= 1  # a pattern may end with the full stop, which no cue beyond it may reach over
        place = Place(doc, start, end, cues, sign, sign in self._grave, quotes)
        for cue in cues:
            test, why = _TESTS.get(cue.kind, (None, ""))
            # Of a crisis no question is a mere question: "what do you do when you want to die".
            if test and not (why == "information" and sign.startswith("crisis.")) and test(place, cue):
                return why
        return None


def _is_shielded(cue: Cue, found: list[Cue]) -> bool:
    """Tell whether a longer cue stands around this one and makes it none: "not only" is no denial."""
    shields = _SHIELDS.get(cue.kind, set())
    return any(c.kind in shields and c.start <= cue.start and cue.end <= c.end for c in found)
