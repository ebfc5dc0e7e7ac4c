"""A sign among harmless sentences stays the same sign, in the same words."""

from __future__ import annotations

from bot.redflags.wrapped import Wrapped, wrapped

TOLD = [
    ("my legs went numb", "neuro.leg-weakness"),
    ("the cat fell off the roof", "none.other-subject"),
    ("no fever", "none.denied"),
    ("don't go to any trouble", "none.reassurance"),
]
ASKED = [("when can I shower", "ask/bathing"), ("may I drive?", "gap/driving"), ("good morning", "chat/greet")]


def _made(seed: int = 0, told: list[tuple[str, str]] = TOLD * 8) -> list[Wrapped]:
    return wrapped(told, ASKED, seed=seed)


def test_every_message_is_wrapped_and_keeps_its_sign_and_words():
    for (text, sign), made in zip(TOLD * 8, _made(), strict=True):
        assert made.sign == sign
        assert text in made.text and len(made.text) > len(text)


def test_the_question_beside_it_gives_the_intent():
    for made in _made():
        asked = [intent for text, intent in ASKED[:2] if text.rstrip("?") in made.text]
        assert asked == ([made.intent] if made.intent else [])


def test_both_are_sentences():
    texts = {made.text for made in _made(told=TOLD * 40) if made.sign == "neuro.leg-weakness"}
    assert "my legs went numb. when can I shower" in texts
    assert "when can I shower? my legs went numb" in texts


def test_the_same_seed_gives_the_same():
    assert _made(3) == _made(3) != _made(4)


def test_a_denial_of_the_sign_itself_is_not_put_beside_it():
    told = [("the fever is back", "infection.fever")] * 40 + TOLD
    texts = [made.text for made in wrapped(told, ASKED) if made.sign == "infection.fever"]
    assert not [text for text in texts if "no fever" in text]


def test_long_messages_stay_as_they_are():
    made = wrapped([("numb " * 60, "neuro.leg-weakness"), *TOLD[1:]], ASKED)
    assert "neuro.leg-weakness" not in {one.sign for one in made}


def test_nothing_harmless_nothing_made():
    assert wrapped(TOLD[:1], []) == []
