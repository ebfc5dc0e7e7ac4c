"""Messages that say too little to stand alone lean on the last topic; any other does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.ellipsis import asks_which_day, asks_who_says_so, leans_on_last_topic, returns_to_previous


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


@pytest.mark.parametrize(
    "text",
    [
        "says who?",
        "six weeks according to who",
        "which page said that",
        "is that from my hospital?",
        "is that our clinic's rule",
        "who say this, your company or the doctor of hospital",
    ],
)
def test_asks_who_says_so(text: str):
    assert asks_who_says_so(text)


@pytest.mark.parametrize(
    "text", ["who does it?", "who said it would hurt", "is that normal", "which doctor does that", "when can I lift"]
)
def test_does_not_ask_who_says_so(text: str):
    assert not asks_who_says_so(text)


@pytest.mark.parametrize(
    "text",
    [
        "so it's two days, right?",
        "just 6 weeks then",
        "like how long we talkin",
        "well roughly? ballpark",
        "so which of the two pages should I go by?",
    ],
)
def test_a_time_alone_and_filler_lean_on_the_last_topic(text: str):
    assert leans_on_last_topic(text)


@pytest.mark.parametrize(
    "text", ["so how long until I can lift?", "how long is the drive home", "two days ago I had it"]
)
def test_what_names_its_own_subject_does_not_lean(text: str):
    assert not leans_on_last_topic(text)


@pytest.mark.parametrize(
    "text",
    [
        "what day am I on now",
        "By your count what day does that make today?",
        "how many days out does that make me",
        "how far along is he then",
        "which day is it today for mom",
        "So what day does that put me at? My wife says five and I say four, and she keeps the calendar",
        "its what day now",
        "today is her day 2 or 3? my aunt and me we are fighting",
        "am I on day 4 or 5",
    ],
)
def test_asks_which_day(text: str) -> None:
    assert asks_which_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "how many days am I to rest",
        "which day am I to come back",
        "what day is the visit",
        "how many days is that",
        "how far can I walk",
        "what day am I " * 200,
    ],
)
def test_does_not_ask_which_day(text: str) -> None:
    assert not asks_which_day(text)


def test_the_other_problem_is_the_one_before() -> None:
    assert returns_to_previous("ok, going back to the other problem, do I take the Walgreens stuff")
    assert not returns_to_previous("back to the lifting")
