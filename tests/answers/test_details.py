"""What stands beside the text: the sides as the text has them, the alarm, the language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answers.compose import compose
from bot.answers.details import details
from bot.answers.phrases import Phrases
from bot.answers.turn import Turn
from bot.knowledge.evidence import Decision
from bot.knowledge.library import Library, read_library
from bot.records import RedFlag
from bot.redflags.alarm import Alarm
from bot.settings import read_clinic

_ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
FEVER = RedFlag("infection.fever", "provider", "fever", "rule")


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(_ROOT / "knowledge")


def _answered(library: Library, responses: dict[str, Any], topic: str, **values: Any) -> tuple[str, dict[str, Any]]:
    turn = Turn(today=TODAY, decision=Decision("answer", (f"ask/{topic}",), 0.9), **values)
    reply = compose(turn, library, Phrases(responses, read_clinic(_ROOT / "clinic.yml"), "web").say)
    return reply.text, details(turn, reply)


@pytest.mark.parametrize("day", [None, date(2026, 11, 18), date(2026, 11, 30)])
@pytest.mark.parametrize("first", [True, False])
def test_text_is_opening_sides_and_closing_for_every_topic(
    library: Library, responses: dict[str, Any], day: date | None, first: bool
) -> None:
    split = 0
    for topic in library.topics.values():
        text, beside = _answered(library, responses, topic.id, procedure_date=day, first=first)
        if not beside["sides"]:
            assert "opening" not in beside
            assert responses["utter_differ"][0]["text"] not in text, topic.id
            continue
        split += 1
        lines = [f"{side['source']}: {side['text']}" for side in beside["sides"]]
        whole = "\n".join([beside["opening"], *lines])
        assert f"{whole}\n\n{beside['closing']}".strip() == text, topic.id
        assert len(lines) > 1
    assert split


def test_a_side_bears_the_days_note(library: Library, responses: dict[str, Any]) -> None:
    _, beside = _answered(library, responses, "lifting", procedure_date=date(2026, 11, 20))
    assert any("That is until" in side["text"] for side in beside["sides"])


def test_two_answers_of_which_one_has_sides(library: Library, responses: dict[str, Any]) -> None:
    also = Decision("answer", ("ask/what-it-is",), 0.9)
    turn = Turn(today=TODAY, decision=replace(Decision("answer", ("ask/lifting",), 0.9), also=also))
    reply = compose(turn, library, Phrases(responses, read_clinic(_ROOT / "clinic.yml"), "web").say)
    beside = details(turn, reply)
    lines = [f"{side['source']}: {side['text']}" for side in beside["sides"]]
    assert len(lines) > 1 and all(line in reply.text for line in lines)
    assert beside["closing"] and beside["closing"] in reply.text


def test_an_advice_with_an_answer_beside_it(library: Library, responses: dict[str, Any]) -> None:
    text, beside = _answered(library, responses, "lifting", flags=(FEVER,), asks=True)
    assert text.startswith("Call your care team")
    assert beside["opening"].startswith("Call your care team") and len(beside["sides"]) > 1


@pytest.mark.parametrize("alarm", [None, Alarm("provider", ("infection.fever",), "2026-11-20T10:00:00+00:00")])
def test_the_alarm_after_the_turn(library: Library, responses: dict[str, Any], alarm: Alarm | None) -> None:
    _, beside = _answered(library, responses, "bathing", alarm=alarm, language="en")
    expected = {"tier": "provider", "since": "2026-11-20T10:00:00+00:00", "signs": ["infection.fever"]}
    assert beside["alarm"] == (expected if alarm else None)
    assert beside["lang"] == "en"
