"""The coverage table as one self-contained page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from benchmarks.frame import cells, document, header, listed

if TYPE_CHECKING:
    from benchmarks.coverage import Coverage
    from benchmarks.facts import Fact


def page(coverage: Coverage, missing: Mapping[str, Sequence[str]]) -> str:
    """Return the page: what has none first, then a table for each source."""
    body = ["<h1>Coverage</h1>", "<h2>What has none</h2>", *_lists(missing)]
    for source, facts in groupby(coverage.facts, key=lambda f: f.page):
        body += [f"<h2>{escape(coverage.library.sources[source].name)}</h2>", *_table(coverage, facts)]
    return document("Coverage", body)


def _lists(missing: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for title, entries in missing.items():
        yield from listed(title, entries, level=3)


def _table(coverage: Coverage, facts: Iterable[Fact]) -> Iterator[str]:
    heads = ["fact", "passage", "training questions", *(f"held out, {split}" for split in coverage.held_out)]
    yield "<table>" + header(heads)
    for heading, group in groupby(facts, key=lambda f: f.heading):
        yield f'<tr><th scope="colgroup" colspan="{len(heads)}">{escape(heading)}</th></tr>'
        for fact in group:
            yield from _rows(coverage, fact, len(heads))
    yield "</table>"


def _rows(coverage: Coverage, fact: Fact, width: int) -> Iterator[str]:
    if not fact.passages:
        reason = f"no passage: {fact.why}"
        yield f'<tr class="bad"><td>{escape(fact.fact)}</td><td colspan="{width - 1}">{escape(reason)}</td></tr>'
    for place, id_ in enumerate(fact.passages):
        first = f'<td rowspan="{len(fact.passages)}">{escape(fact.fact)}</td>' if place == 0 else ""
        numbers = coverage.numbers(f"ask/{id_.partition('/')[0]}")
        yield f"<tr>{first}{cells((id_, *numbers))}</tr>"
