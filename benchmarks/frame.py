"""What the benchmarks' pages share: the frame, escaped lists and tables, and rates as bars.

Every text is escaped here; a page writes no tag round a value by itself without `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from benchmarks.intervals import Rate

_STYLE = """\
body { font: 16px/1.4 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; width: 100%; }
th, td { border-bottom: 1px solid #ccc; padding: .2rem .5rem; text-align: left; vertical-align: top; }
th[scope=colgroup] { background: #eee; }
td.number { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
tr.bad { background: #fff3cd; }
img { height: auto; max-width: 100%; }
.bar { background: #eee; height: .8rem; min-width: 8rem; position: relative; }
.bar i { background: #7aa6d6; height: 100%; position: absolute; }
.bar b { background: #123; height: 100%; position: absolute; width: 2px; }
"""
#: How the authors' messages and the bars are to be read, for the head of a page.
MEANING = """\
Bars run from 0 to 100%: the mark is the share, the band its exact (Clopper-Pearson) 95% interval. The messages were written
by authors who imagined patients, not by patients, and no clinician has labelled them yet.
"""


def document(title: str, body: Iterable[str]) -> str:
    """Return a self-contained page; body is HTML that is escaped already."""
    head = f'<meta charset="utf-8">\n<title>{escape(title)}</title>\n<style>\n{_STYLE}</style>\n'
    return f'<!doctype html>\n<html lang="en">\n{head}' + "\n".join(body) + "\n</html>\n"


def listed(title: str, entries: Sequence[str], *, level: int = 2) -> Iterator[str]:
    """Yield a heading with the number of entries, then the entries."""
    yield f"<h{level}>{escape(title)}: {len(entries) or 'none'}</h{level}>"
    if entries:
        yield "<ul>" + "".join(f"<li>{escape(entry)}</li>" for entry in entries) + "</ul>"


def table(title: str, heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield a heading, then a table if there is a row."""
    yield f"<h2>{escape(title)}</h2>"
    lines = [f"<tr>{cells(row)}</tr>" for row in rows]
    if lines:
        yield "<table>" + header(heads)
        yield from lines
        yield "</table>"


def header(heads: Iterable[str]) -> str:
    """Return a table's row of heads."""
    return "<tr>" + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads) + "</tr>"


def cells(values: Iterable[Any]) -> str:
    """Return values as escaped cells, whole numbers to the right."""
    return "".join(
        f'<td class="number">{value}</td>' if isinstance(value, int) else f"<td>{escape(str(value))}</td>"
        for value in values
    )


def rates(title: str, named: Mapping[str, Rate]) -> Iterator[str]:
    """Yield a heading, then each rate with its exact interval and a bar."""
    yield f"<h2>{escape(title)}</h2><table>"
    for name, rate in named.items():
        low, high = rate.interval
        numbers = (f"{rate.hits} of {rate.cases}", share(rate), f"{low:.1%} to {high:.1%}")
        figures = "".join(f'<td class="number">{number}</td>' for number in numbers)
        yield f"<tr><td>{escape(name)}</td>{figures}<td>{_bar(rate)}</td></tr>"
    yield "</table>"


def share(rate: Rate) -> str:
    """Return a rate's share, or a dash where there is no case."""
    return f"{rate.value:.1%}" if rate.cases else "–"


def _bar(rate: Rate) -> str:
    low, high = rate.interval
    mark = f'<b style="left:{rate.value:.1%}"></b>' if rate.cases else ""
    return f'<div class="bar"><i style="left:{low:.1%};width:{high - low:.1%}"></i>{mark}</div>'
