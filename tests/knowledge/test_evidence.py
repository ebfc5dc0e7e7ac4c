"""From scores to a decision: answer, name the gap, ask back, talk, or abstain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.evidence import Decision, Weights, decide, decide_each, fuse

WEIGHTS = Weights(probability=0.5, answer=0.45, clarify=0.05, clarify_below=0.55, gap=0.4, say=0.4)


@pytest.mark.parametrize(
    ("ranking", "outcome", "labels", "why"),
    [
        ([], "abstain", (), "nothing near"),
        ([("ask/lifting", 0.8), ("ask/brace", 0.2)], "answer", ("ask/lifting",), "enough evidence"),
        ([("ask/lifting", 0.45)], "answer", ("ask/lifting",), "enough evidence"),
        ([("ask/lifting", 0.44)], "abstain", ("ask/lifting",), "too little evidence"),
        (
            [("ask/lifting", 0.5), ("ask/brace", 0.48)],
            "clarify",
            ("ask/lifting", "ask/brace"),
            "two topics are as near",
        ),
        ([("ask/lifting", 0.5), ("ask/brace", 0.44)], "answer", ("ask/lifting",), "enough evidence"),
        ([("ask/lifting", 0.6), ("ask/brace", 0.59)], "answer", ("ask/lifting",), "enough evidence"),
        ([("ask/lifting", 0.5), ("gap/driving", 0.49)], "answer", ("ask/lifting",), "enough evidence"),
        ([("gap/driving", 0.4)], "not_covered", ("gap/driving",), "no page covers it"),
        ([("gap/driving", 0.39)], "not_covered", (), "far from all"),
        ([("out_of_scope/insult", 0.1)], "abstain", ("out_of_scope/insult",), "out of scope"),
        ([("inform_date", 0.4)], "say", ("inform_date",), "talk"),
        ([("chat/greet", 0.39)], "abstain", (), "too little evidence"),
    ],
)
def test_decide(ranking: list[tuple[str, float]], outcome: str, labels: tuple[str, ...], why: str) -> None:
    decision = decide(ranking, WEIGHTS)
    assert (decision.outcome, decision.labels, decision.why) == (outcome, labels, why)


def test_fuse_weighs_both_and_sorts() -> None:
    fused = fuse([("a", 0.9), ("b", 0.1)], {"b": 0.9, "c": 0.6, "d": -0.5}, WEIGHTS)
    assert fused == [("b", pytest.approx(0.5)), ("a", pytest.approx(0.45)), ("c", pytest.approx(0.3)), ("d", 0.0)]


SCORES = st.dictionaries(st.sampled_from(["ask/a", "ask/b", "gap/c", "chat/d", "out_of_scope/e"]), st.floats(0, 1))


@given(SCORES, SCORES)
def test_a_question_is_answered_only_on_enough_evidence(probability: dict[str, float], near: dict[str, float]) -> None:
    decision = decide(fuse(list(probability.items()), near, WEIGHTS), WEIGHTS)
    assert decision.outcome != "answer" or decision.score >= WEIGHTS.answer
    assert decision.outcome not in {"answer", "clarify"} or decision.labels[0].startswith("ask/")


@given(SCORES, SCORES)
def test_a_decision_travels_as_a_dict(probability: dict[str, float], near: dict[str, float]) -> None:
    decision = decide(fuse(list(probability.items()), near, WEIGHTS), WEIGHTS)
    back = Decision.from_dict(decision.as_dict())
    assert (back.outcome, back.labels, back.why) == (decision.outcome, decision.labels, decision.why)
    assert back.score == pytest.approx(decision.score, abs=1e-4)


def _asked(label: str, score: float = 0.9) -> Decision:
    return Decision("answer" if label.startswith("ask/") else "not_covered", (label,), score)


WHOLE = _asked("ask/bathing")


@pytest.mark.parametrize(
    ("decisions", "labels"),
    [
        ([], ["ask/bathing"]),
        ([_asked("ask/bathing"), _asked("gap/driving")], ["ask/bathing", "gap/driving"]),
        ([_asked("gap/driving"), _asked("ask/lifting")], ["gap/driving", "ask/lifting"]),
        ([_asked("ask/lifting"), _asked("ask/lifting")], ["ask/bathing"]),  # one thing asked twice: the whole decides
        ([_asked("ask/lifting"), _asked("gap/driving", 0.3)], ["ask/bathing"]),  # of the second too little is sure
        ([_asked("ask/lifting"), Decision("abstain", ("out_of_scope/weather",), 0.9)], ["ask/bathing"]),
    ],
)
def test_two_sure_questions_are_both_taken_up(decisions: list[Decision], labels: list[str]):
    found = decide_each(decisions, WHOLE, [], Weights())
    assert [found.labels[0], *([found.also.labels[0]] if found.also else [])] == labels
    assert Decision.from_dict(found.as_dict()) == found


@pytest.mark.parametrize(
    ("second", "offer"),
    [
        (("ask/activity", 0.55), "ask/activity"),
        (("ask/activity", 0.30), None),  # far
        (("gap/work", 0.55), None),  # nothing to show
    ],
)
def test_a_near_second_topic_is_offered_beside_the_answer(second: tuple[str, float], offer: str | None) -> None:
    decision = decide([("ask/lifting", 0.7), second], Weights())
    assert (decision.outcome, decision.offer) == ("answer", offer)
    assert Decision.from_dict(decision.as_dict()) == decision


def test_a_question_that_the_whole_message_is_on_too_need_not_be_as_sure() -> None:
    decisions, weights = [_asked("ask/bathing"), _asked("gap/driving", 0.6)], Weights()
    assert decide_each(decisions, WHOLE, [("ask/bathing", 0.9), ("gap/driving", 0.05)], weights).also is not None
    assert decide_each(decisions, WHOLE, [("ask/bathing", 0.9), ("gap/driving", 0.02)], weights) is WHOLE


def test_the_question_beside_news_or_thanks_is_taken_up() -> None:
    news = Decision("say", ("contacted_help",), 0.7, "talk")
    asked = Decision("answer", ("ask/bathing",), 0.6, "enough evidence")
    assert decide_each([asked], news, [], Weights(beside_talk=0.55)) == asked
    assert decide_each([asked], news, [], Weights(beside_talk=0.65)) == news


def test_the_one_question_of_a_message_decides_where_it_is_sure() -> None:
    visit, asked = _asked("ask/follow-up", 0.8), _asked("ask/lifting", 0.95)
    assert decide_each([asked], visit, [], Weights(alone=0.94)) == asked
    assert decide_each([asked], visit, [], Weights(alone=0.96)) == visit
    beyond = Decision("abstain", ("out_of_scope/injection",), 0.8, "out of scope")
    assert decide_each([asked], beyond, [], Weights(alone=0.94)) == beyond


def test_a_question_that_leans_is_of_what_the_rest_of_the_message_tells() -> None:
    told, leans = _asked("ask/compression-fracture", 0.9), Decision("say", ("follow_up",), 0.9, "talk")
    causes = _asked("ask/fracture-causes", 0.9)
    for decisions, order in (([leans, causes], (told, causes)), ([causes, leans], (causes, told))):
        found = decide_each(decisions, told, [], Weights())
        assert found.also is not None
        assert (found.labels, found.also.labels) == (order[0].labels, order[1].labels)
    assert decide_each([leans, told], told, [], Weights()) == told
    assert decide_each([leans, causes], _asked("ask/cancer", 0.5), [], Weights()).also is None


def test_no_question_hides_a_wish_for_a_person() -> None:
    wish = Decision("say", ("request_human",), 0.7, "talk")
    assert decide_each([_asked("ask/bathing", 0.99)], wish, [], Weights()) == wish


@pytest.mark.parametrize("manner", ["out_of_scope/insult", "out_of_scope/clearance"])
def test_what_is_asked_stands_however_it_is_asked(manner: str) -> None:
    asked = decide([(manner, 0.8), ("out_of_scope/off-topic", 0.5), ("ask/brace", 0.47)], WEIGHTS)
    assert (asked.outcome, asked.labels, asked.score) == ("answer", ("ask/brace",), 0.47)
    alone = decide([(manner, 0.8), ("ask/brace", 0.4)], WEIGHTS)
    assert (alone.outcome, alone.labels) == ("abstain", (manner,))
