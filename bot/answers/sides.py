"""Choose what each page says to a question, see where pages differ, put the cautious side first."""

from __future__ import annotations

from dataclasses import dataclass

from bot.records import MINUTES, Figure, Hit, Passage, Topic

#: Where one page alone speaks of a topic, its nearest passage and the next are told: no other page tells the rest.
_OF_ONE_PAGE = 2
#: But not one by so much behind it: what comes first comes first for a reason, and alone.
_FAR_BEHIND = 2.0


@dataclass(frozen=True)
class Sides:
    """One passage a page, the cautious one first, and what they differ on; two where there is one page alone."""

    passages: tuple[Passage, ...]
    differ_on: tuple[str, ...]

    @property
    def differ(self) -> bool:
        return bool(self.differ_on)


def choose(topic: Topic, hits: list[Hit], *, brief: bool = False) -> Sides:
    """Return one passage of each page that speaks to the question; of one page alone, the nearest two.

    brief: beside something else, so one of a page alone too.

    The passage nearest to the question leads; the other pages follow with the passage that
    speaks of the same thing (a figure or stance of the same name), else with their nearest.
    """
    score = {hit.passage: hit.score for hit in hits}
    ranked = sorted(topic.passages, key=lambda p: -score.get(p.id, 0.0))
    if len({p.source for p in ranked}) == 1:
        told = ranked[: 1 if brief else _OF_ONE_PAGE]
        best = score.get(ranked[0].id, 0.0)
        return Sides(tuple(p for p in told if best - score.get(p.id, 0.0) < _FAR_BEHIND), ())
    lead = ranked[0]
    wanted = set(names(lead))
    chosen = [lead]
    for passage in ranked:
        if passage.source in {p.source for p in chosen}:
            continue
        same = [p for p in ranked if p.source == passage.source and wanted & set(names(p))]
        chosen.append(same[0] if same else passage)
    passages = list(topic.passages)
    conflicts = set(differences(passages))
    chosen = _whole_conflicts(lead, chosen, passages, conflicts)
    chosen = _every_side(chosen, passages, conflicts)
    asked = conflicts & wanted
    chosen.sort(key=lambda p: not asked & set(names(p)))  # where there is room for two, both are sides
    differ_on = differences(chosen)
    return Sides(tuple(_cautious_first(topic, chosen)), tuple(differ_on))


def _whole_conflicts(
    lead: Passage, chosen: list[Passage], passages: list[Passage], conflicts: set[str]
) -> list[Passage]:
    """Leave out the passages that would only show one side of a conflict on something else than was asked."""
    asked = conflicts & set(names(lead))
    for passage in list(chosen):
        aside = conflicts & set(names(passage))
        if passage is lead or not aside or aside & asked:
            continue
        shown = {name: {p.source for p in chosen if name in names(p)} for name in aside}
        holders = {name: {p.source for p in passages if name in names(p)} for name in aside}
        if shown != holders:
            chosen = [p for p in chosen if p is not passage]
    return chosen


def _every_side(chosen: list[Passage], passages: list[Passage], conflicts: set[str]) -> list[Passage]:
    """Add the pages that hold another side of what the chosen passages touch."""
    for passage in chosen:  # it grows: a side that is added may touch something itself
        for name in (name for name in names(passage) if name in conflicts):
            shown = {p.source for p in chosen}
            chosen += {p.source: p for p in passages if name in names(p) and p.source not in shown}.values()
    return chosen


def differences(passages: list[Passage]) -> list[str]:
    """Return the names of figures and stances on which two pages differ."""
    found: list[str] = []
    for name in dict.fromkeys(n for p in passages for n in names(p)):
        values = {p.source: _value(p, name) for p in passages if name in names(p)}
        if len(set(values.values())) > 1:
            found.append(name)
    return found


def names(passage: Passage) -> list[str]:
    """Return what a passage's figures and stances are of, in order."""
    return list(dict.fromkeys([f.of for f in passage.figures] + [s.of for s in passage.stances]))


def _value(passage: Passage, name: str) -> tuple[str, ...]:
    """Return what a passage holds of a name, comparable across units."""
    figures = sorted({f"{minutes(f):g}" for f in passage.figures if f.of == name})
    stances = sorted({s.value for s in passage.stances if s.of == name})
    return (*figures, *stances)


def minutes(figure: Figure) -> float:
    """Return a figure of time in minutes; any other figure as it is."""
    return figure.value * MINUTES.get(figure.unit, 1)


def _cautious_first(topic: Topic, passages: list[Passage]) -> list[Passage]:
    """Put the passage with the most cautious limit first, keeping the order otherwise."""

    def caution(passage: Passage) -> float:
        best = float("-inf")
        for figure in passage.figures:
            side = topic.limits.get(figure.of)
            if side is not None:
                best = max(best, minutes(figure) if side == "longest" else -minutes(figure))
        return best

    return sorted(passages, key=lambda p: -caution(p)) if topic.limits else passages
