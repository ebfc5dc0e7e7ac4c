"""A body temperature in °F or °C: 100.4 °F or 38.0 °C and above is a fever."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from bot.redflags.fold import fold
from bot.redflags.temperature import fever_in


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en")


def _fevers(nlp: Language, text: str) -> list[str]:
    doc = nlp.make_doc(fold(text))
    return [doc[start:end].text for start, end in fever_in(doc)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("my temp is 100.4", "100.4"),
        ("temperature of 101", "101"),
        ("temperature 38.0", "38.0"),
        ("running 38,5 since noon", "38,5"),
        ("102 degrees", "102"),
        ("thermometer says 103.2", "103.2"),
        ("the ear one says 39.1", "39.1"),
        ("fever of 104", "104"),
        ("101.5 fahrenheit", "101.5"),
        ("tengo 39 grados", "39"),
        ("temperatura de 38.6", "38.6"),
        ("the reading is 108.9", "108.9"),
    ],
)
def test_a_fever(nlp: Language, text: str, figure: str) -> None:
    assert _fevers(nlp, text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "my temp is 100.3",
        "temperature 37.9",
        "temp 98.6",
        "temp 99",
        "temperature 45",  # no person has it
        "temp 110",
        "I am 101 years old",
        "room 102",
        "fever pills of 100.5 mg",
        "my temp is fine, I weigh 105 pounds",
        "pulse 101 bpm with the thermometer",
        "it is 102 outside",
        "I live at 101",
        "3 degrees",
        "1000 degrees",
        "no number",
        "",
    ],
)
def test_no_fever(nlp: Language, text: str) -> None:
    assert _fevers(nlp, text) == []


def test_each_reading_is_found(nlp: Language) -> None:
    assert _fevers(nlp, "temp 101.2 at six and 102.4 at eight") == ["101.2", "102.4"]
