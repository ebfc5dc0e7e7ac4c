"""An earlier sign told of again without its name, after its alarm has ended."""

from __future__ import annotations

import pytest

from bot.redflags.detector import Detector, Earlier
from bot.redflags.learned import Views
from bot.redflags.rules import RuleDetector
from bot.text import clean, spell_out

CHEST, FEVER = "heart.chest-pain", "infection.fever"
TOLD = [
    "it came back",
    "it's back",
    "its back again",
    "Now it has come back, worse this time",
    "they sent me home and it's started again",
    "it is happening again",
    "same thing again",
    "they let me out and I had another one in the car",
    "it's just as bad as before",
    "it hasn't gone away",
    "the feeling's come back",
    "Paramedics left an hour ago and that's it back again",
    "well they said it was nothing but here it comes again",
    "he's having another spell",
    "The symptoms returned this morning.",
    "it never really stopped",
    "Everything came back when I lay down",
    "and it's still there",
    "Oh no. It's doing it again",
    "its coming back",
    "started up again",
    "me volvió",
    "Otra vez lo mismo",
    "volvió a pasar",
    "it is worse now",
    "still happening",
    "she's got it again",
    "exactly like last time",
    "I spoke too soon, it's back",
    "it keeps happening",
    "comes and goes still",
    "I'm back to how I was before",
    "here we go again with it",
    "back again like yesterday",
    "ER doc said it was gas. It came back tonight.",
    "they're back",
]
NOT_TOLD = [
    "thank you, he is home now",
    "I'm back home",
    "I'm back with another question",
    "they came back with the results and all clear",
    "it came back negative",
    "what if it comes back?",
    "will it come back?",
    "if it comes back who do I call",
    "it hasn't come back",
    "it has not come back, thank God",
    "Can it happen again?",
    "the nurse came back and took my blood pressure",
    "when can I go back to work",
    "is it safe to lift again",
    "can you tell me that again",
    "my back is fine",
    "the scan came back clear",
    "I want to hear it again",
    "everything is fine now",
    "it went away and stayed away",
    "no more spells since",
    "it's better now",
    "it is all gone",
    "could it start up again",
    "How will I know if it's back",
    "he is back at the house and resting",
    "I had another question",
    "another one: can I shower",
    "so when does she get back in the tub",
    "when can I start driving again",
    "we got back from the ER and he's fine",
    "it is getting better",
    "I got it back from the lab, normal",
    "say it again please",
    "is it normal to feel tired after",
    "it's the same surgeon",
    "can I start walking again",
    "has it got to be that bad",
    "How do I stop it from coming back?",
    "the same question again sorry",
    "and the diet, is that the same as before",
]


@pytest.mark.parametrize("text", TOLD)
def test_an_earlier_sign_is_there_again(detector: RuleDetector, text: str) -> None:
    found = Detector(detector).detect(spell_out(clean(text)), "", Views([]), Earlier("thank you", ended=(CHEST,)))
    assert CHEST in {flag.id for flag in found.flags}


@pytest.mark.parametrize("text", NOT_TOLD)
def test_nothing_came_back(detector: RuleDetector, text: str) -> None:
    assert detector.came_back(spell_out(clean(text))) is None


def test_nothing_comes_back_where_no_alarm_has_ended(detector: RuleDetector) -> None:
    assert Detector(detector).detect("it came back", "", Views([]), Earlier("thank you")).flags == ()


def test_all_signs_of_the_alarm_come_back_and_the_tier_with_them(detector: RuleDetector) -> None:
    ended = (FEVER, CHEST, "no.longer-known")
    found = Detector(detector).detect("it came back", "", Views([]), Earlier("thanks", ended=ended)).flags
    assert [(flag.id, flag.tier) for flag in found] == [(FEVER, "provider"), (CHEST, "emergency")]


def test_a_lesser_sign_beside_it_hides_nothing(detector: RuleDetector) -> None:
    found = Detector(detector).detect("it came back and I have a fever", "", Views([]), Earlier("ok", ended=(CHEST,)))
    assert {flag.tier for flag in found.flags} == {"provider", "emergency"}
