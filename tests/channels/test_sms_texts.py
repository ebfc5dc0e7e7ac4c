"""What the text line says of itself: short, plain, lawful, and never without the emergency number."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.sms_texts import SmsTexts
from bot.errors import SettingsError
from bot.knowledge.readability import grade
from bot.language import is_spanish
from bot.segments import is_gsm7, sms_segments
from bot.settings import read_clinic
from bot.yamlfile import read_yaml

ROOT = Path(__file__).parents[2]
NAMES = list(read_yaml(ROOT / "data" / "responses" / "sms.yml")["responses"])
PURPOSES = ["welcome", "stopped", "started", "help", "not_enrolled", "picture", "empty"]
#: A hospital's name of the longer kind, and numbers with their area code.
LONG = read_clinic(ROOT / "clinic.yml").copy(
    update={
        "name": "Saint Elsewhere Regional Spine Center",
        "day_number": "(859) 555-0100",
        "after_hours_number": "(859) 555-0199",
    }
)


@pytest.fixture(scope="module")
def texts() -> SmsTexts:
    return SmsTexts(ROOT)


def test_every_purpose_has_both_languages() -> None:
    assert sorted(NAMES) == sorted(f"utter_sms_{p}{language}" for p in PURPOSES for language in ("", "_es"))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_short_plain_and_with_911(texts: SmsTexts, purpose: str, language: str) -> None:
    text = texts.say(purpose, language)
    assert "911" in text and "\n" not in text
    assert is_gsm7(text) and sms_segments(text) <= 2
    assert is_spanish(text) == (language == "es")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_grade_six_at_most(texts: SmsTexts, purpose: str) -> None:
    assert grade(texts.say(purpose, "en")) <= 6.0


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_longer_name_fits_too(purpose: str, language: str) -> None:
    assert sms_segments(SmsTexts(ROOT, LONG).say(purpose, language)) <= 2


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_the_law_and_the_carriers_want_said(texts: SmsTexts, language: str) -> None:
    name = read_clinic(ROOT / "clinic.yml").name
    for purpose in ("welcome", "help"):
        assert name in texts.say(purpose, language) and "STOP" in texts.say(purpose, language)
    assert ("HELP" if language == "en" else "AYUDA") in texts.say("welcome", language)
    for part in (name, "555-0100", "START"):
        assert part in texts.say("stopped", language)
    assert sms_segments(texts.say("stopped", language)) == 1


@pytest.mark.parametrize("language", [None, "en", "fr"])
def test_any_other_language_is_english(texts: SmsTexts, language: str | None) -> None:
    assert texts.say("help", language) == texts.say("help", "en")


@pytest.mark.parametrize("name", ["Centro de Columna de la Clínica San Agustín", "x" * 100])
def test_a_name_that_does_not_fit_stops_the_start(name: str) -> None:
    with pytest.raises(SettingsError, match="Shorten the name"):
        SmsTexts(ROOT, LONG.copy(update={"name": name}))
