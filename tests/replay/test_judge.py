"""Replies held against what is expected of them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.replay.answered import Answered, Behind
from bot.replay.judge import faults, unseen
from bot.replay.schema import Expected
from bot.replay.suite import ANY, FIXED_NOW, Turn

TEXT = "You are on day 3. Lift nothing for six weeks."
RECORD: dict[str, Any] = {
    "kind": "answer",
    "tier": "none",
    "topic": "lifting",
    "sources": ["uk-healthcare"],
    "red_flags": [],
}


def _faults(text: str = TEXT, record: dict[str, Any] = RECORD, **expected: Any) -> list[str]:
    return faults(Turn("x", FIXED_NOW, (Expected(**expected),)), Answered(text, record))


@pytest.mark.parametrize(
    ("expected", "fault"),
    [
        ({"kind": "answer"}, None),
        ({"kind": ["clarify", "answer"]}, None),
        ({"kind": ["clarify", "abstain"]}, "kind answer, not clarify or abstain"),
        ({"tier": "provider"}, "tier none, not provider"),
        ({"topic": "bathing"}, "topic lifting, not bathing"),
        ({"cites": ["uk-healthcare"]}, None),
        ({"cites": ["oncolink"]}, "cites uk-healthcare, not oncolink"),
        ({"cites": []}, "cites uk-healthcare, and should cite nothing"),
        ({"flags": ["infection.fever"]}, "flag infection.fever missing from no sign"),
        ({"mentions": ["SIX weeks"]}, None),
        ({"mentions": ["child"]}, "does not mention 'child'"),
        ({"not_mentions": ["six"]}, "mentions 'six'"),
        ({"opens": ["Yes", "You are"]}, None),
        ({"opens": "Yes"}, "opens with 'You are on day 3. Lift nothing for six w', not 'Yes'"),
        ({"on_day": 3}, None),
        ({"on_day": 4}, "does not say that it is day 4"),
        ({"max_words": 10}, None),
        ({"max_words": 9}, "10 words, not 9 at most"),
        ({"max_segments": 1}, None),
        ({"max_grade": 6}, None),
    ],
)
def test_each_key(expected: dict[str, Any], fault: str | None) -> None:
    assert _faults(**expected) == ([fault] if fault else [])


def test_length_and_grade() -> None:
    assert _faults("word " * 70, max_segments=2) == ["3 SMS segments, not 2 at most"]
    hard = "Interdisciplinary rehabilitation necessitates individualised considerations."
    assert "not 6 at most" in _faults(hard, max_grade=6)[0]


def test_the_last_resort_and_silence_are_faults_whatever_is_expected() -> None:
    assert _faults("Sorry, something went wrong on my side.") == ["the last resort answered: a step of the turn failed"]
    assert _faults(" ") == ["no text"]


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        ([{"text": "a"}, {"custom": RECORD}], ()),
        ([{"custom": RECORD}, {"text": "a"}], ("1 records instead of one, last",)),
        ([{"text": "a"}], ("0 records instead of one, last",)),
    ],
)
def test_one_record_ends_a_reply(items: list[dict[str, Any]], fault: tuple[str, ...]) -> None:
    assert Answered.of(items).faults == fault


def test_a_text_is_held_word_for_word() -> None:
    turn = Turn("x", FIXED_NOW, text="Hello.")
    assert faults(turn, Answered("Hello.\n", RECORD)) == []
    assert faults(turn, Answered("Hello!", RECORD)) == ["is not, word for word: 'Hello.'"]


def test_slots_and_response_are_seen_in_this_process_alone() -> None:
    turn = Turn("x", FIXED_NOW, utter="utter_answer", slots=(("a", ANY, True), ("b", 2, True), ("c", ANY, False)))
    held = Behind({}, {"a": 1, "b": 3, "c": 4}, "utter_escalation")
    assert faults(turn, Answered("x", RECORD, behind=held)) == [
        "response utter_escalation, not utter_answer",
        "slot b holds 3, not 2",
        "slot c holds 4",
    ]
    assert faults(turn, Answered("x", RECORD)) == []
    assert unseen(turn, Answered("x", RECORD)) == 4


def test_a_text_message_bears_no_record() -> None:
    turn = Turn("x", FIXED_NOW, (Expected(kind="answer", mentions=["six"]),))
    assert faults(turn, Answered("six weeks", {})) == []
    assert unseen(turn, Answered("six weeks", {})) == 1
