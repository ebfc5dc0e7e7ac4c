"""A second message is read by its own words and by what was asked before it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.nlu.turn_head import TurnHead, fit_turns

Row = npt.NDArray[np.float32]

CLASSES = ("ask/bathing", "ask/lifting", "chat/bye", "follow_up")
SHOWER, NOTHING = np.eye(2, 8, dtype=np.float32)
#: What "and showering?" and "how long for?" are taken for by themselves.
NAMES, GOES_ON = np.array([[0.9, 0.05, 0.03, 0.02], [0.02, 0.03, 0.05, 0.9]], dtype=np.float32)
#: Counts of "shower", "long" and "soap".
SHOWER_WORDS, NOTHING_WORDS = np.eye(2, 3, dtype=np.float32)


def _fitted() -> TurnHead:
    asked = CLASSES[:2]
    before, times = [topic for topic in asked for _ in range(2)], len(asked)
    return fit_turns(
        CLASSES,
        np.stack([SHOWER, NOTHING] * times),
        csr_matrix(np.stack([SHOWER_WORDS, NOTHING_WORDS] * times)),
        np.stack([NAMES, GOES_ON] * times),
        before,
        [label for topic in asked for label in ("ask/bathing", topic)],
    )


def _read(head: TurnHead, vector: Row, words: Row, alone: Row, asked: str) -> str:
    found = head.probabilities(vector[None], csr_matrix(words[None]), alone[None], [asked])
    assert found.shape == (1, len(CLASSES))
    assert np.isclose(found.sum(), 1)
    return CLASSES[int(found.argmax())]


def test_what_names_something_is_that_and_what_names_nothing_goes_on() -> None:
    head = _fitted()
    assert _read(head, SHOWER, SHOWER_WORDS, NAMES, "ask/lifting") == "ask/bathing"
    assert _read(head, NOTHING, NOTHING_WORDS, GOES_ON, "ask/lifting") == "ask/lifting"
    assert _read(head, NOTHING, NOTHING_WORDS, GOES_ON, "ask/bathing") == "ask/bathing"


def test_what_was_asked_may_be_no_class() -> None:
    assert _read(_fitted(), SHOWER, SHOWER_WORDS, NAMES, "gap/driving") == "ask/bathing"


def test_a_word_that_no_pair_holds_is_nothing() -> None:
    head = _fitted()
    soap = np.array([0.0, 0.0, 1.0], dtype=np.float32)
    rows = [
        head.probabilities(NOTHING[None], csr_matrix((NOTHING_WORDS + more)[None]), GOES_ON[None], ["ask/lifting"])
        for more in (0 * soap, soap)
    ]
    assert np.allclose(*rows)


def test_it_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    head = _fitted()
    head.save(tmp_path / "turns.npz")
    again = TurnHead.load(tmp_path / "turns.npz")
    assert again.classes == CLASSES
    rows = SHOWER[None], csr_matrix(SHOWER_WORDS[None]), NAMES[None], ["ask/lifting"]
    assert np.allclose(again.probabilities(*rows), head.probabilities(*rows), atol=0.01)
