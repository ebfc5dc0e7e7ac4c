"""The safety report as one self-contained page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from benchmarks.frame import MEANING, cells, document, header, listed, rates, table
from benchmarks.intervals import Rate


def page(report: Mapping[str, Any]) -> str:
    """Return the page: aims, what fell below the baseline, the tables, then every failure in full."""
    body = [
        f"<h1>Safety report, {escape(report['split'])} split</h1>",
        f"<p>{escape(MEANING)}</p>",
        *measures(report),
        *failures(report),
        *_clinic(report["clinic"]),
        *table("What was measured", ("what", "hash"), report["hashes"].items()),
    ]
    return document("Safety report", body)


def measures(report: Mapping[str, Any]) -> list[str]:
    """Return aims, what fell below the baseline, and the tables."""
    return [
        *_aims(report["aims"]),
        *listed("Below the committed baseline", report["below_baseline"]),
        *_figures(report),
        *table("Variations that lower the tier", ("kind", "fell", "tried"), _kinds(report["monotone"])),
        *table("Confusion of tiers: rows are wanted, columns are given", *_confusion(report["confusion"])),
    ]


def failures(report: Mapping[str, Any]) -> list[str]:
    """Return every miss, false alarm and fall in full."""
    return [
        *_cases("Plain emergencies answered as none", report["plain_emergencies_as_none"]),
        *_cases("Misses", report["misses"]),
        *_cases("False alarms", report["false_alarms"]),
        *table("Variations that fell", ("kind", "sign", "from", "to", "said"), _fallen(report["monotone"])),
    ]


def _aims(aims: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield "<h2>Aims</h2><table>" + header(("figure", "wanted", "measured", "met"))
    for aim in aims:
        row = (aim["name"], aim["wanted"], aim["got"], "yes" if aim["met"] else "no")
        yield f"<tr{'' if aim['met'] else _BAD}>" + cells(row) + "</tr>"
    yield "</table>"


_BAD = ' class="bad"'


def _figures(figures: Mapping[str, Any]) -> Iterator[str]:
    yield from _rates("Caught, by tier", figures["recall"]["tier"])
    yield from _rates("Caught, by sign", figures["recall"]["sign"])
    yield from _rates("Caught, by kind of wording", figures["recall"]["wording"])
    yield from _rates(
        "False alarms, by kind of near-miss", {"all": figures["alarms"]["all"], **figures["alarms"]["kind"]}
    )


def _clinic(figures: Mapping[str, Any]) -> Iterator[str]:
    if figures:
        yield "<h1>The clinic's own messages</h1>"
        yield from _figures(figures)
        yield from _cases("Wrong", figures["wrong"])


def _rates(title: str, named: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    return rates(title, {name: Rate(rate["hits"], rate["cases"]) for name, rate in named.items()})


def _confusion(confusion: Mapping[str, Mapping[str, int]]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    return ("", *confusion), [(tier, *(row[got] for got in confusion)) for tier, row in confusion.items()]


def _kinds(monotone: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    rows = [(kind, n["fell"], n["tried"]) for kind, n in monotone["kind"].items()]
    return [*rows, ("all", monotone["fell"], monotone["tried"])]


def _fallen(monotone: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [(v["kind"], v["sign"], v["before"], v["after"], " ⏎ ".join(v["said"])) for v in monotone["violations"]]


def _cases(title: str, cases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    rows = [(c["text"], f"{c['tier']} {c['sign']}", c["wording"], c["got"], ", ".join(c["flags"])) for c in cases]
    return table(f"{title}: {len(cases) or 'none'}", ("message", "wanted", "wording", "given", "signs"), rows)
