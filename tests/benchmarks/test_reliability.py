"""Confidences in ten bins, and the calibration error."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.outcomes import Outcome
from benchmarks.reliability import BINS, Point, plot, reliabilities, reliability

POINTS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40)


@pytest.mark.parametrize(
    ("confidence", "place"), [(0, 0), (0.05, 0), (0.1, 1), (0.7, 7), (0.99, 9), (1, 9), (1.0001, 9), (-0.001, 0)]
)
def test_a_confidence_has_its_bin(confidence: float, place: int) -> None:
    assert [b.right.cases for b in reliability([(confidence, True)]).bins].index(1) == place


@pytest.mark.parametrize(
    ("points", "error"),
    [
        ([], 0.0),
        ([(1.0, True), (0.0, False)], 0.0),
        ([(1.0, False)], 1.0),
        ([(0.8, True), (0.8, True), (0.8, True), (0.8, True), (0.8, False)], 0.0),
        ([(0.75, True), (0.75, False), (0.25, False), (0.25, False)], 0.25),
        ([(0.95, True), (0.95, True), (0.95, True), (0.45, False)], 0.15),
    ],
)
def test_the_error_is_the_mean_distance_of_bins_weighted_by_turns(points: list[Point], error: float) -> None:
    assert reliability(points).error == pytest.approx(error)


@given(POINTS)
def test_every_turn_is_in_one_bin_and_the_error_is_a_share(points: list[Point]) -> None:
    found = reliability(points)
    assert len(found.bins) == BINS and sum(b.right.cases for b in found.bins) == len(points)
    assert sum(b.right.hits for b in found.bins) == sum(right for _, right in points)
    assert 0 <= found.error <= 1


def _outcome(got: str, confidence: float | None, right: bool = True) -> Outcome:
    return Outcome("x", "ask/a", right, got, "", [], confidence=confidence)


def test_answered_and_declined_turns_are_told_apart_and_others_left_out() -> None:
    outcomes = [_outcome("answer a", 0.9), _outcome("abstain a", 0.3, False), _outcome("escalation a", None)]
    found = reliabilities({"some": outcomes[:1], "others": outcomes[1:]})
    counted = {name: sum(b.right.cases for b in part.bins) for name, part in found.items()}
    assert counted == {"answered and declined": 2, "answered": 1, "declined": 1}
    written = json.loads(json.dumps(found["declined"].as_dict()))
    assert written["bins"] == [{"low": 0.3, "high": 0.4, "confidence": 0.3, "right": 0, "turns": 1}]


def test_the_plot_is_a_png_in_a_data_uri() -> None:
    kind, _, data = plot(reliabilities({"some": [_outcome("answer a", 0.9)]})).partition(",")
    assert kind == "data:image/png;base64" and base64.b64decode(data).startswith(b"\x89PNG")
