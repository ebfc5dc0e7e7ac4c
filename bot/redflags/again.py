"""Tell whether words that name no sign say that an earlier one is there again: "it came back"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from bot.redflags import context_words as sets
from bot.redflags.place import Cue, Place, until

#: A question mark within so many words behind makes a question of it.
_SOON = 3


def places(doc: Doc, cues: list[Cue], quotes: tuple[tuple[int, int], ...]) -> Iterator[Place]:
    """Return where such words stand, without what only opens or ends their clause."""
    for cue in (cue for cue in cues if cue.kind == "came_back"):
        start, end = cue.start, cue.end
        while end - start > 1 and doc[start].text in sets.OPENS_AGAIN:
            start += 1
        while end - start > 1 and doc[end - 1].text in sets.SENTENCE_END:
            end -= 1
        yield Place(doc, start, end, cues, quotes=quotes)


def told(place: Place, why: str | None) -> bool:
    """Tell whether it is so: asked, supposed, denied or of something else it is not.

    why: what the context says of the place, if it voids it.
    """
    before = until(place.words(0, place.start)[::-1], sets.CLAUSE_END)[::-1]
    if not sets.AGAIN_SUPPOSED.isdisjoint(before) or not sets.AGAIN_TURNED.isdisjoint(before[-1:]):
        return False
    if {*before, *place.own} & sets.AGAIN_ASKS and "?" in place.until_end(place.end)[:_SOON]:
        return False
    if why == "denied" and (before[-1:] == ["no"] or not sets.AGAIN_DENIES.isdisjoint(place.own)):
        why = None  # "no, it's back", "it has not gone"
    return why in {None, "past"} and not any(place.overlaps(cue) for cue in place.kinds("not_came_back"))
