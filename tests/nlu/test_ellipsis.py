"""Messages that say too little to stand alone lean on the last topic; any other does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.ellipsis import leans_on_last_topic


@pytest.mark.parametrize(
    "text",
    [
        "how long?",
        "How long",
        "and how much?",
        "ok but why?",
        "why not",
        "for how long?",
        "until when??",
        "So how soon?",
        "what does that mean?",
        "is that normal",
        "what about my mom?",
        "same for my husband",
        "says who?",
        "how long is it?",
        "what if i don't",
        "are you sure?",
        "  really?!  ",
    ],
)
def test_leans(text: str) -> None:
    assert leans_on_last_topic(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "and showering?",
        "how long until I can lift?",
        "how long does the cement take to harden",
        "why does my back hurt",
        "when can I drive?",
        "what about driving?",
        "how much Tylenol",
        "is that normal? my leg is numb",
        "why\nmy chest hurts",
        "what if i fall",
        "yes",
        "thanks",
    ],
)
def test_stands_alone(text: str) -> None:
    assert not leans_on_last_topic(text)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert leans_on_last_topic(text) in {True, False}
