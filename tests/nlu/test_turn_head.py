"""A second message is read by its own words and by what was asked before it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.nlu.turn_head import TurnHead, fit_turns

CLASSES = ("ask/bathing", "ask/lifting", "chat/bye", "follow_up")
SHOWER, NOTHING = np.eye(2, 8, dtype=np.float32)
#: What "and showering?" and "how long for?" are taken for by themselves.
NAMES, GOES_ON = np.array([[0.9, 0.05, 0.03, 0.02], [0.02, 0.03, 0.05, 0.9]], dtype=np.float32)


def _fitted() -> TurnHead:
    vectors, alone = np.stack([SHOWER, NOTHING] * 2), np.stack([NAMES, GOES_ON] * 2)
    asked = ["ask/lifting", "ask/lifting", "ask/bathing", "ask/bathing"]
    return fit_turns(CLASSES, vectors, alone, asked, ["ask/bathing", "ask/lifting", "ask/bathing", "ask/bathing"])


def _read(head: TurnHead, vector: np.ndarray, alone: np.ndarray, asked: str) -> str:  # type: ignore[type-arg]
    found = head.probabilities(vector[None], alone[None], [asked])
    assert found.shape == (1, len(CLASSES))
    assert np.isclose(found.sum(), 1)
    return CLASSES[int(found.argmax())]


def test_what_names_something_is_that_and_what_names_nothing_goes_on() -> None:
    head = _fitted()
    assert _read(head, SHOWER, NAMES, "ask/lifting") == "ask/bathing"
    assert _read(head, NOTHING, GOES_ON, "ask/lifting") == "ask/lifting"
    assert _read(head, NOTHING, GOES_ON, "ask/bathing") == "ask/bathing"


def test_what_was_asked_may_be_no_class() -> None:
    assert _read(_fitted(), SHOWER, NAMES, "gap/driving") == "ask/bathing"


def test_it_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    head = _fitted()
    head.save(tmp_path / "turns.npz")
    again = TurnHead.load(tmp_path / "turns.npz")
    assert again.classes == CLASSES
    rows = SHOWER[None], NAMES[None], ["ask/lifting"]
    assert np.array_equal(again.probabilities(*rows), head.probabilities(*rows))
