"""Plots as inline SVG, each with a title and a text alternative; tables beside them hold the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from benchmarks.intervals import Rate

_COLOURS = ("#1f5fa8", "#b3541e", "#3b7d3b")
_INK, _FAINT = "#222", "#bbb"


def svg(width: int, height: int, title: str, told: str, body: Iterable[str]) -> str:
    """Return a picture; told: what it shows, in words."""
    names = f"<title>{escape(title)}</title><desc>{escape(told)}</desc>"
    size = f'viewBox="0 0 {width} {height}" width="{width}" style="max-width:100%;height:auto"'
    return f'<svg role="img" aria-label="{escape(f"{title}. {told}")}" {size} font-size="12" font-family="system-ui, sans-serif">{names}{"".join(body)}</svg>'


def reliability(found: Mapping[str, Mapping[str, Any]]) -> str:
    """Draw the share right against the mean confidence of each bin, with exact intervals."""
    side, edge = 360, 46
    body = [
        _line(_x(0, side, edge), _y(0, side, edge), _x(1, side, edge), _y(1, side, edge), _FAINT, "4 4"),
        *_axes(side, edge, "mean confidence of a bin", "share right"),
    ]
    for place, ((name, part), colour) in enumerate(zip(found.items(), _COLOURS, strict=False)):
        for b in part["bins"]:
            x, rate = _x(b["confidence"], side, edge), Rate(b["right"], b["turns"])
            low, high = rate.interval
            body.append(_line(x, _y(low, side, edge), x, _y(high, side, edge), colour))
            told = f"{name}: confidence {b['confidence']:.2f}, right {rate.hits} of {rate.cases}"
            body.append(
                f'<circle cx="{x:.1f}" cy="{_y(rate.value, side, edge):.1f}" r="4" fill="{colour}"><title>{escape(told)}</title></circle>'
            )
        body.append(_text(edge + 14, 22 + 16 * place, name, fill=colour))
    errors = "; ".join(f"{name} {part['error']:.3f}" for name, part in found.items())
    return svg(
        side + edge + 20,
        side + edge + 20,
        "Reliability of the confidences",
        f"Expected calibration error: {errors}.",
        body,
    )


def topics(rows: Mapping[str, Mapping[str, int]]) -> str:
    """Draw the topics that were asked against what came back: the diagonal is right."""
    others = sorted({got for row in rows.values() for got in row} - set(rows))
    columns, cell, edge = [*rows, *others], 11, 130
    body = []
    for y, (asked, row) in enumerate(rows.items()):
        body.append(_text(edge - 4, edge + y * cell + 9, asked, anchor="end", size=9))
        total = sum(row.values())
        for got, number in row.items():
            x = columns.index(got)
            colour = _COLOURS[0] if got == asked else "#a40000"
            told = f"asked {asked}, got {got}: {number} of {total}"
            box = f'x="{edge + x * cell}" y="{edge + y * cell}" width="{cell - 1}" height="{cell - 1}"'
            body.append(
                f'<rect {box} fill="{colour}" fill-opacity="{0.25 + 0.75 * number / total:.2f}"><title>{escape(told)}</title></rect>'
            )
    for x, name in enumerate(columns):
        at = f"{edge + x * cell + 9},{edge - 4}"
        body.append(
            f'<text x="{at.split(",")[0]}" y="{edge - 4}" font-size="9" transform="rotate(-60 {at})">{escape(name)}</text>'
        )
    right = sum(row.get(asked, 0) for asked, row in rows.items())
    cases = sum(sum(row.values()) for row in rows.values())
    told = f"Rows are the topics asked, columns what came back; {right} of {cases} stand on the diagonal. What does not is listed below."
    return svg(edge + len(columns) * cell + 60, edge + len(rows) * cell + 10, "Confusion of topics", told, body)


def bars(title: str, named: Sequence[tuple[str, float]], unit: str) -> str:
    """Draw values as bars, one below the other."""
    edge, wide, high = 230, 360, 20
    most = max((value for _, value in named), default=1.0) or 1.0
    body = []
    for place, (name, value) in enumerate(named):
        y = place * high
        body.append(_text(edge - 6, y + 14, name, anchor="end"))
        body.append(
            f'<rect x="{edge}" y="{y + 3}" width="{wide * value / most:.1f}" height="{high - 6}" fill="{_COLOURS[0]}"/>'
        )
        body.append(_text(edge + wide * value / most + 5, y + 14, f"{value:.2f} {unit}"))
    told = "; ".join(f"{name} {value:.2f} {unit}" for name, value in named) + "."
    return svg(edge + wide + 90, len(named) * high + 6, title, told, body)


def _x(value: float, side: int, edge: int) -> float:
    return edge + value * side


def _y(value: float, side: int, edge: int) -> float:
    return 10 + (1 - value) * side


def _axes(side: int, edge: int, below: str, beside: str) -> Iterable[str]:
    yield _line(edge, 10 + side, edge + side, 10 + side, _INK)
    yield _line(edge, 10, edge, 10 + side, _INK)
    for tenth in range(0, 11, 2):
        value = tenth / 10
        yield _text(_x(value, side, edge), 26 + side, f"{value:.1f}", anchor="middle")
        yield _text(edge - 6, _y(value, side, edge) + 4, f"{value:.1f}", anchor="end")
    yield _text(edge + side / 2, 42 + side, below, anchor="middle")
    yield f'<text x="12" y="{10 + side / 2}" text-anchor="middle" transform="rotate(-90 12 {10 + side / 2})">{escape(beside)}</text>'


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}"{dashed}/>'


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 12, fill: str = _INK) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{fill}"'
    return f"<text {place}>{escape(words)}</text>"
