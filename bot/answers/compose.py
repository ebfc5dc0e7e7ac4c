"""Write the reply of a turn: pure, from the turn's ids and the archive's texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.answers.sides import Sides, choose
from bot.knowledge.evidence import Decision
from bot.knowledge.library import Library
from bot.records import Hit, Passage, RedFlag, Tier, TurnRecord, greatest_tier
from bot.redflags.alarm import Alarm
from bot.text import sms_segments

#: Looks a response up by name and fills it: say("utter_day", day=3).
Say = Callable[..., str]

MOST_SEGMENTS = 2
#: A web reply names at most so many pages in full; the rest follow on "tell me more".
MOST_SIDES = 5


@dataclass(frozen=True)
class Turn:
    """All that a reply depends on."""

    flags: tuple[RedFlag, ...] = ()
    decision: Decision = field(default_factory=lambda: Decision("abstain"))
    hits: tuple[Hit, ...] = ()
    language: str = "en"
    channel: str = "web"
    alarm: Alarm | None = None
    last_topic: str | None = None
    procedure_date: date | None = None
    told_date: date | None = None
    today: date | None = None
    first: bool = False
    asks: bool = False  # whether a question stands in the message, whatever else does
    model: str = "unknown"

    @property
    def sms(self) -> bool:
        return self.channel == "sms"

    @property
    def tier(self) -> Tier:
        return greatest_tier([flag.tier for flag in self.flags])


@dataclass(frozen=True)
class Reply:
    """What is sent: text, buttons and the turn record."""

    text: str
    record: TurnRecord
    buttons: tuple[dict[str, str], ...] = ()

    def as_response(self) -> dict[str, Any]:
        """Return the reply in the form of a Rasa response."""
        response: dict[str, Any] = {"text": self.text, "custom": self.record.as_dict()}
        if self.buttons:
            response["buttons"] = list(self.buttons)
        return response


@dataclass(frozen=True)
class _Part:
    kind: str
    lines: tuple[str, ...]
    topic: str | None = None
    passages: tuple[Passage, ...] = ()
    buttons: tuple[dict[str, str], ...] = ()


def compose(turn: Turn, library: Library, say: Say) -> Reply:
    """Return the reply of a turn; every reply has a text and exactly one record."""
    part = _escalation(turn, library, say) if turn.flags else _by_decision(turn, library, say)
    lines = list(part.lines)
    if turn.alarm is not None and not turn.flags:
        lines.insert(0, say(_localised("utter_reminder_" + turn.alarm.tier, turn)))
    elif turn.alarm is not None and turn.alarm.tier != turn.tier and turn.alarm.tier in {"emergency", "crisis"}:
        # One line with the escalation: neither may be what does not fit an SMS.
        reminder = say(_localised("utter_reminder_" + turn.alarm.tier, turn))
        lines[0] = f"{reminder}\n\n{lines[0]}"
    if turn.first and not turn.flags and not turn.sms and turn.language == "en":
        lines.append(say("utter_disclaimer"))
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
    return Reply(text, record, part.buttons)


def _localised(name: str, turn: Turn) -> str:
    return f"{name}_es" if turn.language == "es" else name


def _escalation(turn: Turn, library: Library, say: Say) -> _Part:
    tiers = {flag.tier for flag in turn.flags}
    name = "emergency_crisis" if {"emergency", "crisis"} <= tiers else turn.tier
    lines = [say(_localised(f"utter_escalation_{name}", turn))]
    passages: tuple[Passage, ...] = ()
    asked = turn.asks and turn.decision.outcome == "answer" and turn.language == "en"
    if asked and turn.tier == "provider" and not turn.sms:
        answer = _answer(turn, library, say, brief=True)
        lines += answer.lines
        passages = answer.passages
    elif asked and turn.tier in {"emergency", "crisis"} and not turn.sms:
        lines.append(say("utter_question_for_later"))
    return _Part("escalation", tuple(lines), passages=passages)


def _by_decision(turn: Turn, library: Library, say: Say) -> _Part:
    decision = turn.decision
    if decision.outcome == "answer":
        return _answer(turn, library, say)
    if decision.outcome == "clarify":
        return _clarify(decision, library, say)
    if decision.outcome == "not_covered":
        return _not_covered(decision, library, say)
    if decision.outcome == "say":
        return _talk(turn, library, say)
    if decision.why == "empty":
        return _Part("abstain", (say("utter_empty"),))
    if decision.why == "too long":
        return _Part("abstain", (say("utter_too_long"),))
    if decision.why == "Spanish":
        return _Part("abstain", (say("utter_abstain_es"),))
    if decision.why == "out of scope":
        return _Part("abstain", (say("utter_" + decision.labels[0]),))
    return _Part("abstain", (say("utter_abstain"),))


def _answer(turn: Turn, library: Library, say: Say, *, brief: bool = False) -> _Part:
    topic = library.topics.get(turn.decision.labels[0].split("/", 1)[1])
    if topic is None:  # the last topic of a conversation that an older archive began
        return _Part("abstain", (say("utter_abstain"),))
    sides = choose(topic, list(turn.hits))
    passages = sides.passages[:MOST_SIDES]
    said = _sides(sides, passages, library, say, sms=turn.sms)
    lines = said if turn.sms else ["\n".join(said)]
    if not brief:
        lines.insert(len(lines) if turn.sms else 0, _day_line(turn, sides, say))
        lines.append(say(f"utter_ask/{topic.id}"))
        if topic.id == "when-to-call":
            lines.append(say("utter_emergency_line"))
    lines.append(say("utter_sources", list=cite(passages, library)))
    return _Part("answer", tuple(line for line in lines if line), topic.id, passages)


def _sides(sides: Sides, passages: tuple[Passage, ...], library: Library, say: Say, *, sms: bool) -> list[str]:
    opening = [say("utter_differ")] if sides.differ else []
    return opening + [
        say("utter_side", name=library.sources[p.source].name, text=p.sms if sms else p.text) for p in passages
    ]


def cite(passages: tuple[Passage, ...], library: Library) -> str:
    """Return "UK HealthCare (Self-care), OncoLink (What is recovery like?)"."""
    places = (f"{library.sources[p.source].name} ({p.heading.strip('()')})" for p in passages)
    return ", ".join(dict.fromkeys(places))


def _day_line(turn: Turn, sides: Sides, say: Say) -> str:
    """Return where the person stands, where the answer has a limit or time in days or more."""
    timed = any(f.unit in {"hour", "day", "week", "month"} for p in sides.passages for f in p.figures)
    if turn.procedure_date is None or turn.today is None or not timed:
        return ""
    day = (turn.today - turn.procedure_date).days
    return say("utter_day", day=day) if day >= 0 else say("utter_day_before", days=-day)


def _clarify(decision: Decision, library: Library, say: Say) -> _Part:
    topics = [library.topics[label.split("/", 1)[1]] for label in decision.labels]
    buttons = tuple({"title": t.question, "payload": t.question} for t in topics)
    return _Part("clarify", (say("utter_clarify"), *(f"- {t.question}" for t in topics)), buttons=buttons)


def _not_covered(decision: Decision, library: Library, say: Say) -> _Part:
    gap = library.gaps.get(decision.labels[0].split("/", 1)[1]) if decision.labels else None
    if gap is None:
        return _Part("abstain", (say("utter_abstain"),))
    return _Part("abstain", (say("utter_not_covered", subject=gap.subject), say(f"utter_gap/{gap.id}")))


def _talk(turn: Turn, library: Library, say: Say) -> _Part:
    label = turn.decision.labels[0]
    topic = library.topics.get(turn.last_topic or "")
    if label == "who_says_so":
        if topic is None:
            return _Part("smalltalk", (say("utter_who_says_so_first"),))
        return _Part(
            "answer", (say("utter_who_says_so", list=cite(topic.passages, library)),), topic.id, topic.passages
        )
    if label == "tell_me_more":
        if topic is None:
            return _Part("smalltalk", (say("utter_more_about_what"),))
        lines = [say("utter_side", name=library.sources[p.source].name, text=p.text) for p in topic.passages]
        lines.append(say("utter_sources", list=cite(topic.passages, library)))
        return _Part("answer", tuple(lines), topic.id, topic.passages)
    if label == "inform_date":
        if turn.told_date is None:
            return _Part("smalltalk", (say("utter_inform_date_unclear"),))
        return _Part("smalltalk", (say("utter_inform_date", date=f"{turn.told_date:%B} {turn.told_date.day}"),))
    if label == "not_contacted" and turn.alarm is not None:
        return _Part("smalltalk", (say("utter_not_contacted_alarm"),))
    return _Part("smalltalk", (say("utter_" + label),))


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
