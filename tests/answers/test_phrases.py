"""Responses by name and channel, filled with the clinic's numbers."""

from __future__ import annotations

import pytest

from bot.answers.phrases import Phrases
from bot.records import RedFlag, Tier
from bot.settings import Clinic

CLINIC = Clinic(
    demo=True,
    name="Test Clinic",
    day_number="555-0100",
    day_hours="8 to 5",
    after_hours_number="555-0199",
    emergency_number="911",
    crisis_number="988",
    time_zone="America/New_York",
)
RESPONSES = {
    "utter_call": [{"text": "Call {day_number}."}, {"text": "Call {day_number}", "channel": "sms"}],
    "utter_side": [{"text": "{name}: {text}"}],
    "utter_last_resort": [{"text": "Something failed. Emergency: {emergency_number}"}],
    "utter_escalation_emergency": [{"text": "Call {emergency_number} now."}],
    "utter_escalation_crisis": [{"text": "Call {crisis_number}."}],
    "utter_escalation_emergency_crisis": [{"text": "Call {emergency_number} or {crisis_number}."}],
    "utter_escalation_provider": [{"text": "Call {day_number} today."}],
}


@pytest.mark.parametrize(
    ("channel", "text"), [("web", "Call 555-0100."), ("sms", "Call 555-0100"), ("rest", "Call 555-0100.")]
)
def test_a_channels_own_text_comes_first(channel: str, text: str) -> None:
    assert Phrases(RESPONSES, CLINIC, channel).say("utter_call") == text


def test_values_win_over_the_clinics() -> None:
    said = Phrases(RESPONSES, CLINIC, "web").say("utter_side", name="OncoLink", text="Rest {a day}.")
    assert said == "OncoLink: Rest {a day}."


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        Phrases(RESPONSES, CLINIC, "web").say("utter_nothing")


def _flags(*tiers: Tier) -> list[RedFlag]:
    return [RedFlag(f"sign.{tier}", tier, "cue", "why") for tier in tiers]


@pytest.mark.parametrize(
    ("tiers", "kind", "tier", "text"),
    [
        ([], "abstain", "none", "Something failed. Emergency: 911"),
        (["provider"], "escalation", "provider", "Call 555-0100 today."),
        (["crisis", "provider"], "escalation", "crisis", "Call 988."),
        (["provider", "emergency"], "escalation", "emergency", "Call 911 now."),
        (["crisis", "emergency"], "escalation", "emergency", "Call 911 or 988."),
    ],
)
def test_the_last_resort_names_the_alarms_number(tiers: list[Tier], kind: str, tier: Tier, text: str) -> None:
    reply = Phrases(RESPONSES, CLINIC, "web").last_resort(_flags(*tiers))
    assert reply["text"] == text
    assert (reply["custom"]["kind"], reply["custom"]["tier"]) == (kind, tier)
    assert reply["custom"]["red_flags"] == [f"sign.{t}" for t in tiers]
