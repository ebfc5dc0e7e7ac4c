"""Three detectors' votes put together."""

from __future__ import annotations

import numpy as np
import pytest

from bot.records import RedFlag
from bot.redflags.detector import _together
from bot.redflags.similar import KnownMessages

LEGS = RedFlag("neuro.leg-weakness", "emergency", "legs", "rule: legs")
FEVER = RedFlag("infection.fever", "provider", "fever", "rule: fever")


@pytest.mark.parametrize(
    ("votes", "ids"),
    [
        ([[], []], []),
        ([[LEGS], []], [LEGS.id]),
        ([[], [LEGS]], [LEGS.id]),
        ([[FEVER], [LEGS]], [FEVER.id, LEGS.id]),  # a graver tier is added
        (
            [[LEGS], [RedFlag("stroke.signs", "emergency", "x", "learned: 0.9")]],
            [LEGS.id],
        ),  # another name for it is not
    ],
)
def test_a_later_vote_counts_where_it_adds_a_tier(votes: list[list[RedFlag]], ids: list[str]):
    assert [flag.id for flag in _together(votes)] == ids


def test_a_sign_says_who_voted_for_it():
    learned = RedFlag(LEGS.id, "emergency", "legs", "learned: 0.97")
    similar = RedFlag(LEGS.id, "emergency", "legs", "like a known message: 0.95")
    (flag,) = _together([[LEGS], [learned], [similar]])
    assert flag.why == "rule: legs; learned: 0.97; like a known message: 0.95"


def test_likeness_is_of_the_row_that_is_most_like_a_sign_and_tells_the_lead():
    known = KnownMessages.build(np.eye(3, dtype=np.float32), ("neuro.leg-weakness", "none.benign", "infection.fever"))
    rows = np.array([[0.6, 0.8, 0.0], [0.0, 0.1, 0.99]], dtype=np.float32)
    found = known.likeness(rows, ["whole", "and a fever"])
    assert (found.sign, found.cue) == ("infection.fever", "and a fever")
    assert found.score == pytest.approx(0.99) and found.lead == pytest.approx(0.89)


def test_known_messages_are_kept(tmp_path):
    known = KnownMessages.build(np.eye(2, dtype=np.float32), ("infection.fever", "none.denied"))
    known.save(tmp_path)
    again = KnownMessages.load(tmp_path)
    rows = np.eye(2, dtype=np.float32)[:1]
    assert again.names == known.names and again.likeness(rows, ["a fever"]) == known.likeness(rows, ["a fever"])
