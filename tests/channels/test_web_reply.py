"""A turn's messages as the web channel sends them, from the project's own texts and pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.channels.web_reply import ReplyWriter
from bot.knowledge.library import Library, read_library
from bot.knowledge.published import publish
from bot.records import TIERS
from bot.redflags.help_reached import HelpReader
from bot.redflags.help_words import read_help
from bot.settings import read_clinic

_ROOT = Path(__file__).parents[2]
RECORD: dict[str, Any] = {
    "kind": "answer", "tier": "none", "topic": "lifting", "sources": [], "passages": [], "red_flags": [],
    "model": "m", "knowledge": "unknown",
}  # fmt: skip
SINCE = "2026-11-20T10:00:00+00:00"


@pytest.fixture(scope="module")
def writer() -> ReplyWriter:
    return ReplyWriter(read_clinic(_ROOT / "clinic.yml"))


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(_ROOT / "knowledge")


@pytest.fixture(scope="module")
def reader() -> HelpReader:
    return HelpReader(read_help(_ROOT / "knowledge"))


def _write(
    writer: ReplyWriter, *, said: str = "x", before: Any = None, **changed: Any
) -> tuple[dict[str, Any], list[str]]:
    details = {"lang": "en", "alarm": None, "sides": [], **changed.pop("details", {})}
    buttons = changed.pop("buttons", [])
    items = [{"text": "one"}, {"text": "two", "buttons": buttons}, {"custom": {**RECORD, **changed}}]
    return writer.write("r-1", items, details, said=said, before=before)


def _titles(reply: dict[str, Any]) -> list[str]:
    return [choice["title"] for choice in reply["choices"]]


def test_the_text_is_whole_and_choices_have_ids_of_their_reply(writer: ReplyWriter) -> None:
    reply, words = _write(writer)
    assert reply["text"] == "one\n\ntwo"
    assert reply["record"] == RECORD
    assert [choice["id"] for choice in reply["choices"]] == ["r-1.0", "r-1.1"]
    assert len(words) == 2


@pytest.mark.parametrize("tier", [tier for tier in TIERS if tier != "none"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_an_alarm_offers_does_end_it(writer: ReplyWriter, reader: HelpReader, tier: str, language: str) -> None:
    alarm = {"tier": tier, "since": SINCE, "signs": ["x"]}
    reply, words = _write(writer, kind="escalation", topic=None, details={"lang": language, "alarm": alarm})
    assert len(words) == 1
    assert reader.read(words[0], said=reply["text"]).ends(tier)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tier", "signs", "calls"),
    [
        ("emergency", ["neuro.leg-weakness"], [("tel", "911")]),
        ("emergency", ["medicine.too-much", "crisis.plan-or-means"], [("tel", "911"), ("tel", "988"), ("sms", "988")]),
        ("crisis", ["crisis.goodbye"], [("tel", "988"), ("sms", "988"), ("tel", "911")]),
        ("provider", ["infection.fever"], [("tel", "555-0100"), ("tel", "555-0199"), ("tel", "911")]),
    ],
)
def test_the_card_names_whom_to_call(writer: ReplyWriter, tier: str, signs: list[str], calls: list[Any]) -> None:
    card = writer.alarm({"tier": tier, "since": SINCE, "signs": signs})
    assert card is not None
    assert [(call["kind"], call["number"]) for call in card["call"]] == calls
    assert all(call["number"] in call["label"] for call in card["call"])
    assert (card["tier"], card["since"], card["open"]) == (tier, SINCE, True)


def test_no_alarm_no_card(writer: ReplyWriter) -> None:
    assert writer.alarm(None) is None
    assert _write(writer, before={"tier": "provider"})[0]["alarm"] is None  # it ended


@pytest.mark.parametrize(
    ("kind", "topic", "buttons", "titles"),
    [
        ("answer", "lifting", [], ["Tell me more", "Who says so?"]),
        ("answer", None, [], []),
        ("abstain", None, [], ["Talk to a person"]),
        ("smalltalk", None, [], []),
        ("clarify", None, [{"title": "Lifting?", "payload": "May I lift?"}], ["Lifting?"]),
        ("escalation", None, [{"title": "Lifting?", "payload": "May I lift?"}], []),
    ],
)
def test_what_is_offered_after_each_kind(
    writer: ReplyWriter, kind: str, topic: str | None, buttons: list[Any], titles: list[str]
) -> None:
    assert _titles(_write(writer, kind=kind, topic=topic, buttons=buttons)[0]) == titles


def test_what_was_just_said_is_not_offered(writer: ReplyWriter) -> None:
    assert _titles(_write(writer, said="Tell me more")[0]) == ["Who says so?"]


def test_in_spanish_only_what_is_understood_in_it_is_offered(writer: ReplyWriter) -> None:
    assert _titles(_write(writer, kind="abstain", details={"lang": "es"})[0]) == []


def test_sources_are_the_records_pages_each_heading_once(writer: ReplyWriter, library: Library) -> None:
    topic = next(topic for topic in library.topics.values() if len({p.source for p in topic.passages}) > 1)
    names = [passage.id for passage in topic.passages]
    reply, _ = _write(writer, passages=[*names, names[0], "not/known"], knowledge=publish(library))
    places = [(source["publisher"], source["heading"]) for source in reply["sources"]]
    pages = [(library.sources[p.source].publisher, p.heading.strip("()")) for p in topic.passages]
    assert places == list(dict.fromkeys(pages))
    assert {source["local"] for source in reply["sources"]} == {False}
    assert all(source["title"] and "dated" in source for source in reply["sources"])


def test_sides_come_as_they_are(writer: ReplyWriter) -> None:
    sides = [{"source": "A", "text": "a day"}, {"source": "B", "text": "a week"}]
    reply, _ = _write(writer, details={"sides": sides, "opening": "They differ.", "closing": "Take care."})
    assert (reply["sides"], reply["opening"], reply["closing"]) == (sides, "They differ.", "Take care.")


def _failed(writer: ReplyWriter, said: str, before: Any, **record: Any) -> dict[str, Any]:
    items = [{"text": "Sorry"}, {"custom": {**RECORD, "kind": "abstain", "topic": None, **record}}]
    return writer.write("r-1", items, None, said=said, before=before)[0]


def test_a_turn_that_failed_keeps_the_alarm_before_it_or_opens_its_own(writer: ReplyWriter) -> None:
    card = {"tier": "provider", "since": SINCE, "open": True, "call": []}
    assert _failed(writer, "hello", card)["alarm"] == card
    assert _failed(writer, "hello", None)["alarm"] is None
    own = _failed(writer, "x", None, kind="escalation", tier="emergency", red_flags=["neuro.leg-weakness"])
    assert own["alarm"]["tier"] == "emergency"
    assert _failed(writer, "me duele mucho la espalda", None)["lang"] == "es"
