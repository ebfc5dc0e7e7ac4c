"""The words of an alarm: what to do first, what not to do then, short, plain, and whole on SMS."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot.answers.phrases import Phrases
from bot.knowledge.readability import grade
from bot.segments import is_gsm7, sms_segments
from bot.settings import read_clinic
from bot.yamlfile import read_yaml

ROOT = Path(__file__).parents[2]
ESCALATIONS = ("emergency", "emergency_crisis", "crisis", "provider")
TIERS = ("emergency", "crisis", "provider")
OTHERS = [f"utter_{kind}_{tier}" for kind, tier in product(("reminder", "reminder_later", "check", "contact"), TIERS)]
NAMES = [f"utter_escalation_{name}" for name in ESCALATIONS] + OTHERS
ALWAYS = "If you cannot reach them, or it gets worse, go to the emergency room or call 911."


@pytest.fixture(scope="module")
def responses() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted((ROOT / "data" / "responses").glob("*.yml")):
        found |= read_yaml(path)["responses"]
    return found


def _said(responses: dict[str, Any], name: str, channel: str) -> str:
    return Phrases(responses, read_clinic(ROOT / "clinic.yml"), channel).say(name)


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("name", NAMES)
def test_grade_five_at_most_as_sent(responses: dict[str, Any], name: str, channel: str) -> None:
    assert grade(_said(responses, name, channel)) <= 5.0


@pytest.mark.parametrize("language", ["", "_es"])
@pytest.mark.parametrize("name", NAMES)
def test_two_sms_segments_at_most(responses: dict[str, Any], name: str, language: str) -> None:
    text = _said(responses, name + language, "sms")
    assert sms_segments(text) <= 2
    assert "\n" not in text


@pytest.mark.parametrize("name", ESCALATIONS)
def test_a_spanish_escalation_on_sms_stays_in_the_small_alphabet(responses: dict[str, Any], name: str) -> None:
    assert is_gsm7(_said(responses, f"utter_escalation_{name}_es", "sms"))


@pytest.mark.parametrize("language", ["", "_es"])
@pytest.mark.parametrize("name", ESCALATIONS)
def test_six_short_lines_what_to_do_first(responses: dict[str, Any], name: str, language: str) -> None:
    lines = _said(responses, f"utter_escalation_{name}{language}", "web").split("\n")
    assert len(lines) <= 6
    assert all(len(line.split()) <= 20 for line in lines)
    donts = [line.startswith(("Do not", "No ")) for line in lines]
    assert not donts[0]
    assert donts.index(True) >= 2


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize(
    ("name", "first", "parts"),
    [
        ("emergency", "Call 911 now", ("Do not drive yourself", "Stay with someone")),
        ("emergency_crisis", "Call 911 now", ("988", "Do not drive yourself", "Stay with someone")),
        ("crisis", "Call or text 988 now", ("911", "Stay with someone")),
        ("provider", "Call your care team today: 555-0100", ("555-0199", ALWAYS)),
        ("emergency_es", "Llame al 911 ahora", ("No maneje", "Quédese con alguien")),
        ("emergency_crisis_es", "Llame al 911 ahora", ("988", "No maneje", "Quédese con alguien")),
        ("crisis_es", "Llame o escriba al 988 ahora", ("911", "Quédese con alguien")),
        ("provider_es", "Llame hoy a su equipo médico: 555-0100", ("555-0199", "sala de emergencias", "911")),
    ],
)
def test_what_each_names(
    responses: dict[str, Any], name: str, first: str, parts: tuple[str, ...], channel: str
) -> None:
    text = _said(responses, f"utter_escalation_{name}", channel)
    assert text.startswith(first)
    assert all(part in text for part in parts)


@pytest.mark.parametrize("language", ["", "_es"])
@pytest.mark.parametrize("name", NAMES)
def test_no_reassurance_and_no_promise(responses: dict[str, Any], name: str, language: str) -> None:
    text = _said(responses, name + language, "web").lower()
    for words in (
        "probably",
        "nothing to worry",
        "has been told",
        "we have told",
        "will call you",
        "seguramente",
        "se ha avisado",
    ):
        assert words not in text


@pytest.mark.parametrize(("tier", "number"), [("emergency", "911"), ("crisis", "988"), ("provider", "555-0100")])
@pytest.mark.parametrize("kind", ["reminder", "reminder_later", "check"])
@pytest.mark.parametrize("language", ["", "_es"])
def test_a_reminder_names_the_number_in_one_line(
    responses: dict[str, Any], kind: str, tier: str, number: str, language: str
) -> None:
    text = _said(responses, f"utter_{kind}_{tier}{language}", "web")
    assert number in text
    assert "\n" not in text


def test_the_spanish_texts_are_marked_unreviewed() -> None:
    assert "UNREVIEWED" in (ROOT / "data" / "responses" / "escalation-es.yml").read_text(encoding="utf-8")
