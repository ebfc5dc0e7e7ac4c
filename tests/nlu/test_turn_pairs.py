"""The pairs of messages that the reading of turns is fitted on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.knowledge.library import read_library
from bot.nlu.examples import read_examples
from bot.nlu.turn_pairs import FOLDER, LEARNT, WEIGHED, as_turns, made, read_pairs


def test_every_pair_names_labels_that_are_trained() -> None:
    library = read_library(Path("knowledge"))
    known = {label for _, label in read_examples(Path("data/nlu"))}
    known |= {f"ask/{topic}" for topic in library.topics} | {f"gap/{gap}" for gap in library.gaps}
    assert {label for pair in read_pairs() for label in (pair.topic, pair.label)} <= known


def test_every_file_of_pairs_is_learnt_or_weighed_with() -> None:
    assert {path.parent for path in FOLDER.rglob("*.yml")} == {LEARNT, WEIGHED}


def test_a_pair_that_is_wrong_is_named(tmp_path: Path) -> None:
    (tmp_path / "pairs.yml").write_text('- {before: "a", topic: ask/diet, then: "and tea?", lable: ask/diet}\n')
    with pytest.raises(ContentError, match="and tea"):
        read_pairs(tmp_path)


def test_made_turns_ask_for_what_the_second_message_names_or_go_on() -> None:
    lift = "how long until I can lift?"
    asked = [(lift, "ask/lifting"), ("a shower, when?", "ask/bathing"), ("why?", "follow_up"), ("bye", "chat/bye")]
    pairs = made(asked, 40)
    assert pairs == made(asked, 40), "the same for the same seed"
    known = dict(asked)
    for pair in pairs:
        assert pair.topic == known[pair.before]
        assert pair.label == (pair.topic if pair.then == "why?" else known[pair.then])
    assert {pair.label for pair in pairs} == {"ask/lifting", "ask/bathing", "chat/bye"}
    assert as_turns(pairs)[0][0] == f"{pairs[0].before} | {pairs[0].then}"
