"""The in-process generator that `endpoints.yml` names: from the tracker to the reply."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.answers.compose import compose
from bot.answers.details import details
from bot.answers.phrases import Phrases
from bot.answers.turn import Turn
from bot.clock import message_time
from bot.knowledge.evidence import Decision
from bot.knowledge.library import Library
from bot.knowledge.published import published
from bot.records import Hit, RedFlag
from bot.redflags.alarm import Alarm
from bot.settings import read_clinic
from bot.text import asks

logger = logging.getLogger(__name__)

#: Beside the reply, for the channel's edge and never for the patient: what the turn changed in an alarm.
ALARM = "alarm"
#: And what a channel with a screen shows beside the text.
DETAILS = "details"
#: Replies that "more" looks back on, so that nothing is said twice.
_LOOKED_BACK = 6
_KEPT = ("tier", "flags")


class AnswerGenerator(TemplatedNaturalLanguageGenerator):
    """Write each reply from the archive's texts and the turn's ids.

    Whatever fails, the patient gets the last-resort text with the emergency number.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__(domain.responses if domain else {})
        self._clinic = read_clinic()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return text, buttons and turn record."""
        phrases = Phrases(self.responses, self._clinic, _channel(tracker))
        try:
            library = published((tracker.latest_message.parse_data or {}).get("knowledge"))  # type: ignore[union-attr]
            turn = replace(read_turn(tracker, library), grace_days=self._clinic.review_grace_days)
            reply = compose(turn, library, phrases.say)
            beside = {} if turn.sms else {DETAILS: details(turn, reply)}
            return {**reply.as_response(), **_changed_alarm(tracker), **beside}
        except Exception as error:  # a reply must go out whatever fails
            logger.error("The reply could not be written: %s", type(error).__name__)
            return {**phrases.last_resort(_flags(tracker), _language(tracker)), **_changed_alarm(tracker)}


def read_turn(tracker: DialogueStateTracker, library: Library) -> Turn:
    """Read from the tracker all that the reply depends on."""
    message = tracker.latest_message
    data: dict[str, Any] = dict(message.parse_data or {}) if message else {}
    metadata: dict[str, Any] = dict(message.metadata or {}) if message else {}
    said = [event for event in tracker.events if isinstance(event, BotUttered)]
    decision = data.get("decision")
    return Turn(
        flags=tuple(_flags(tracker)),
        decision=Decision.from_dict(decision) if decision else Decision("abstain"),
        hits=_read_hits(data.get("hits")),
        hits_of_questions=tuple(map(_read_hits, data.get("hits_of_questions") or [])),
        language=_language(tracker),
        channel=_channel(tracker),
        alarm=Alarm.from_dict(tracker.get_slot("open_escalation")),
        ended=_alarm_events(tracker)[-1:] == [None],
        text=(message.text if message else None) or "",
        last_topic=_last_topic(tracker, library),
        also_topic=None if _gap(tracker) else tracker.get_slot("also_topic"),
        last_gap=_gap(tracker),
        said=" ".join(event.text or "" for event in said[-_LOOKED_BACK:]),
        procedure=tracker.get_slot("procedure"),
        ask_date=message is not None and tracker.get_slot("date_asked") == message.message_id,
        procedure_date=_date(tracker.get_slot("procedure_date")),
        told_date=_date(data.get("procedure_date")),
        today=message_time(metadata).date(),
        first=not said,
        asks=asks((message.text if message else None) or ""),
        model=str(metadata.get("model_id") or "unknown"),
    )


def _read_hits(found: list[dict[str, Any]] | None) -> tuple[Hit, ...]:
    return tuple(Hit(hit["passage"], hit["score"]) for hit in found or [])


def _flags(tracker: DialogueStateTracker) -> list[RedFlag]:
    data = tracker.latest_message.parse_data if tracker.latest_message else {}
    return [RedFlag.from_dict(flag) for flag in (data or {}).get("red_flags") or []]  # type: ignore[union-attr]


def _last_topic(tracker: DialogueStateTracker, library: Library) -> str | None:
    """Return the topic that a follow-up would mean; of what no page covers, the one shown beside it, if any."""
    if id_ := _gap(tracker):
        gap = library.gaps.get(id_)
        return gap.shows if gap else None
    return tracker.get_slot("last_topic")  # type: ignore[no-any-return]


def _gap(tracker: DialogueStateTracker) -> str | None:
    """Return the gap that was asked after last, if it was one."""
    label: str = tracker.get_slot("last_label") or ""
    return label.removeprefix("gap/") if label.startswith("gap/") else None


def _channel(tracker: DialogueStateTracker) -> str:
    return "sms" if tracker.get_latest_input_channel() == "sms" else "web"


def _language(tracker: DialogueStateTracker) -> str:
    data = tracker.latest_message.parse_data if tracker.latest_message else {}
    return str((data or {}).get("language") or "en")


def _alarm_events(tracker: DialogueStateTracker, *, before: bool = False) -> list[dict[str, Any] | None]:
    """Return what this turn, or those before it, set the alarm to, in order."""
    events = list(tracker.events)
    said = max((place for place, event in enumerate(events) if isinstance(event, UserUttered)), default=0)
    events = events[:said] if before else events[said:]
    return [e.value for e in events if isinstance(e, SlotSet) and e.key == "open_escalation"]


def _changed_alarm(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return the alarm that this turn opened, raised or ended, as the edge keeps it."""
    changed, before = _alarm_events(tracker), _alarm_events(tracker, before=True)
    if not changed:
        return {}
    known = before[-1] if before else None
    if changed[-1] and known and all(known.get(key) == changed[-1].get(key) for key in _KEPT):
        return {}  # no more than what the reply asks
    alarm = changed[-1] or tracker.get_slot("ended_escalation") or {}
    kept = {
        "id": alarm.get("id"),
        "tier": alarm.get("tier"),
        "signs": list(alarm.get("flags") or ()),
        "since": alarm.get("since"),
        "ended_at": alarm.get("ended_at"),
        "ended_by": alarm.get("ended_by"),
    }
    return {ALARM: kept}


def _date(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
