"""A clinic's own sheet comes first and has the last word; the public pages are background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answers.sides import Sides, choose, differences, names
from bot.knowledge.library import Library
from bot.records import Gap, Hit, Passage, Topic

#: A reply shows at most so many passages of the clinic's own sheet; the rest follow on "tell me more".
MOST_OWN = 3


@dataclass(frozen=True)
class Ranked:
    """The clinic's own passages, the public sides, and whether the two differ."""

    own: tuple[Passage, ...]
    sides: Sides
    differ: bool = False

    @property
    def passages(self) -> tuple[Passage, ...]:
        return (*self.own, *self.sides.passages)


def is_local(passage: Passage, library: Library) -> bool:
    """Tell whether a passage is a clinic's own."""
    source = library.sources.get(passage.source)
    return source is not None and source.rank == "local"


def local_first(passages: tuple[Passage, ...], library: Library) -> tuple[Passage, ...]:
    """Return passages with the clinic's own first, in the files' order otherwise."""
    return tuple(sorted(passages, key=lambda p: not is_local(p, library)))


def rank(topic: Topic, hits: list[Hit], library: Library, *, brief: bool = False) -> Ranked:
    """Return the clinic's own passages, nearest first, and what the public pages say."""
    score = {hit.passage: hit.score for hit in hits}
    own = [p for p in topic.passages if is_local(p, library)]
    own = sorted(own, key=lambda p: -score.get(p.id, 0.0))[:MOST_OWN]
    public = tuple(p for p in topic.passages if not is_local(p, library))
    sides = choose(replace(topic, passages=public), hits, brief=brief) if public else Sides((), ())
    mine = {name for p in own for name in names(p)}
    differ = any(name in mine for name in differences([*own, *sides.passages]))
    return Ranked(tuple(own), sides, bool(own) and differ)


def own_lines(ranked: Ranked, library: Library, say: Callable[..., str], *, sms: bool, background: bool) -> list[str]:
    """Return what the clinic's own sheet says, and, where any public page follows, the line that opens them."""
    lines = []
    for number, passage in enumerate(ranked.own):
        text = passage.sms if sms else passage.text
        name = library.sources[passage.source].name
        lines.append(say("utter_local", name=name, text=text) if number == 0 else text)
    if background:
        lines.append(say("utter_background_differs" if ranked.differ else "utter_background"))
    return lines


def as_topic(gap: Gap) -> Topic:
    """Return a gap that a clinic's own sheet fills as a topic."""
    return Topic(gap.id, gap.subject, "", gap.passages)
