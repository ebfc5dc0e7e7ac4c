"""Write the reply of a turn: pure, from the turn's ids and the archive's texts."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import day
from bot.answers.answer import MOST_WORDS, from_topic
from bot.answers.local import as_topic
from bot.answers.talk import talk
from bot.answers.turn import Part, Reply, Say, Side, Turn, localised
from bot.knowledge.evidence import ASKS_WHOM, QUESTIONS, Decision
from bot.knowledge.library import Library
from bot.records import Passage, Topic, TurnRecord
from bot.redflags.alarm import Alarm
from bot.segments import sms_segments

MOST_SEGMENTS = 2


def compose(turn: Turn, library: Library, say: Say) -> Reply:
    """Return the reply of a turn; every reply has a text and exactly one record."""
    before, after = _frame(turn, library, say)
    short = [say("utter_disclaimer_short")] if after else []  # it gives way before a page does
    spare = sum(len(line.split()) for line in (*before, *short))
    part = _escalation(turn, library, say) if turn.flags else _by_decision(turn, library, say, spare)
    lines = [*before, *part.lines, *after]
    if turn.flags and before:  # one line with the escalation: neither may be what does not fit an SMS
        lines = [f"{before[0]}\n\n{part.lines[0]}", *part.lines[1:], *after]
    if turn.first and after and sum(len(line.split()) for line in lines) > MOST_WORDS:
        lines[-1:] = short
    text = _fit_sms(lines, say) if turn.sms else "\n\n".join(line for line in lines if line)
    record = TurnRecord(
        kind=part.kind,  # type: ignore[arg-type]
        tier=turn.tier,
        topic=part.topic,
        sources=tuple(dict.fromkeys(p.source for p in part.passages)),
        passages=tuple(p.id for p in part.passages),
        red_flags=tuple(flag.id for flag in turn.flags),
        model=turn.model,
        knowledge=library.digest,
    )
    return Reply(text, record, part.buttons, part.sides)


def _frame(turn: Turn, library: Library, say: Say) -> tuple[list[str], list[str]]:
    """Return what stands before and behind the reply itself: an open alarm, what this assistant is."""
    before, after = [], []
    if turn.alarm is not None and not turn.flags:
        before = [say(localised(_reminder(turn.alarm), turn))]
    elif turn.alarm is not None and turn.alarm.tier != turn.tier and turn.alarm.tier in {"emergency", "crisis"}:
        before = [say(localised("utter_reminder_" + turn.alarm.tier, turn))]
    if turn.first and not turn.flags and not turn.sms and turn.language == "en":
        after = [say("utter_disclaimer")]
    return before, after


def _reminder(alarm: Alarm) -> str:
    """Return the name of the line that keeps an open alarm in mind."""
    if alarm.asking:
        return f"utter_{alarm.asking}_{alarm.tier}"
    return f"utter_reminder_{'later_' if alarm.checked else ''}{alarm.tier}"


def _escalation(turn: Turn, library: Library, say: Say) -> Part:
    tiers = {flag.tier for flag in turn.flags}
    name = "emergency_crisis" if {"emergency", "crisis"} <= tiers else turn.tier
    lines = [say(localised(f"utter_escalation_{name}", turn))]
    passages: tuple[Passage, ...] = ()
    sides: tuple[Side, ...] = ()
    outcome = turn.decision.outcome
    if turn.asks and turn.tier in {"emergency", "crisis"} and (turn.language == "es" or outcome in QUESTIONS):
        lines.append(say(localised("utter_question_for_later", turn)))
    elif turn.asks and turn.tier == "provider" and turn.language == "en" and outcome in QUESTIONS:
        answer = _answered(turn, library, say, brief=True)
        lines += answer.lines
        passages, sides = answer.passages, answer.sides
    return Part("escalation", tuple(lines), passages=passages, sides=sides)


def _by_decision(turn: Turn, library: Library, say: Say, spare: int) -> Part:
    decision = turn.decision
    turn = turn.of(decision)
    helped = _about_help(turn, library, say, spare)
    if helped is not None:
        return helped
    if decision.also is not None:
        return _both(turn, library, say)
    if decision.outcome in QUESTIONS:
        return _answered(turn, library, say, spare=spare)
    if decision.outcome == "clarify":
        return _clarify(decision, library, say)
    if decision.outcome == "say":
        return talk(turn, library, say)
    if decision.why == "empty":
        return Part("abstain", (say("utter_empty"),))
    if decision.why == "too long":
        return Part("abstain", (say("utter_too_long"),))
    if decision.why == "Spanish":
        return Part("abstain", (say("utter_abstain_es"),))
    if decision.why == "out of scope":
        return Part("abstain", (say("utter_" + decision.labels[0]),))
    return Part("abstain", (say("utter_abstain"),))


def _about_help(turn: Turn, library: Library, say: Say, spare: int) -> Part | None:
    """Return the reply to what is told of help while an alarm is open; None where nothing is."""
    question = turn.asks and turn.decision.outcome in QUESTIONS
    if turn.ended and question:
        part = _answered(turn, library, say, spare=spare)
        return replace(part, lines=(say("utter_help_noted"), *part.lines))
    if turn.ended:
        return Part("smalltalk", (say(localised("utter_contacted_help", turn)),))
    if turn.alarm is not None and turn.alarm.asking == "contact" and not question:
        return Part("smalltalk", ())  # the line that stands first asks whether they were reached
    return None


def _answered(turn: Turn, library: Library, say: Say, *, brief: bool = False, spare: int = 0) -> Part:
    """Answer from the topic decided on, or say that no page covers it."""
    if turn.decision.outcome == "not_covered":
        return _not_covered(turn, library, say, spare)
    topic = library.topics.get(turn.decision.labels[0].split("/", 1)[1])
    if topic is None:  # the last topic of a conversation that an older archive began
        return Part("abstain", (say("utter_abstain"),))
    part = from_topic(turn, topic, library, say, brief=brief, spare=spare)
    return part if brief else replace(part, buttons=(*part.buttons, *_offered(turn.decision, library)))


def _offered(decision: Decision, library: Library) -> tuple[dict[str, str], ...]:
    """Return a button for the topic that may have been meant instead, if one stands near."""
    topic = library.topics.get((decision.offer or "").removeprefix("ask/"))
    return ({"title": topic.question, "payload": topic.question},) if topic else ()


def _both(turn: Turn, library: Library, say: Say) -> Part:
    """Take up both questions of a message: two answers, or an answer and what no page covers."""
    assert turn.decision.also is not None
    parts = [
        _answered(replace(turn.of(decision), ask_date=False), library, say, brief=True, spare=MOST_WORDS // 2)
        for decision in (turn.decision, turn.decision.also)
    ]
    first = min(parts, key=lambda part: part.kind != "answer")
    passages = tuple(p for part in parts for p in part.passages)
    split = [part.sides for part in parts if part.sides]
    sides = split[0] if len(split) == 1 else ()  # two conflicts in one reply stay in its text
    return Part(first.kind, tuple(line for part in parts for line in part.lines), first.topic, passages, sides=sides)


def _clarify(decision: Decision, library: Library, say: Say) -> Part:
    topics = [library.topics[label.split("/", 1)[1]] for label in decision.labels]
    buttons = tuple({"title": t.question, "payload": t.question} for t in topics)
    return Part("clarify", (say("utter_clarify"), *(f"- {t.question}" for t in topics)), buttons=buttons)


def _not_covered(turn: Turn, library: Library, say: Say, spare: int = 0) -> Part:
    """Say what no page covers, whom to ask, and what is near it and covered."""
    decision = turn.decision
    gap = library.gaps.get(decision.labels[0].split("/", 1)[1]) if decision.labels else None
    if gap is None:
        return Part("abstain", (say("utter_abstain"),))
    whom = say(f"utter_gap/{gap.id}")
    if decision.why == ASKS_WHOM:
        return Part("abstain", (whom,))
    if gap.passages:
        return from_topic(turn, as_topic(gap), library, say, spare=spare)
    other = [say("utter_kyphoplasty_not_covered")] if turn.procedure == "kyphoplasty" else []
    lines = [say("utter_not_covered", subject=gap.subject), *other, whom]
    shown = library.topics.get(gap.shows or "")
    if shown is not None:
        return _beside(lines, turn, shown, library, say, spare)
    near = [library.topics[id_] for id_ in gap.near if id_ in library.topics]
    if near and not turn.sms:
        lines.append(say("utter_near", question=near[0].question))
    buttons = tuple({"title": t.question, "payload": t.question} for t in near)
    return Part("abstain", tuple(lines), buttons=buttons)


def _beside(lines: list[str], turn: Turn, topic: Topic, library: Library, say: Say, spare: int) -> Part:
    """Say what no page covers, and at once what the pages do say on the topic that it is a part of."""
    if turn.procedure_date is not None and turn.today is not None and day.is_timed(topic, topic.passages):
        lines = [*lines, day.opening(turn.procedure_date, turn.today, say)]
    taken = spare + sum(len(line.split()) for line in lines)
    part = from_topic(turn, topic, library, say, brief=True, spare=taken)
    return Part("abstain", (*lines, *part.lines), passages=part.passages, sides=part.sides)


def _fit_sms(lines: list[str], say: Say) -> str:
    """Join lines while they and the offer of more fit two segments; the first goes out whatever its length."""
    first, *rest = [line.replace("\n\n", " ").replace("\n", " ") for line in lines if line]
    whole = " ".join([first, *rest])
    if not rest or sms_segments(whole) <= MOST_SEGMENTS:
        return whole
    more, text = say("utter_more"), first
    for line in rest:
        if sms_segments(f"{text} {line} {more}") <= MOST_SEGMENTS:
            text = f"{text} {line}"
    return f"{text} {more}" if sms_segments(f"{text} {more}") <= MOST_SEGMENTS else text
