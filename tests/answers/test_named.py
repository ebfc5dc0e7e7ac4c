"""A page that is named is heard first; "who says so?" names heading and date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answers.compose import compose
from bot.answers.named import pages_asked
from bot.answers.phrases import Phrases
from bot.answers.turn import Reply, Turn
from bot.knowledge.evidence import Decision
from bot.knowledge.library import Library, read_library
from bot.segments import sms_segments
from bot.settings import read_clinic

_ROOT = Path(__file__).parents[2]
Answer = Callable[..., Reply]


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(_ROOT / "knowledge")


@pytest.fixture
def answer(library: Library, responses: dict[str, Any]) -> Answer:
    def compose_turn(topic: str, text: str, **values: Any) -> Reply:
        turn = Turn(decision=Decision("answer", (f"ask/{topic}",), 0.9), text=text, **values)
        return compose(turn, library, Phrases(responses, read_clinic(_ROOT / "clinic.yml"), turn.channel).say)

    return compose_turn


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("what does OncoLink say about showers", ["oncolink"]),
        ("n what does memorial herman say bout the brace thing", ["memorial-hermann"]),
        ("I have read the UK Health Care page and it is silent on ice, is that right?", ["uk-healthcare"]),
        ("and onco link?", ["oncolink"]),
        ("where'd you get all that, and how old's the OncoLink one", ["oncolink"]),
        ("I had it at Memorial Hermann, when can I shower?", []),
        ("Dr. Hermann told me I could shower, could I", []),
        ("my surgeon at UK HealthCare told me no lifting at all", []),
        ("is lifting bad for spine health", []),
        ("the spine clinic told me to ask you", []),
        ("", []),
    ],
)
def test_pages_are_known_by_name(text: str, pages: list[str], library: Library) -> None:
    assert [source.id for source in pages_asked(text, library)] == pages


@pytest.mark.parametrize("page", ["oncolink", "memorial-hermann", "spine-health"])
def test_the_page_that_is_named_leads(page: str, answer: Answer, library: Library) -> None:
    name = library.sources[page].name
    assert answer("about-sources", f"how old is the {name} one").text.startswith(f"{name}: ")


@pytest.mark.parametrize("channel", ["web", "sms"])
def test_a_page_that_is_silent_is_said_to_be(channel: str, answer: Answer) -> None:
    reply = answer("bathing", "and what does Memorial Hermann say on showers", channel=channel)
    assert reply.text.startswith("Memorial Hermann says nothing on this.") and "OncoLink" in reply.text
    assert "says nothing" not in answer("bathing", "I had it at Memorial Hermann. When may I shower?").text


def test_a_page_that_is_withheld_is_not_said_to_be_silent(answer: Answer) -> None:
    late = date(2030, 1, 1)
    assert "says nothing" not in answer("lifting", "what does UK HealthCare say on lifting", today=late).text


def test_both_sides_stay_where_a_page_is_named(answer: Answer) -> None:
    reply = answer("lifting", "what does UK HealthCare say on lifting")
    assert reply.text.startswith("My sources differ.") and "Memorial Hermann: " in reply.text


def test_who_says_so_tells_heading_and_date(library: Library, responses: dict[str, Any]) -> None:
    clinic = read_clinic(_ROOT / "clinic.yml")
    said = Decision("say", ("who_says_so",), 0.9)
    for topic in library.topics.values():
        undated = any(library.sources[p.source].dated is None for p in topic.passages)
        for channel in ("web", "sms"):
            turn = Turn(decision=said, last_topic=topic.id, channel=channel)
            text = compose(turn, library, Phrases(responses, clinic, channel).say).text
            assert ("; dated July 14, 2025)" in text) == any(p.source == "oncolink" for p in topic.passages)
            assert ("; no date)" in text) == (undated and channel == "web")
            assert channel == "web" or sms_segments(text) <= 2, topic.id
