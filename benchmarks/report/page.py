"""The quality report as one self-contained page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import benchmarks.safety.page as safety_page
from benchmarks.accuracy_page import failures
from benchmarks.frame import MEANING, document, listed, rates, table
from benchmarks.outcomes import QUESTIONS, summary
from benchmarks.report import pictures
from benchmarks.report.figures import became, confusion, held_suites, outcomes
from benchmarks.report.kept import Kept, changes
from benchmarks.report.parts import ACCURACY, SAFETY, SPEED, SUITES, Part

_CHANGED = ("figure", "before", "now", "change")


def page(parts: Mapping[str, Part], now: Kept, previous: Kept | None) -> str:
    """Return the page; a part that is missing says what to run."""
    body = [
        "<h1>Quality report</h1>",
        f"<p>Of the archive {escape(now.model)}, made {escape(now.made)}. {escape(MEANING)}</p>",
        *table("What it is made of", ("part", "results"), [(p.source.name, p.note) for p in parts.values()]),
        *_compared(now, previous),
    ]
    for source, section in ((ACCURACY, _accuracy), (SAFETY, _safety), (SPEED, _speed), (SUITES, _suites)):
        part = parts[source.name]
        if part.data is not None:
            body += section(part.data)
    body += _failures(parts)
    return document("Quality report", body)


def _compared(now: Kept, previous: Kept | None) -> Iterator[str]:
    if previous is None:
        yield "<h2>Since the report before</h2><p>There is none yet; this one is kept for the next.</p>"
        return
    told = f"Since the report of {previous.made} (archive {previous.model})"
    yield from table(told, _CHANGED, [row for row in changes(now, previous) if row[1] != row[2]])
    for name, ours, theirs in (("Fails now", now, previous), ("Fails no more", previous, now)):
        new = [f"{g}: {t}" for g, texts in ours.failed.items() for t in texts if t not in theirs.failed.get(g, texts)]
        yield from listed(name, new, level=3)


def _accuracy(data: Mapping[str, Any]) -> Iterator[str]:
    groups = outcomes(data)
    for name, kinds in became(groups).items():
        yield from rates(f"What became of {name}", kinds)
    yield from rates("Right, by group", summary(groups))
    rows = confusion(groups.get(QUESTIONS, []))
    yield f"<h2>Confusion of topics</h2><p>{pictures.topics(rows)}</p>"
    wrong = [(a, g, n) for a, row in rows.items() for g, n in row.items() if g != a]
    yield from table(
        "What was taken for something else", ("asked", "given", "times"), sorted(wrong, key=lambda w: -w[2])
    )
    yield f"<h2>How far the confidences hold</h2><p>{pictures.reliability(data['reliability'])}</p>"
    bins = [
        (
            name,
            f"{b['low']:.1f} to {b['high']:.1f}",
            b["turns"],
            f"{b['confidence']:.3f}",
            f"{b['right'] / b['turns']:.1%}",
        )
        for name, part in data["reliability"].items()
        for b in part["bins"]
    ]
    yield from table("The numbers behind it", ("turns", "bin", "number", "mean confidence", "share right"), bins)


def _safety(data: Mapping[str, Any]) -> Iterator[str]:
    yield "<h1>Safety</h1>"
    yield from safety_page.measures(data)


def _speed(data: Mapping[str, Any]) -> Iterator[str]:
    yield "<h1>Where a turn's time goes</h1>"
    for store, stages in data["stages"].items():
        named = [(name, value) for name, value in stages.items() if name != "whole"]
        title = f"Milliseconds of a turn by stage, {store}: {stages['whole']:.1f} in all"
        yield f"<h2>{escape(title)}</h2><p>{pictures.bars(title, named, 'ms')}</p>"


def _suites(data: Any) -> Iterator[str]:
    held = held_suites(data)
    failed = sum(why is not None for _, why in held)
    yield f"<h1>Conversation suites</h1><p>{len(held) - failed} of {len(held)} conversations go as their suites want them.</p>"


def _failures(parts: Mapping[str, Part]) -> Iterator[str]:
    """Yield every failure with its why."""
    yield "<h1>Every failure</h1>"
    accuracy, safety, suites = (parts[s.name].data for s in (ACCURACY, SAFETY, SUITES))
    if suites is not None:
        yield from _told([(name, why) for name, why in held_suites(suites) if why is not None])
    for name, found in outcomes(accuracy or {}).items():
        yield from failures(name, [o for o in found if not o.right], len(found))
    if safety is not None:
        yield from safety_page.failures(safety)


def _told(failed: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield f"<h3>conversations: {len(failed) or 'none'}</h3>"
    for name, why in failed:
        yield f"<details><summary>{escape(name)}</summary><pre style='white-space:pre-wrap'>{escape(why)}</pre></details>"
