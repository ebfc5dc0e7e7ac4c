"""A label is chosen by the message's words, the words before it and what was asked last."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from bot.nlu.turn_reader import Form, Reading, TurnWeights, candidates, choose, signals
from bot.yamlfile import read_yaml

NOTHING = Reading({}, {})
BRACE = Reading({"ask/brace": 0.9, "follow_up": 0.05}, {"ask/brace": 0.8}, ("ask/brace", "follow_up"))
LIFTING = Reading({"ask/lifting": 0.9}, {"ask/lifting": 0.8}, ("ask/lifting",))
EITHER = Reading(
    {"ask/brace": 0.5, "ask/lifting": 0.4}, {"ask/brace": 0.7, "ask/lifting": 0.7}, ("ask/brace", "ask/lifting")
)
FOLLOWS = Reading({"follow_up": 0.95, "ask/brace": 0.02}, {"ask/brace": 0.3}, ("follow_up", "ask/brace"))


def test_each_signal_has_a_weight() -> None:
    rows = signals(["ask/brace", "ask/lifting"], BRACE, LIFTING, ("ask/lifting",), Form(3))
    assert rows.shape == (2, len(fields(TurnWeights)))


@pytest.mark.parametrize(
    ("words", "own", "joined", "leans", "label"),
    [
        (2, BRACE, EITHER, False, "ask/brace"),  # it names a subject of its own
        (3, FOLLOWS, LIFTING, False, "ask/lifting"),  # it only says that the last one goes on
        (1, NOTHING, LIFTING, True, "ask/lifting"),
        (4, NOTHING, BRACE, False, "ask/brace"),  # only together do the words name anything
    ],
)
def test_the_likeliest_is_chosen(words: int, own: Reading, joined: Reading, leans: bool, label: str) -> None:
    choice = choose(own, joined, ("ask/lifting",), Form(words, leans), TurnWeights())
    assert choice is not None
    assert choice.label == label
    assert 0 < choice.probability <= 1


def test_a_follow_up_is_never_what_is_asked() -> None:
    assert candidates(FOLLOWS, NOTHING, ("ask/lifting",)) == ["ask/brace", "ask/lifting"]


def test_nothing_in_question() -> None:
    assert choose(NOTHING, NOTHING, (), Form(2), TurnWeights()) is None


def test_the_configured_weights_are_all_there() -> None:
    pipeline = read_yaml(Path("config.yml"))["pipeline"]
    configured = next(part["turns"] for part in pipeline if "turns" in part)
    assert TurnWeights(**configured) == TurnWeights()
