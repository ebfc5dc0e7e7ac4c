"""A clinic's own sheet opens the reply and has the last word; content past its review is said or withheld."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.answers.compose import Reply, Turn, compose
from bot.answers.dated import is_due, is_withheld, shown
from bot.answers.local import local_first, own_lines, rank
from bot.answers.phrases import Phrases
from bot.knowledge.drafts import MOST_NAME, sms_fits
from bot.knowledge.evidence import Decision
from bot.knowledge.library import Library, read_library
from bot.records import Figure, Hit, Passage, RedFlag, Source
from bot.redflags.alarm import Alarm
from bot.segments import sms_segments
from bot.settings import read_clinic

_ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
GRACE = 90
OWN = Source("our-clinic", "Our Clinic", "Our Clinic", "Going home", None, ("Activity",), "local")
LIFT = Passage(
    "lifting/our-clinic", "lifting", "our-clinic", "Activity", "paragraph 1",
    "Lift nothing over 10 pounds for 2 weeks.", "Nothing over 10 pounds for 2 weeks.",
    (Figure("lifting limit", 2, "week"),), (), "Ada Nurse", "2027-11-21",
)  # fmt: skip
DRIVE = replace(
    LIFT,
    id="driving/our-clinic",
    topic="driving",
    text="Do not drive for a day.",
    sms="No driving for a day.",
    figures=(),
)
ANSWER = Decision("answer", ("ask/lifting",), 0.9)
Answer = Callable[..., Reply]


@pytest.fixture(scope="module")
def public() -> Library:
    return read_library(_ROOT / "knowledge")


def _with(library: Library, *own: Passage) -> Library:
    """Return the library with a clinic's own passages after all others."""
    topics, gaps = dict(library.topics), dict(library.gaps)
    for passage in own:
        groups: dict[str, Any] = topics if passage.topic in topics else gaps
        group = groups[passage.topic]
        groups[passage.topic] = replace(group, passages=(*group.passages, passage))
    return Library({**library.sources, OWN.id: OWN}, topics, gaps)


def _all_due(library: Library, due: date) -> Library:
    topics = {
        name: replace(t, passages=tuple(replace(p, review_due=due.isoformat()) for p in t.passages))
        for name, t in library.topics.items()
    }
    return Library(library.sources, topics, library.gaps)


@pytest.fixture
def answer(responses: dict[str, Any]) -> Answer:
    clinic = read_clinic(_ROOT / "clinic.yml")

    def compose_turn(library: Library, **values: Any) -> Reply:
        turn = Turn(**{"today": TODAY, "grace_days": GRACE, "decision": ANSWER, **values})
        return compose(turn, library, Phrases(responses, clinic, turn.channel).say)

    return compose_turn


@pytest.mark.parametrize("hits", [(), (Hit("lifting/memorial-hermann", 0.9),), (Hit("lifting/our-clinic", 0.9),)])
def test_the_clinics_own_sheet_opens_the_reply(answer: Answer, public: Library, hits: tuple[Hit, ...]) -> None:
    reply = answer(_with(public, LIFT), hits=hits)
    assert reply.text.startswith("Your clinic's own sheet (Our Clinic) says: Lift nothing over 10 pounds for 2 weeks.")
    assert reply.text.index("In general, public pages say other things:") < reply.text.index("Memorial Hermann: ")
    assert reply.text.index("Memorial Hermann: ") < reply.text.index("Go by your clinic's own sheet.")
    assert reply.record.sources[0] == "our-clinic"
    assert reply.record.passages[0] == "lifting/our-clinic"
    assert {"memorial-hermann", "uk-healthcare"} <= set(reply.record.sources)
    assert (reply.record.kind, reply.record.topic) == ("answer", "lifting")


def test_no_other_limit_is_called_safer_than_the_clinics(answer: Answer, public: Library) -> None:
    text = answer(_with(public, LIFT)).text
    assert "My sources differ" not in text
    assert "safer" not in text


def test_where_nothing_differs_the_pages_are_plain_background(answer: Answer, public: Library) -> None:
    agrees = replace(LIFT, figures=(), stances=())
    assert "In general, public pages say:" in answer(_with(public, agrees)).text


def test_without_a_sheet_nothing_changes(answer: Answer, public: Library) -> None:
    before = answer(public, decision=ANSWER).text
    assert before.startswith("My sources differ.")
    assert answer(_with(public, DRIVE), decision=ANSWER).text == before  # a sheet that is silent on lifting


def test_sms_says_the_clinics_own_first(answer: Answer, public: Library) -> None:
    reply = answer(_with(public, LIFT), channel="sms")
    assert reply.text.startswith("Your clinic's own sheet (Our Clinic): Nothing over 10 pounds for 2 weeks.")
    assert sms_segments(reply.text) <= 2
    assert not reply.text.replace(" Reply MORE for the rest.", "").endswith(":")
    assert reply.record.sources[0] == "our-clinic"


def test_with_an_open_alarm_the_reminder_still_comes_first(answer: Answer, public: Library) -> None:
    reply = answer(_with(public, LIFT), channel="sms", alarm=Alarm("emergency", ("x",), "2026-11-20"))
    assert "911" in reply.text
    assert "Nothing over 10 pounds" in reply.text
    assert reply.text.index("911") < reply.text.index("Your clinic's own sheet")


def test_a_providers_sign_still_comes_before_the_sheet(answer: Answer, public: Library) -> None:
    reply = answer(_with(public, LIFT), flags=(RedFlag("x", "provider", "cue", "rule"),), asks=True)
    assert reply.record.kind == "escalation"
    assert reply.text.index("555-0100") < reply.text.index("Your clinic's own sheet (Our Clinic) says:")


def test_a_sheet_fills_a_gap_of_the_public_pages(answer: Answer, public: Library) -> None:
    asked = Decision("not_covered", ("gap/driving",), 0.8)
    assert "My sources do not say" in answer(public, decision=asked).text
    reply = answer(_with(public, DRIVE), decision=asked)
    assert reply.text.startswith("Your clinic's own sheet (Our Clinic) says: Do not drive for a day.")
    assert "In general" not in reply.text
    assert (reply.record.kind, reply.record.topic, reply.record.sources) == ("answer", "driving", ("our-clinic",))


@pytest.mark.parametrize("label", ["who_says_so", "tell_me_more"])
def test_asked_after_the_sheet_stays_first(answer: Answer, public: Library, label: str) -> None:
    reply = answer(_with(public, LIFT), decision=Decision("say", (label,)), last_topic="lifting")
    assert reply.record.sources[0] == "our-clinic"
    assert "own hospital" not in reply.text
    assert reply.text.index("Our Clinic") < reply.text.index("UK HealthCare")


def test_the_background_is_not_announced_where_no_page_follows(public: Library) -> None:
    ranked = rank(_with(public, LIFT).topics["lifting"], [], _with(public, LIFT))
    lines = own_lines(ranked, _with(public, LIFT), lambda response, **_: response, sms=False, background=False)
    assert lines == ["utter_local"]


def test_the_nearest_of_the_sheets_passages_leads(public: Library) -> None:
    other = replace(LIFT, id="lifting/our-clinic.2", text="Lift with your legs.")
    library = _with(public, LIFT, other)
    hits = [Hit(other.id, 0.9), Hit(LIFT.id, 0.5)]
    assert rank(library.topics["lifting"], hits, library).own == (other, LIFT)
    assert local_first(library.topics["lifting"].passages, library)[:2] == (LIFT, other)


@pytest.mark.parametrize(
    ("days_late", "due", "withheld"),
    [(-1, False, False), (0, False, False), (1, True, False), (90, True, False), (91, True, True)],
)
def test_when_content_is_late(days_late: int, due: bool, withheld: bool) -> None:
    passage = replace(LIFT, review_due=(TODAY - timedelta(days=days_late)).isoformat())
    assert (is_due(passage, TODAY), is_withheld(passage, TODAY, GRACE)) == (due, withheld)
    assert not is_withheld(passage, None, GRACE)  # a turn without a date withholds nothing


@pytest.mark.parametrize(("channel", "notice"), [("web", "past its date for review"), ("sms", "Past its review date")])
def test_late_content_is_answered_with_one_notice(answer: Answer, public: Library, channel: str, notice: str) -> None:
    late = _all_due(public, TODAY - timedelta(days=90))
    reply = answer(late, channel=channel)
    assert reply.text.count(notice) == 1
    assert reply.record.kind == "answer"
    assert notice not in answer(_all_due(public, TODAY), channel=channel).text


@pytest.mark.parametrize("days_late", [1, 90])
def test_every_late_topic_still_fits_two_sms(answer: Answer, public: Library, days_late: int) -> None:
    late = _all_due(public, TODAY - timedelta(days=days_late))
    for topic in late.topics.values():
        reply = answer(late, decision=Decision("answer", (f"ask/{topic.id}",), 0.9), channel="sms")
        assert sms_segments(reply.text) <= 2, topic.id
        assert any(passage.sms in reply.text for passage in topic.passages), topic.id
        assert "Past its review date" in reply.text, topic.id


@pytest.mark.parametrize("channel", ["web", "sms"])
def test_what_is_later_still_is_withheld_with_the_clinics_number(answer: Answer, public: Library, channel: str) -> None:
    late = _all_due(public, TODAY - timedelta(days=91))
    reply = answer(late, channel=channel)
    assert "is being checked" in reply.text
    assert "555-0100" in reply.text
    assert (reply.record.kind, reply.record.topic, reply.record.passages) == ("abstain", "lifting", ())
    for label in ("who_says_so", "tell_me_more"):
        again = answer(late, channel=channel, decision=Decision("say", (label,)), last_topic="lifting")
        assert "is being checked" in again.text


def test_only_what_is_late_is_withheld(answer: Answer, public: Library) -> None:
    topic = public.topics["lifting"]
    gone = replace(topic.passages[0], review_due="2020-01-01")
    mixed = replace(topic, passages=(gone, *topic.passages[1:]))
    assert [p.id for p in shown(mixed, TODAY, GRACE).passages] == [p.id for p in topic.passages[1:]]
    reply = answer(Library(public.sources, {**public.topics, "lifting": mixed}, public.gaps))
    assert gone.id not in reply.record.passages
    assert gone.text not in reply.text


@pytest.mark.parametrize("channel", ["web", "sms"])
def test_a_withheld_sheet_is_said_to_be_left_out(answer: Answer, public: Library, channel: str) -> None:
    late = replace(LIFT, review_due=(TODAY - timedelta(days=91)).isoformat())
    reply = answer(_with(public, late), channel=channel)
    assert reply.text.startswith("Your clinic's own sheet on this is being checked")
    assert "our-clinic" not in reply.record.sources
    assert "10 pounds" not in reply.text


def test_the_turns_own_date_decides(answer: Answer, public: Library) -> None:
    library = _with(public, replace(LIFT, review_due="2026-11-20"))
    texts = [answer(library, today=date(2026, 11, day)).text for day in (20, 21)]
    assert ["past its date" in text for text in texts] == [False, True]
    assert "past its date" not in answer(library, today=None).text


def test_the_longest_sms_of_a_sheet_fits_beside_the_longest_name(answer: Answer, public: Library) -> None:
    text = next(t for n in range(400, 0, -1) if sms_fits(t := "x" * n))
    late = replace(LIFT, sms=text, review_due=(TODAY - timedelta(days=1)).isoformat())
    library = _with(public, late)
    named = Library({**library.sources, OWN.id: replace(OWN, name="N" * MOST_NAME)}, library.topics, library.gaps)
    reply = answer(named, channel="sms")
    assert sms_segments(reply.text) <= 2
    assert text in reply.text
    assert reply.text.endswith("Past its review date: check it with 555-0100. Reply MORE for the rest.")
