"""When what came back is right, what is told of why, and how outcomes are counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.conflicts import DIFFER, conflicts
from benchmarks.dialogues import Judged, faults
from benchmarks.held_out import Question, SignMessage, expected
from benchmarks.outcomes import (
    DECLINED,
    INVENTED,
    QUESTIONS,
    SIDES,
    SIGNS,
    SPANISH,
    Outcome,
    by_kind,
    evidence,
    group_of,
    judge_question,
    judge_sides,
    judge_sign,
    judge_turn,
    summary,
)
from bot.knowledge.library import Library, read_library

LIFT = Question("may I lift", "ask/lifting", "")
PAGES = list(expected()["lifting"][0])
#: Holds every key word of an answer on lifting, as the topic's passages do.
WORDS = " ".join(p.text for p in read_library(Path("knowledge")).topics["lifting"].passages)


def _record(kind: str = "answer", topic: str | None = "lifting", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "topic": topic, "tier": "none", "sources": PAGES, "passages": [], "red_flags": [], **more}


def _parsed(outcome: str = "answer", why: str = "enough evidence", score: float = 0.8) -> dict[str, Any]:
    return {
        "decision": {"outcome": outcome, "labels": ["ask/lifting"], "score": score, "why": why},
        "intent_ranking": [{"name": f"ask/{n}", "confidence": 0.9 - n / 10} for n in range(5)],
        "hits": [{"passage": "lifting/oncolink", "score": 0.7}],
    }


@pytest.mark.parametrize(
    ("question", "record", "reply", "right"),
    [
        (LIFT, _record(), WORDS, True),
        (LIFT, _record(), "Do as you like.", False),
        (LIFT, _record(topic="brace"), WORDS, False),
        (LIFT, _record(sources=[]), WORDS, False),
        (LIFT, _record("abstain"), WORDS, False),
        (LIFT, _record(tier="provider"), WORDS, False),
        (Question("may I drive", "gap/driving", ""), _record("abstain"), "", True),
        (Question("may I drive", "gap/driving", ""), _record(), "", False),
        (Question("you fool", "out_of_scope/insult", ""), _record("smalltalk"), "", True),
        (Question("hello", "chat/greet", ""), _record("smalltalk"), "", True),
        (Question("hello", "chat/greet", ""), _record("abstain"), "", False),
        (Question("¿Cuándo puedo bañarme?", "ask/bathing", ""), _record("abstain"), "", True),
        (Question("¿Cuándo puedo bañarme?", "ask/bathing", ""), _record(topic="bathing"), "", False),
    ],
)
def test_a_question_is_judged(question: Question, record: dict[str, Any], reply: str, right: bool) -> None:
    assert judge_question(question, record, reply, _parsed()).right is right


@pytest.mark.parametrize(
    ("record", "parsed", "confidence"),
    [
        (_record(), _parsed(), 0.8),
        (_record("abstain"), _parsed("abstain", "too little evidence", 0.3), 0.3),
        (_record("abstain"), _parsed("abstain", "Spanish", 0.0), None),
        (_record("clarify"), _parsed("clarify"), None),
        (_record("escalation", tier="provider"), _parsed(), None),
        (_record(), {}, None),
    ],
)
def test_only_a_turn_that_was_decided_by_its_score_has_a_confidence(
    record: dict[str, Any], parsed: dict[str, Any], confidence: float | None
) -> None:
    assert judge_question(LIFT, record, "", parsed).confidence == confidence


def test_an_outcome_tells_the_scores_behind_it() -> None:
    flag = {"id": "infection.fever", "tier": "provider", "cue": "hot", "why": "rule: a fever"}
    message = SignMessage("so hot", "provider", "infection.fever", "sms")
    outcome = judge_sign(message, _record(tier="none"), {**_parsed(), "red_flags": [flag], "urgency": 0.25})
    assert not outcome.right and outcome.confidence is None
    assert list(evidence(outcome)) == [
        "decided: answer, ask/lifting, 0.80 (enough evidence)",
        "classifier: ask/0 0.90, ask/1 0.80, ask/2 0.70",
        "passages: lifting/oncolink 0.70",
        "sign: provider infection.fever, by “hot” (rule: a fever)",
        "urgency: 0.25",
    ]
    assert list(evidence(Outcome("", "", True, "", "", []))) == ["passages: none near"]


def test_a_conversation_turn_keeps_its_kind_what_it_lacks_and_all_that_was_said() -> None:
    expect = {"kind": "answer", "mentions": ["shower"]}
    turn = Judged("elliptic", ("hi", "and the bath?"), "No.", _record(), ("lacks shower",), expect, _parsed())
    outcome = judge_turn(turn)
    assert (outcome.text, outcome.right, outcome.got) == ("hi ⏎ and the bath?", False, "answer: No.")
    assert outcome.wanted == "elliptic: kind answer; mentions ['shower']" and outcome.why == "lacks shower"
    assert [(kind, r.hits, r.cases) for kind, r in by_kind([outcome]).items()] == [("elliptic", 0, 1)]


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        ({"kind": "answer", "topic": "lifting", "sources": PAGES, "mentions": ["REST"]}, []),
        ({"kinds": ["abstain", "clarify"]}, ["kind answer, not abstain or clarify"]),
        ({"topics": ["lifting", "brace"]}, ["nothing on brace"]),
        ({"sources": ["elsewhere"]}, ["page elsewhere is missing"]),
        ({"mentions": ["weeks"], "not_mentions": ["rest"]}, ["lacks weeks", "says rest"]),
        ({"day": 3}, ["does not state day 3"]),
    ],
)
def test_what_a_turn_lacks(expect: dict[str, Any], found: list[str]) -> None:
    assert faults(expect, "You rest on day 30.", _record(), {}) == found


def test_a_turn_about_nothing_lacks_its_topic() -> None:
    record = _record("escalation", topic=None)
    assert faults({"topic": "lifting"}, "", record, {}) == ["about [], not lifting"]


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(Path("knowledge"))


def test_sides_are_judged_of_answers_that_touch_a_conflict(library: Library) -> None:
    sources = sorted(set().union(*conflicts(library)["lifting"].values()))
    passages = [p.id for p in library.topics["lifting"].passages]
    both = _record(sources=sources, passages=passages)
    replies = [
        (both, f"{DIFFER}: …", {}),
        (both, "One page says …", {}),
        ({**both, "sources": sources[:1]}, f"{DIFFER}: …", {}),
        ({**both, "passages": []}, "", {}),
        (_record("abstain"), "", {}),
    ]
    outcomes = judge_sides([LIFT] * 5, replies, library)
    assert [o.right for o in outcomes] == [True, False, False]
    assert [o.why for o in outcomes[1:]] == ["does not say that they differ", "a side is missing"]


def test_spanish_is_a_group_of_its_own() -> None:
    assert group_of(LIFT) == QUESTIONS
    assert group_of(Question("¿Cuándo puedo bañarme?", "ask/bathing", "")) == SPANISH


def test_the_summary_counts_each_group_and_across_groups() -> None:
    def outcome(wanted: str, right: bool, got: str = "none") -> Outcome:
        return Outcome("x", wanted, right, got, "", [])

    groups = {
        QUESTIONS: [outcome("ask/lifting", True), outcome("ask/brace", False)],
        DECLINED: [outcome("gap/work", True, "abstain None"), outcome("gap/work", False, "answer activity")],
        SIGNS["emergency"]: [outcome("emergency a", True, "emergency"), outcome("emergency a", False, "provider")],
        SIGNS["crisis"]: [outcome("crisis b", False)],
        SIGNS["provider"]: [],
        SIGNS["none"]: [outcome("none c", False, "provider")],
        SIDES: [],
    }
    found = {name: (r.hits, r.cases) for name, r in summary(groups).items()}
    assert found[QUESTIONS] == (1, 2) and found[SIDES] == (0, 0)
    assert found["of the questions, the first ten topics"] == (1, 1)
    assert found[DECLINED] == found[INVENTED] == (1, 2)
    assert found["all warning signs caught"] == (1, 3)
    assert found["any alarm on a warning sign"] == (2, 3)
