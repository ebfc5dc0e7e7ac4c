"""A label is chosen by the message's words, the words before it and what was asked last."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.turns import Read, blank, fit
from bot.errors import ArchiveError
from bot.knowledge.evidence import Decision
from bot.nlu.form import Form
from bot.nlu.turn_reader import SIGNALS, Reading, Turn, TurnReader, candidates, signals
from bot.yamlfile import read_yaml

NOTHING = Reading({}, {})
BRACE = Reading({"ask/brace": 0.9, "follow_up": 0.05}, {"ask/brace": 0.8}, ("ask/brace", "follow_up"))
LIFTING = Reading({"ask/lifting": 0.9}, {"ask/lifting": 0.8}, ("ask/lifting",))
EITHER = Reading(
    {"ask/brace": 0.5, "ask/lifting": 0.4}, {"ask/brace": 0.7, "ask/lifting": 0.7}, ("ask/brace", "ask/lifting")
)
FOLLOWS = Reading({"follow_up": 0.95, "ask/brace": 0.02}, {"ask/brace": 0.3}, ("follow_up", "ask/brace"))
VAGUE = Decision("abstain", why="too little evidence")
SURE = Decision("answer", ("ask/brace",), 0.85, "enough evidence")
GOES_ON = Decision("say", ("follow_up",), 0.9, "talk")


def turn(own: Reading, joined: Reading | None, form: Form, decided: Decision = VAGUE, *asked: str) -> Turn:
    return Turn(own, joined, joined, asked or ("ask/lifting",), form, decided)


@pytest.fixture(scope="module")
def reader() -> TurnReader:
    pipeline = read_yaml(Path("config.yml"))["pipeline"]
    return TurnReader.load(Path(next(part["reader"] for part in pipeline if "reader" in part)))


@pytest.mark.parametrize(
    ("words", "own", "joined", "leans", "decided", "label"),
    [
        (2, BRACE, EITHER, False, SURE, "ask/brace"),  # it names a subject of its own
        (3, FOLLOWS, LIFTING, False, GOES_ON, "ask/lifting"),  # it only says that the last one goes on
        (1, NOTHING, LIFTING, True, VAGUE, "ask/lifting"),
        (4, NOTHING, BRACE, False, VAGUE, "ask/brace"),  # only together do the words name anything
    ],
)
def test_the_likeliest_is_chosen(
    reader: TurnReader, words: int, own: Reading, joined: Reading, leans: bool, decided: Decision, label: str
) -> None:
    choice = reader.choose(turn(own, joined, Form(words, leans), decided))
    assert choice is not None
    assert choice.label == label
    assert 0 < choice.probability <= 1


def test_a_message_that_stands_alone_is_read_too(reader: TurnReader) -> None:
    choice = reader.choose(turn(BRACE, None, Form(20), SURE))
    assert choice is not None
    assert choice.label == "ask/brace"


def test_a_follow_up_is_never_what_is_asked() -> None:
    assert candidates(turn(FOLLOWS, NOTHING, Form(2))) == ["ask/brace", "ask/lifting"]


def test_nothing_in_question(reader: TurnReader) -> None:
    assert reader.choose(Turn(NOTHING, NOTHING, None, (), Form(2), VAGUE)) is None


def test_signals_are_of_each_label() -> None:
    rows = signals(turn(BRACE, LIFTING, Form(3)), ["ask/brace", "ask/lifting"])
    assert rows.shape == (2, SIGNALS)
    assert (rows[0] != rows[1]).any()


def test_weights_are_found_that_choose_what_was_meant() -> None:
    read = [
        Read(turn(BRACE, EITHER, Form(4), SURE), "ask/brace", ""),
        Read(turn(FOLLOWS, EITHER, Form(2, leans=True), GOES_ON), "ask/lifting", ""),
        Read(None, "ask/diet", ""),  # a sign decided
    ] * 4
    fitted = fit(read)
    assert [fitted.choose(r.turn).label for r in read[:2] if r.turn] == ["ask/brace", "ask/lifting"]  # type: ignore[union-attr]


def test_weights_come_back_as_they_were_kept(tmp_path: Path, reader: TurnReader) -> None:
    reader.save(tmp_path / "deep" / "turns.npz")
    again = TurnReader.load(tmp_path / "deep" / "turns.npz")
    rows = signals(turn(BRACE, LIFTING, Form(3)), ["ask/brace", "ask/lifting"])
    assert np.array_equal(again.scores(rows), reader.scores(rows))


def test_weights_of_other_signals_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "turns.npz"
    with pytest.raises(ArchiveError, match="--fit"):
        TurnReader.load(path)
    blank().save(path)
    assert TurnReader.load(path).choose(turn(BRACE, LIFTING, Form(3))) is not None
    TurnReader(*(np.zeros(3),) * 2, np.zeros((3, 1)), *(np.zeros(1),) * 2).save(path)
    with pytest.raises(ArchiveError, match="--blank"):
        TurnReader.load(path)
