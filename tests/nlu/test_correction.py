"""A slip put right in the next message, as people do on a phone."""

from __future__ import annotations

import pytest

from bot.nlu.correction import corrected


@pytest.mark.parametrize(
    ("before", "text", "meant"),
    [
        ("is pool softener ok for my dad", "STOOL not pool lol darn autocorrect", "is STOOL softener ok for my dad"),
        ("is pool softener ok for my dad", "*stool", "is stool softener ok for my dad"),
        ("is pool softener ok for my dad", "stool*", "is stool softener ok for my dad"),
        ("when can she lift normal again", "*live normal. bloody autocorrect", "when can she live normal again"),
        ("when can I show her", "I meant shower her", "when can I shower her"),
        ("can dad work Monday", "the phone changed it, I say WALK not work", "can dad WALK Monday"),
        (
            "can I lift in the big chair now",
            "talk to text, I said sit in the big chair not lift in it",
            "can I sit in the big chair now",
        ),
        (
            "When can my dad bake after the back cement",
            "Bathe. Sorry, talk to text",
            "When can my dad Bathe after the back cement",
        ),
        (
            "when I can swim after",
            "sorry, phone is changing my words. not swim, I wanted SHOWER",
            "when I can SHOWER after",
        ),
        ("can he bake Tuesday", "sorry, I meant bathe, not bake", "can he bathe Tuesday"),
        (
            "how long is the lying down on my back part",
            "sitting up, not lying down",
            "how long is the sitting up on my back part",
        ),
    ],
)
def test_a_slip_is_put_right(before: str, text: str, meant: str) -> None:
    assert corrected(before, text) == meant


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("", "*stool"),
        ("when can I lift", "why not?"),
        ("when can I lift", "I'd rather not say"),  # what is not said stands in no message
        ("when can I lift", "and the stairs, not today"),
        ("when can I lift", "*anaesthetist"),  # like none of the words
        ("is it the left side", "is it the right side, not left?"),  # a question of its own
        ("can I drive", "I mean it is only round the corner to my sister's and she is 84, not driving is hard"),
        ("can I drive", "not yet"),
        ("can I drive", "Sorry, not well today, it is a bad day."),
        ("how long in recovery", "not long, it is fine"),
        ("can I drive", "ok thanks"),
    ],
)
def test_anything_else_is_left_alone(before: str, text: str) -> None:
    assert corrected(before, text) == ""
