"""The accuracy report as one self-contained page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from benchmarks.frame import MEANING, cells, document, header, rates, share, table
from benchmarks.intervals import Rate
from benchmarks.outcomes import TALKS, Outcome, by_kind, evidence, summary
from benchmarks.reliability import Bin, Reliability, plot

if TYPE_CHECKING:
    from benchmarks.baselines.compare import Row

_BESIDE = """\
The same messages without Spanish and small talk, each system judged by topic alone, for a simpler system composes no reply;
ours also in full. Every threshold was set on the tuning split.
"""
_CONFIDENCE = """\
A turn's confidence is the score of its decision: the classifier's probability fused with the nearest neighbour's cosine.
Held-out questions that were answered or declined, except in Spanish, which is declined by its language. Where a question is
declined for too little evidence, the score is that of the topic that was not taken, so that a low score is a reason to decline:
of declined turns, low bins may well be right.
"""
_FAILED = ("message", "wanted", "got", "why", "hits and scores behind it")


def page(
    split: str,
    groups: Mapping[str, Sequence[Outcome]],
    found: Mapping[str, Reliability],
    rows: Sequence[Row] = (),
) -> str:
    """Return the page: rates, the simpler systems, the confidences, then every failure in full.

    groups: outcomes by group. found: reliability by set of turns. rows: ours and the simpler
    systems; empty where they were left out.
    """
    body = [
        f"<h1>Accuracy report, {escape(split)} split</h1>",
        f"<p>{escape(MEANING)}</p>",
        *rates("Rates", summary(groups)),
        *rates("Conversation turns, by kind", by_kind(groups.get(TALKS, ()))),
        *_beside(rows),
        *_confidences(found),
        "<h2>Failures</h2>",
    ]
    for name, outcomes in groups.items():
        body += failures(name, [o for o in outcomes if not o.right], len(outcomes))
    return document(f"Accuracy report, {split} split", body)


def _beside(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        yield "<h2>Beside simpler systems</h2><p>Left out of this run.</p>"
        return
    named = [row.named() for row in rows]
    heads = list(dict.fromkeys(name for row in named for name in row))
    lines = [
        (row.system, "–" if row.threshold is None else f"{row.threshold:.3f}", *(_told(cell.get(h)) for h in heads))
        for row, cell in zip(rows, named, strict=True)
    ]
    yield from table("Beside simpler systems", ("system", "threshold", *heads), lines)
    yield f"<p>{escape(_BESIDE)}</p>"


def _told(rate: Rate | None) -> str:
    if rate is None:
        return "–"
    low, high = rate.interval
    return f"{rate.hits} of {rate.cases}, {share(rate)} ({low:.1%} to {high:.1%})"


def _confidences(found: Mapping[str, Reliability]) -> Iterator[str]:
    yield f"<h2>How far the confidences hold</h2><p>{escape(_CONFIDENCE)}</p>"
    errors = "; ".join(f"{name}, {part.error:.3f}" for name, part in found.items())
    yield f"<p>{escape(f'Expected calibration error in ten bins: {errors}.')}</p>"
    told = f"Reliability diagram: in each bin, share right against mean confidence, beside the line where both are equal. Expected calibration error: {errors}. The numbers are in the table below."
    yield f'<p><img src="{plot(found)}" alt="{escape(told)}"></p>'
    heads = ("turns", "confidence", "number", "mean confidence", "share right", "exact 95% interval")
    yield "<table>" + header(heads)
    for name, part in found.items():
        yield from (f"<tr>{cells((name, *_numbers(b)))}</tr>" for b in part.bins if b.right.cases)
    yield "</table>"


def _numbers(b: Bin) -> tuple[str | int, ...]:
    low, high = b.right.interval
    bounds = f"{b.low:.1f} to {b.high:.1f}"
    return bounds, b.right.cases, f"{b.confidence:.3f}", share(b.right), f"{low:.1%} to {high:.1%}"


def failures(name: str, failed: Sequence[Outcome], cases: int) -> Iterator[str]:
    """Yield a group's failures, each with its why and what it rests on."""
    yield f"<h3>{escape(name)}: {len(failed) or 'none'} of {cases}</h3>"
    if failed:
        yield "<table>" + header(_FAILED)
        for outcome in failed:
            behind = "<br>".join(escape(line) for line in evidence(outcome))
            told = cells((outcome.text, outcome.wanted, outcome.got, outcome.why))
            yield f"<tr>{told}<td>{behind}</td></tr>"
        yield "</table>"
