"""An earlier sign told of again without its name, while its alarm is open or after it has ended."""

from __future__ import annotations

import pytest

from bot.redflags.detector import THERE_AGAIN, Detector, Earlier
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
    "exactly like last time",
    "I spoke too soon, it's back",
    "it keeps happening",
    "comes and goes still",
    "back again like yesterday",
    "ER doc said it was gas. It came back tonight.",
    "the pain is back",
    "the pain came back",
    "the pain has returned",
    "its back",
    "ITS BACK",
    "Its back!!",
    "the tightness is back",
    "the weakness is back",
    "the awful pressure is back",
    "that thing is back",
    "the issue is back",
    "the episodes are back",
    "came back",
    "keeps coming back",
    "back again",
    "still there",
    "another one",
    "another attack",
    "I just had another",
    "acting up again",
    "it went away but came back",
    "it went away then came back",
    "it keeps on coming back",
    "it did come back",
    "it started back",
    "it recurred",
    "it didn't go away",
    "it didn't stop",
    "it won't go away",
    "it's not going away",
    "it isn't better",
    "it's no better",
    "it's worse",
    "its worse now",
    "it's a lot worse now",
    "it's really bad again",
    "it still hasn't gone",
    "he's bad again",
    "she's worse",
    "mom is worse again",
    "I feel it again",
    "I still have it",
    "same pain again",
    "feels like it did before",
    "the same thing is happening",
    "No it's back",
    "no its still there",
    "volvió",
    "ha vuelto",
    "regresó el dolor",
    "otra vez",
    "sigo igual",
    "está peor",
    "no se me quita",
    "lo mismo otra vez",
    "ya volvió",
    "ya regresó",
    "I went to the ER, they sent me home and it came back",
    "the paramedics came and left and now it is back",
    "the ambulance came, they checked me and left, it's back",
    "I went to the ER yesterday and they said fine but it's back",
    "what do I do, it came back",
    "when I lay down it came back",
    "help it came back",
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
    "thanks, everything is back to normal",
    "it's not as bad as before",
    "not as bad as before, thanks",
    "nowhere near as bad as before",
    "I'm back to how I was before the fracture",
    "I can walk just like before!",
    "everything came back normal",
    "everything came back fine",
    "the feeling has come back to my foot, thank goodness",
    "le regresó el apetito",
    "todo volvió a la normalidad",
    "what if it's back",
    "does it come back",
    "when does it come back",
    "how can I tell it's back",
    "signs that it's back",
    "how do I stop it happening again",
    "he told me to call if it comes back",
    "so if it comes back I call 911",
    "¿y si me vuelve a pasar?",
    "it's back pain",
    "that is back pain from the fall",
    "it's back surgery I had",
    "they came back and said all is well",
    "they are coming back on Friday to check me",
    "they returned my call",
    "they're back from holiday",
    "my physical therapy started up again",
    "the rain started again",
    "the bandage came off again",
    "the heating came on again",
    "the soreness comes and goes",
    "my appetite comes and goes",
    "the nurse comes and goes",
    "the glue, it's still there, can I pick it",
    "is it still going on Tuesday",
    "it has not stopped raining",
    "they keep coming with the bills",
    "they did it again at another level",
    "are they doing it again in May",
    "can I have another one tonight",
    "I have another one for you",
    "I'm having another one done in May",
    "so same as before with the ibuprofen?",
    "is the brace the same as before",
    "same again",
    "I'll have the same again",
    "got it again, thanks",
    "here we go again with the insurance",
    "there it is again on the form",
    "la cita sigue igual",
    "¿me pasa otra vez el número?",
    "me regresó la llamada",
    "eso me vuelve loca",
    "otra vez lo mismo, no entiendo la respuesta",
    "it did not come back",
    "it never came back",
    "is it back to normal",
    "do I have to come back",
    "when do I come back for the check",
    "I will come back to you",
    "is it worse to wait",
    "would it be worse without the brace",
    "is it better to lie flat",
    "does it get worse before it gets better",
    "it's a bad time to have it done",
    "is the pain worse the first night?",
    "how bad is it",
    "it's not so bad",
    "can I have it again",
    "is that bad",
    "I have it on Thursday",
    "she has it next week",
    "I have it here in front of me",
    "we have that covered",
    "I feel that it went well",
    "is it still sore after a week, usually?",
    "should it still hurt",
    "can it still leak",
    "it is still the same doctor?",
]


def found(detector: RuleDetector, text: str, *alarmed: str) -> dict[str, str]:
    """Return the tier of each sign found by rule after an alarm about some signs."""
    earlier = Earlier("thank you", alarmed=alarmed)
    return {flag.id: flag.tier for flag in Detector(detector).detect(text, "", Views([]), earlier).flags}


@pytest.mark.parametrize("text", TOLD)
def test_an_earlier_sign_is_there_again(detector: RuleDetector, text: str) -> None:
    assert CHEST in found(detector, spell_out(clean(text)), CHEST)


@pytest.mark.parametrize("text", NOT_TOLD)
def test_nothing_came_back(detector: RuleDetector, text: str) -> None:
    assert detector.came_back(spell_out(clean(text))) is None


def test_nothing_comes_back_where_there_was_no_alarm(detector: RuleDetector) -> None:
    assert found(detector, "it came back") == {}


def test_all_signs_of_the_alarm_come_back_and_the_tier_with_them(detector: RuleDetector) -> None:
    assert found(detector, "it came back", FEVER, CHEST, "no.longer-known") == {FEVER: "provider", CHEST: "emergency"}


def test_a_lesser_sign_beside_it_hides_nothing(detector: RuleDetector) -> None:
    assert set(found(detector, "it came back and I have a fever", CHEST).values()) == {"provider", "emergency"}


def test_a_sign_that_is_named_again_says_so_too(detector: RuleDetector) -> None:
    earlier = Earlier("thanks", alarmed=(CHEST,))
    text = "I went to the ER, they sent me home and it came back, the chest pain"
    (flag,) = Detector(detector).detect(text, "", Views([]), earlier).flags
    assert flag.id == CHEST and flag.why.startswith("rule: ") and THERE_AGAIN in flag.why


def test_a_slip_is_read_mended(detector: RuleDetector) -> None:
    earlier = Earlier("thanks", alarmed=(CHEST,))
    (flag,) = Detector(detector).detect("it caem back", "it came back", Views([]), earlier).flags
    assert (flag.id, flag.why) == (CHEST, THERE_AGAIN)


@pytest.mark.parametrize(
    "text",
    [
        "I do not know if this is chest pain again",
        "doctor my chest pain same as last time",
        "it is chest pain back with the sweats",
        "he cannot stand being weak on his legs",
        "dad cannot stand, lying on the kitchen floor",
    ],
)
def test_what_speaks_against_coming_back_voids_no_other_sign(detector: RuleDetector, text: str) -> None:
    assert "emergency" in {flag.tier for flag in detector.detect(text)}
