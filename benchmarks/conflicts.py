"""Where the pages differ, from the passages' own data, and whether a reply shows every side."""

from __future__ import annotations

from typing import Any

from bot.answers.sides import differences, names
from bot.knowledge.library import Library

DIFFER = "My sources differ"


def conflicts(library: Library) -> dict[str, dict[str, set[str]]]:
    """Return, by topic, what its pages differ on and the pages that hold a value of it."""
    found: dict[str, dict[str, set[str]]] = {}
    for topic in library.topics.values():
        differing = differences(list(topic.passages))
        sides = {name: {p.source for p in topic.passages if name in names(p)} for name in differing}
        if sides:
            found[topic.id] = {name: sources for name, sources in sides.items() if len(sources) > 1}
    return found


def shows_both_sides(record: dict[str, Any], reply: str, library: Library) -> bool | None:
    """Tell whether an answer that touches a conflict opens with it and names every side; None if it touches none."""
    if record["kind"] != "answer" or not record["topic"]:
        return None
    of_topic = conflicts(library).get(record["topic"], {})
    said = {name for id_ in record["passages"] for name in names(library.passages[id_])}
    touched = said & of_topic.keys()
    if not touched:
        return None
    sides = set().union(*(of_topic[name] for name in touched))
    return sides <= set(record["sources"]) and DIFFER in reply
