"""The reply of a turn, from ids and the project's own texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import cite, from_topic
from bot.answers.compose import compose
from bot.answers.phrases import Phrases
from bot.answers.turn import Reply, Turn
from bot.knowledge.evidence import ASKS_WHOM, FOLLOW_UP, Decision
from bot.knowledge.library import Library, read_library
from bot.records import Hit, RedFlag, Tier
from bot.redflags.alarm import Alarm
from bot.segments import sms_segments
from bot.settings import Clinic, read_clinic

_ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
LIFTING = Decision("answer", ("ask/lifting",), 0.9, "enough evidence")
Answer = Callable[..., Reply]


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(_ROOT / "knowledge")


@pytest.fixture
def answer(library: Library, responses: dict[str, Any]) -> Answer:
    clinic: Clinic = read_clinic(_ROOT / "clinic.yml")

    def compose_turn(**values: Any) -> Reply:
        turn = Turn(**{"today": TODAY, "model": "m1", **values})
        return compose(turn, library, Phrases(responses, clinic, turn.channel).say)

    return compose_turn


def _flag(tier: Tier) -> RedFlag:
    return RedFlag(f"sign.{tier}", tier, "cue", "rule")


def test_an_answer_names_both_sides_the_cautious_first(answer: Answer, library: Library) -> None:
    reply = answer(decision=LIFTING, hits=(Hit("lifting/uk-healthcare", 0.9), Hit("lifting/memorial-hermann", 0.8)))
    assert reply.text.startswith("My sources differ.\nMemorial Hermann: ")
    assert reply.text.index("Memorial Hermann: ") < reply.text.index("UK HealthCare: ")
    assert "Sources: Memorial Hermann (Recovery and Physical Therapy), " in reply.text
    record = reply.record
    assert (record.kind, record.tier, record.topic, record.model) == ("answer", "none", "lifting", "m1")
    assert record.knowledge == library.digest
    assert record.passages[0] == "lifting/memorial-hermann"
    assert len(record.sources) == len(set(record.sources))


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 11, 18), "You are on day 3 after the procedure."),
        (date(2026, 11, 21), "You are on day 0 after the procedure."),
        (date(2026, 12, 1), "The procedure is still 10 days away. This will be for after it."),
        (None, None),
    ],
)
def test_the_day_comes_first_where_it_is_known(answer: Answer, day: date | None, line: str | None) -> None:
    text = answer(decision=LIFTING, procedure_date=day).text
    assert text.startswith(line) if line else "day 3 after" not in text


def test_no_day_where_the_answer_has_no_time_in_it(answer: Answer) -> None:
    bathing = Decision("answer", ("ask/bathing",), 0.9)
    assert "You are on day" not in answer(decision=bathing, procedure_date=date(2026, 11, 18)).text


@pytest.mark.parametrize("alarm", [None, Alarm("emergency", ("x",), "2026-11-20")])
@pytest.mark.parametrize("day", [None, date(2026, 11, 18)])
def test_every_topic_fits_two_sms_and_says_what_a_page_says(
    answer: Answer, library: Library, day: date | None, alarm: Alarm | None
) -> None:
    for topic in library.topics.values():
        decision = Decision("answer", (f"ask/{topic.id}",), 0.9)
        reply = answer(decision=decision, channel="sms", procedure_date=day, alarm=alarm)
        assert sms_segments(reply.text) <= 2, topic.id
        assert "\n" not in reply.text
        assert any(passage.sms in reply.text for passage in topic.passages), topic.id
        assert alarm is None or "911" in reply.text


def test_what_does_not_fit_an_sms_is_offered(answer: Answer) -> None:
    assert answer(decision=LIFTING, channel="sms").text.endswith("Reply MORE for the rest.")


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("tiers", "tier", "numbers"),
    [
        (["emergency"], "emergency", ["911"]),
        (["crisis"], "crisis", ["988"]),
        (["provider"], "provider", ["555-0100", "911"]),
        (["provider", "emergency"], "emergency", ["911"]),
        (["emergency", "crisis"], "emergency", ["911", "988"]),
    ],
)
def test_an_escalation_names_its_numbers(
    answer: Answer, tiers: list[Tier], tier: Tier, numbers: list[str], language: str, channel: str
) -> None:
    reply = answer(flags=tuple(_flag(t) for t in tiers), decision=LIFTING, language=language, channel=channel)
    assert (reply.record.kind, reply.record.tier, reply.record.topic) == ("escalation", tier, None)
    assert reply.record.red_flags == tuple(f"sign.{t}" for t in tiers)
    assert all(number in reply.text for number in numbers)
    assert not reply.buttons


def test_after_a_providers_sign_the_question_is_answered(answer: Answer) -> None:
    reply = answer(flags=(_flag("provider"),), decision=LIFTING, asks=True)
    assert "Memorial Hermann: " in reply.text
    assert reply.record.passages


def test_a_sign_without_a_question_gets_no_reading(answer: Answer) -> None:
    reply = answer(flags=(_flag("provider"),), decision=LIFTING, asks=False)
    assert "Memorial Hermann: " not in reply.text
    assert reply.record.passages == ()


@pytest.mark.parametrize("tier", ["emergency", "crisis"])
def test_after_an_emergency_the_question_is_for_later(answer: Answer, tier: Tier) -> None:
    reply = answer(flags=(_flag(tier),), decision=LIFTING, asks=True)
    assert "Memorial Hermann" not in reply.text
    assert "later" in reply.text or "first" in reply.text
    assert reply.record.passages == ()


@pytest.mark.parametrize(
    ("alarm", "flags", "reminded"),
    [
        ("emergency", [], True),
        ("provider", [], True),
        ("emergency", ["provider"], True),
        ("crisis", ["provider"], True),
        ("emergency", ["emergency"], False),
        ("provider", ["provider"], False),
    ],
)
@pytest.mark.parametrize("channel", ["web", "sms"])
def test_an_open_alarm_is_never_forgotten(
    answer: Answer, alarm: Tier, flags: list[Tier], reminded: bool, channel: str
) -> None:
    found = tuple(_flag(t) for t in flags)
    alone = answer(flags=found, channel=channel, decision=Decision("say", ("inform_date",)))
    reply = answer(
        flags=found, channel=channel, decision=Decision("say", ("inform_date",)), alarm=Alarm(alarm, ("x",), "2026")
    )
    assert reply.record == alone.record  # kind and tier stay those of the turn itself
    assert reply.text.endswith(alone.text.split("\n")[-1])
    assert (reply.text != alone.text) is reminded


@pytest.mark.parametrize("name", ["emergency", "crisis", "provider"])
def test_an_escalation_beside_an_alarm_is_whole_on_sms(answer: Answer, name: Tier) -> None:
    alone = answer(flags=(_flag(name),), channel="sms", language="es").text
    beside = answer(flags=(_flag(name),), channel="sms", language="es", alarm=Alarm("emergency", ("x",), "2026")).text
    assert alone in beside


@pytest.mark.parametrize(
    ("decision", "kind", "part"),
    [
        (Decision("abstain", why="empty"), "abstain", "I did not get any words"),
        (Decision("abstain", why="too long"), "abstain", "too long for me"),
        (Decision("abstain", why="Spanish"), "abstain", "Lo siento"),
        (Decision("abstain", why="too little evidence"), "abstain", "My sources do not answer that"),
        (Decision("abstain", ("out_of_scope/insult",), why="out of scope"), "abstain", ""),
        (Decision("not_covered", ("gap/driving",)), "abstain", "My sources do not say when you can drive."),
        (Decision("not_covered", ()), "abstain", "My sources do not answer that"),
        (Decision("not_covered", ("gap/gone",)), "abstain", "My sources do not answer that"),
        (Decision("answer", ("ask/gone",)), "abstain", "My sources do not answer that"),
        (Decision("say", ("who_says_so",)), "smalltalk", ""),
        (Decision("say", ("tell_me_more",)), "smalltalk", ""),
        (Decision("say", ("request_human",)), "smalltalk", ""),
        (Decision("say", ("inform_date",)), "smalltalk", "I could not make out the date"),
        (Decision("say", ("which_day",)), "smalltalk", "I do not know the day of your procedure"),
    ],
)
def test_other_turns(answer: Answer, decision: Decision, kind: str, part: str) -> None:
    reply = answer(decision=decision)
    assert reply.record.kind == kind
    assert reply.text
    assert part in reply.text
    assert reply.record.passages == ()


def test_no_side_of_what_is_shown_is_left_out_for_want_of_room(answer: Answer) -> None:
    near = (Hit("activity/oncolink.build-up", 0.58),)
    reply = answer(decision=Decision("answer", ("ask/activity",)), hits=near, first=True)
    # Memorial Hermann's side of "hard activity" holds one of "back to normal" too, of which UK HealthCare has another.
    assert {"memorial-hermann", "oncolink", "uk-healthcare"} == set(reply.record.sources)


def test_a_gap_that_is_part_of_a_topic_shows_what_the_pages_say_on_it(answer: Answer) -> None:
    reply = answer(decision=Decision("not_covered", ("gap/pound-limits",)))
    assert reply.record.kind == "abstain"
    assert set(reply.record.sources) >= {"memorial-hermann", "uk-healthcare"}
    opening, said = reply.text.split("My sources differ.")
    assert "My sources do not say how many pounds you can lift" in opening
    assert "six weeks" in said and "first day" in said
    assert len(reply.text.split()) <= 90


def test_what_is_shown_beside_a_gap_stands_beside_the_persons_day(answer: Answer) -> None:
    reply = answer(decision=Decision("not_covered", ("gap/pound-limits",)), procedure_date=date(2026, 11, 18))
    assert "You are on day 3" in reply.text and len(reply.text.split()) <= 90
    assert {"memorial-hermann", "uk-healthcare"} <= set(reply.record.sources)


def test_whom_to_ask_is_one_line(answer: Answer) -> None:
    reply = answer(decision=Decision("not_covered", ("gap/driving",), why=ASKS_WHOM))
    assert "My sources do not say" not in reply.text and "Ask your care team before you drive" in reply.text


def test_two_near_topics_are_asked_about(answer: Answer, library: Library) -> None:
    reply = answer(decision=Decision("clarify", ("ask/lifting", "ask/brace")))
    questions = [library.topics[t].question for t in ("lifting", "brace")]
    assert reply.record.kind == "clarify"
    assert [b["payload"] for b in reply.buttons] == questions
    assert all(question in reply.text for question in questions)
    assert not any(b["payload"].startswith("/") for b in reply.buttons)
    assert reply.as_response()["buttons"] == list(reply.buttons)


def test_a_topic_that_may_have_been_meant_is_offered_beside_the_answer(answer: Answer, library: Library) -> None:
    plain = answer(decision=Decision("answer", ("ask/lifting",), 0.7))
    reply = answer(decision=Decision("answer", ("ask/lifting",), 0.7, offer="ask/activity"))
    assert [b["title"] for b in reply.buttons] == [library.topics["activity"].question]
    assert (reply.text, plain.buttons) == (plain.text, ())


@pytest.mark.parametrize("label", ["who_says_so", "tell_me_more"])
def test_the_last_topic_can_be_asked_after(answer: Answer, label: str) -> None:
    reply = answer(decision=Decision("say", (label,)), last_topic="lifting")
    assert (reply.record.kind, reply.record.topic) == ("answer", "lifting")
    assert "UK HealthCare (Self-care" in reply.text


def test_who_says_so_names_the_pages_of_both_answers(answer: Answer) -> None:
    said = Decision("say", ("who_says_so",))
    assert "Memorial Hermann" not in answer(decision=said, last_topic="bathing").text
    reply = answer(decision=said, last_topic="bathing", also_topic="lifting")
    assert "OncoLink" in reply.text and "Memorial Hermann" in reply.text
    assert {"oncolink", "memorial-hermann"} <= set(reply.record.sources)


def test_a_told_date_is_said_back(answer: Answer) -> None:
    reply = answer(decision=Decision("say", ("inform_date",)), told_date=date(2026, 11, 5))
    assert "November 5" in reply.text


def test_a_date_told_after_an_answer_that_depends_on_it_gives_it_again_beside_the_day(answer: Answer) -> None:
    decision, told = Decision("say", ("inform_date",)), date(2026, 11, 18)
    reply = answer(decision=decision, told_date=told, procedure_date=told, last_topic="lifting")
    assert (reply.record.kind, reply.record.topic) == ("answer", "lifting")
    assert "November 18" in reply.text and "day 3" in reply.text
    untimed = answer(decision=decision, told_date=told, procedure_date=told, last_topic="what-it-is")
    assert untimed.record.kind == "smalltalk"


def test_a_follow_up_that_asks_how_long_leads_to_the_passage_that_says_so(answer: Answer) -> None:
    decision = Decision("answer", ("ask/soreness",), 0.8, FOLLOW_UP)
    ice, sore = "soreness/uk-healthcare.ice", "soreness/uk-healthcare"
    assert "10 to 20 minutes" in answer(decision=decision, hits=(Hit(ice, 0.5),), text="for how long?").text
    assert "few days" in answer(decision=decision, hits=(Hit(sore, 0.5), Hit(ice, 0.4)), text="till when?").text
    medicine = Decision("answer", ("ask/pain-medicine",), 0.8, FOLLOW_UP)
    assert "couple of days" in answer(decision=medicine, text="till when?").text
    assert "couple of days" not in answer(decision=medicine, text="why?").text


def test_what_one_page_alone_tells_names_it_once(answer: Answer) -> None:
    decision, ice = Decision("answer", ("ask/soreness",), 0.8), (Hit("soreness/uk-healthcare.ice", 0.5),)
    text = answer(decision=decision, hits=ice).text
    assert text.count("UK HealthCare:") == 1 and "(Incision care; What to expect)" in text
    assert text.index("10 to 20 minutes") < text.index("few days")


def test_for_want_of_room_the_passage_that_says_how_long_stays(library: Library, responses: dict[str, Any]) -> None:
    topic = library.topics["breathing-and-relaxation"]
    hits = (
        Hit("breathing-and-relaxation/oncolink.example", 0.6),
        Hit("breathing-and-relaxation/oncolink.how-often", 0.3),
    )
    decision, clinic = Decision("answer", (f"ask/{topic.id}",), 0.8, FOLLOW_UP), read_clinic(_ROOT / "clinic.yml")
    turn = Turn(today=TODAY, decision=decision, text="for how long?", hits=hits)
    for spare in (0, 30, 60):
        part = from_topic(turn, topic, library, Phrases(responses, clinic, turn.channel).say, spare=spare)
        assert part.passages[0].id.endswith("how-often"), spare


def test_each_of_two_questions_leads_to_its_own_passage(answer: Answer) -> None:
    second = Decision("answer", ("ask/soreness",), 0.8, "the second of two questions", question=1)
    first = Decision("not_covered", ("gap/stitches",), 0.8, "the first of two questions", second, question=0)
    for nearest, said in (("soreness/uk-healthcare.ice", "10 to 20 minutes"), ("soreness/uk-healthcare", "few days")):
        reply = answer(decision=first, hits_of_questions=((), (Hit(nearest, 0.9),)), text="stitches? and is it sore?")
        assert said in reply.text


def test_a_reported_failure_to_reach_help_keeps_the_alarm(answer: Answer) -> None:
    decision = Decision("say", ("not_contacted",))
    assert "do not wait" in answer(decision=decision, alarm=Alarm("provider", ("x",), "2026")).text
    assert "do not wait" not in answer(decision=decision).text


@pytest.mark.parametrize(
    ("change", "shown"),
    [({}, True), ({"first": False}, False), ({"channel": "sms"}, False), ({"flags": (_flag("emergency"),)}, False)],
)
def test_the_first_answer_says_what_this_is(answer: Answer, change: dict[str, Any], shown: bool) -> None:
    assert ("not a doctor" in answer(**{"decision": LIFTING, "first": True, **change}).text) is shown


def test_every_topic_gap_and_refusal_has_its_words(library: Library, responses: dict[str, Any]) -> None:
    names = [f"utter_ask/{t}" for t in library.topics] + [f"utter_gap/{g}" for g in library.gaps]
    names += [
        f"utter_{kind}_{tier}{language}"
        for kind, tiers in (
            ("escalation", ("emergency", "crisis", "provider", "emergency_crisis")),
            ("reminder", ("emergency", "crisis", "provider")),
        )
        for tier in tiers
        for language in ("", "_es")
    ]
    assert [name for name in names if name not in responses] == []


def test_a_page_is_cited_once_a_heading(library: Library) -> None:
    passages = library.topics["lifting"].passages
    doubled = (*passages, replace(passages[0], id="lifting/again"))
    assert cite(doubled, library) == cite(passages, library)


OPEN = Alarm("emergency", ("x",), "2026")


@pytest.mark.parametrize(
    ("alarm", "part"),
    [
        (OPEN, "First: if you have not yet, call 911 now"),
        (replace(OPEN, checked=True), "If you have not had help yet, call 911 now."),
        (replace(OPEN, checked=True, asking="check"), "Did you reach 911, a doctor or a nurse?"),
        (replace(OPEN, asking="contact"), "Did you talk to 911, a doctor or a nurse"),
    ],
)
@pytest.mark.parametrize("channel", ["web", "sms"])
def test_an_answer_beside_an_alarm_opens_with_one_line_of_it(
    answer: Answer, alarm: Alarm, part: str, channel: str
) -> None:
    text = answer(decision=LIFTING, alarm=alarm, asks=True, channel=channel).text
    assert part in text.replace("\n", " ")[:160]
    assert "Memorial Hermann" in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_call_of_unknown_end_gets_one_question_and_no_praise(answer: Answer, language: str) -> None:
    decision = Decision("say", ("contacted_help",))
    reply = answer(decision=decision, alarm=replace(OPEN, asking="contact"), language=language)
    assert reply.record.kind == "smalltalk"
    assert "glad" not in reply.text and "911" in reply.text


@pytest.mark.parametrize(
    ("decision", "asks", "kind", "part"),
    [
        (Decision("say", ("contacted_help",)), False, "smalltalk", "I am glad that you reached them"),
        (Decision("abstain", why="too little evidence"), False, "smalltalk", "I am glad that you reached them"),
        (LIFTING, False, "smalltalk", "I am glad that you reached them"),
        (LIFTING, True, "answer", "Memorial Hermann"),
        (Decision("not_covered", ("gap/driving",)), True, "abstain", "My sources do not say when you can drive."),
    ],
)
def test_an_ended_alarm_is_noted_and_a_question_beside_it_answered(
    answer: Answer, decision: Decision, asks: bool, kind: str, part: str
) -> None:
    reply = answer(decision=decision, asks=asks, ended=True)
    assert reply.record.kind == kind
    assert part in reply.text
    assert "reached" in reply.text


def test_after_a_providers_sign_an_uncovered_question_is_declined(answer: Answer) -> None:
    reply = answer(flags=(_flag("provider"),), decision=Decision("not_covered", ("gap/driving",)), asks=True)
    assert reply.text.startswith("Call your care team today")
    assert "My sources do not say when you can drive." in reply.text


def test_after_a_spanish_emergency_the_question_is_for_later(answer: Answer) -> None:
    reply = answer(flags=(_flag("emergency"),), decision=Decision("abstain", why="Spanish"), asks=True, language="es")
    assert reply.text.endswith("Primero llame.")


def test_how_long_is_told_alone_where_one_page_speaks(answer: Answer) -> None:
    asked_on = Decision("answer", ("ask/breathing-and-relaxation",), 0.6, FOLLOW_UP)
    timed = answer(decision=asked_on, text="and for how long do I do that?").record.passages
    plain = answer(decision=replace(asked_on, why="enough evidence"), text="how do I breathe deeply?").record.passages
    assert set(timed) < {
        *plain,
        "breathing-and-relaxation/oncolink.how-often",
        "breathing-and-relaxation/oncolink.example",
    }
    assert "breathing-and-relaxation/oncolink" not in timed and "breathing-and-relaxation/oncolink" in plain


@pytest.mark.parametrize(
    ("text", "gap", "again"),
    [
        ("super, then I book us the flight for Friday", "flying", True),
        ("thanks a lot", "flying", False),
        ("super, then I book us the flight for Friday", None, False),
    ],
)
def test_what_sounds_like_leave_taken_is_told_again_whom_to_ask(
    answer: Answer, text: str, gap: str | None, again: bool
) -> None:
    reply = answer(decision=Decision("say", ("chat/thanks",)), text=text, last_gap=gap)
    assert reply.record.kind == "smalltalk"
    assert ("Ask your care team before you fly" in reply.text) is again
