"""When a simpler system is right, and which threshold it gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.baselines.judgement import Guess, best_threshold, is_right

LABELS = st.sampled_from(["ask/lifting", "ask/brace", "gap/driving", "out_of_scope/insult"])
SCORES = st.floats(0, 40)


@pytest.mark.parametrize(
    ("wanted", "label", "score", "right"),
    [
        ("ask/lifting", "ask/lifting", 0.7, True),
        ("ask/lifting", "ask/lifting", 0.5, True),
        ("ask/lifting", "ask/lifting", 0.4, False),
        ("ask/lifting", "ask/brace", 0.9, False),
        ("ask/lifting", "ask/brace", 0.1, False),
        ("ask/lifting", "gap/driving", 0.9, False),
        ("gap/driving", "ask/lifting", 0.9, False),
        ("gap/driving", "ask/lifting", 0.1, True),
        ("gap/driving", "gap/driving", 0.9, True),
        ("gap/driving", "gap/work", 0.9, True),
        ("gap/driving", "out_of_scope/insult", 0.1, True),
        ("out_of_scope/insult", "chat/greet", 0.9, True),
        ("out_of_scope/insult", "", 0.0, True),
    ],
)
def test_is_right(wanted: str, label: str, score: float, right: bool) -> None:
    assert is_right(wanted, (label, score), 0.5) is right


@pytest.mark.parametrize(
    ("messages", "threshold"),
    [
        ([("ask/a", ("ask/a", 3.0)), ("gap/x", ("ask/a", 1.0))], 3.0),
        # A wrong topic costs nothing where the question was lost anyway.
        ([("ask/a", ("ask/b", 5.0)), ("ask/a", ("ask/a", 3.0)), ("gap/x", ("ask/a", 1.0))], 3.0),
        # Two answered weigh more than one declined.
        ([("ask/a", ("ask/a", 1.0)), ("ask/b", ("ask/b", 2.0)), ("gap/x", ("ask/a", 4.0))], 1.0),
        ([("gap/x", ("gap/x", 0.9)), ("ask/a", ("ask/a", 0.2))], 0.2),
        ([("ask/a", ("ask/a", 2.0)), ("gap/x", ("ask/a", 2.0))], 2.0),
    ],
)
def test_best_threshold(messages: list[tuple[str, Guess]], threshold: float) -> None:
    wanted, guesses = zip(*messages, strict=True)
    assert best_threshold(wanted, guesses) == threshold


def test_a_system_that_is_never_right_declines_all() -> None:
    wanted, guesses = ["ask/a", "gap/x"], [("ask/b", 0.9), ("ask/b", 1.0)]
    assert best_threshold(wanted, guesses) > 1.0


@given(st.lists(st.tuples(LABELS, st.tuples(LABELS, SCORES)), min_size=1), SCORES)
def test_no_other_threshold_is_better(messages: list[tuple[str, Guess]], other: float) -> None:
    wanted, guesses = zip(*messages, strict=True)
    best = best_threshold(wanted, guesses)
    right = [sum(is_right(w, g, limit) for w, g in messages) for limit in (best, other)]
    assert right[0] >= right[1]
