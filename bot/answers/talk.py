"""Talk about the talk: who says so, tell me more, dates, wishes for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.answers import day
from bot.answers.answer import cite, from_topic
from bot.answers.dated import any_due, shown
from bot.answers.local import is_local, local_first
from bot.answers.turn import Part, Say, Turn
from bot.knowledge.library import Library
from bot.records import Passage, Source, Topic

_MOST_HEADINGS = 2
#: Talk in which people take an answer for leave: "Super, then I book the flight for Friday".
_MAY_TAKE_FOR_LEAVE = {"chat/acknowledge", "chat/thanks", "chat/bye", "chat/feeling"}
_WORDS_OF_A_PLAN = 5


def talk(turn: Turn, library: Library, say: Say) -> Part:
    """Answer what is said about the talk itself."""
    label = turn.decision.labels[0]
    topic = _as_shown(turn.last_topic, turn, library)
    if label in {"who_says_so", "tell_me_more"} and topic is not None and not topic.passages:
        return Part("abstain", (say("utter_withheld"),), topic.id)
    if label == "who_says_so":
        if topic is None:
            return Part("smalltalk", (say("utter_who_says_so_first"),))
        also = _as_shown(turn.also_topic, turn, library)
        told = (*topic.passages, *(also.passages if also is not None else ()))
        name = "utter_who_says_so_local" if is_local(told[0], library) else "utter_who_says_so"
        return Part("answer", (say(name, list=cite(_cited(turn, told), library, _dated(turn, say))),), topic.id, told)
    if label == "tell_me_more":
        if topic is None:
            return Part("smalltalk", (say("utter_more_about_what"),))
        if turn.sms:
            return _more_by_sms(turn, topic, library, say)
        lines = [
            say(
                "utter_local" if is_local(p, library) else "utter_side",
                name=library.sources[p.source].name,
                text=p.text,
            )
            for p in topic.passages
        ]
        if any_due(topic.passages, turn.today):
            lines.append(say("utter_review_due"))
        lines.append(say("utter_sources", list=cite(topic.passages, library)))
        return Part("answer", tuple(lines), topic.id, topic.passages)
    if label == "which_day":
        return _which_day(turn, say)
    if label == "inform_date":
        if turn.told_date is None:
            return Part("smalltalk", (say("utter_inform_date_unclear"),))
        return _date_told(turn, turn.told_date, topic, library, say)
    if label == "not_contacted" and turn.alarm is not None:
        return Part("smalltalk", (say("utter_not_contacted_alarm"),))
    said = say("utter_" + label)
    if turn.last_gap is None or label not in _MAY_TAKE_FOR_LEAVE or len(turn.text.split()) < _WORDS_OF_A_PLAN:
        return Part("smalltalk", (said,))
    return Part("smalltalk", (said, say(f"utter_gap/{turn.last_gap}")))


def _cited(turn: Turn, passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Return the passages whose headings are told: in a text message at most two of a page."""
    counted = Counter[str]()
    found = []
    for passage in passages:
        counted[passage.source] += 1
        if not turn.sms or counted[passage.source] <= _MOST_HEADINGS:
            found.append(passage)
    return tuple(found)


def _dated(turn: Turn, say: Say) -> Callable[[Source], str]:
    """Return what tells a page's date; a text message has no room to say that there is none."""

    def shown(source: Source) -> str:
        if source.dated is not None:
            shown_on = date.fromisoformat(source.dated)
            return say("utter_page_dated", date=f"{day.written(shown_on)}, {shown_on.year}")
        return "" if turn.sms else say("utter_page_undated")

    return shown


def _date_told(turn: Turn, told: date, topic: Topic | None, library: Library, say: Say) -> Part:
    """Note the date; where the last answer depends on it, give that again beside the day."""
    written = day.written(told)
    if topic is None or not day.is_timed(topic, topic.passages):
        standing = day.opening(told, turn.today, say) if turn.today is not None else ""
        return Part("smalltalk", (say("utter_inform_date", date=written, day=standing),))
    noted = say("utter_date_noted", date=written)
    part = from_topic(replace(turn, procedure_date=told), topic, library, say, spare=len(noted.split()))
    return replace(part, lines=(noted, *part.lines))


def _which_day(turn: Turn, say: Say) -> Part:
    """Say on which day the person is, and from which day that is counted."""
    procedure = turn.told_date or turn.procedure_date
    if procedure is None or turn.today is None:
        return Part("smalltalk", (say("utter_which_day_unknown"),))
    if turn.today < procedure:
        return Part("smalltalk", (say("utter_which_day_before", date=day.written(procedure)),))
    standing = day.opening(procedure, turn.today, say)
    return Part("smalltalk", (say("utter_which_day", day=standing, date=day.written(procedure)),))


def _more_by_sms(turn: Turn, topic: Topic, library: Library, say: Say) -> Part:
    """Go on with what was not said yet: sides, advice, sources; then say that this was all."""
    sides = [(say("utter_side", name=library.sources[p.source].name, text=p.sms), p) for p in topic.passages]
    left = [(line, p) for line, p in sides if p.sms not in turn.said]
    lines = [line for line, _ in left]
    for line in (say(f"utter_ask/{topic.id}"), say("utter_sources", list=cite(topic.passages, library))):
        if line not in turn.said:
            lines.append(line)
    if not lines:
        return Part("smalltalk", (say("utter_no_more"),))
    return Part("answer", tuple(lines), topic.id, tuple(p for _, p in left) or topic.passages)


def _as_shown(last: str | None, turn: Turn, library: Library) -> Topic | None:
    """Return a topic of the last answer as it may be shown now, the clinic's own sheet first."""
    topic = library.topics.get(last or "")
    if topic is None:
        return None
    current = shown(topic, turn.today, turn.grace_days)
    return replace(current, passages=local_first(current.passages, library))
