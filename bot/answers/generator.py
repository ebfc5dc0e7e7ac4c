"""The in-process generator that `endpoints.yml` names: from the tracker to the reply."""

from __future__ import annotations

import logging
from datetime import date, datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.answers.compose import Turn, compose
from bot.answers.phrases import Phrases
from bot.knowledge.evidence import Decision
from bot.knowledge.published import published
from bot.records import Hit, RedFlag
from bot.redflags.alarm import Alarm
from bot.settings import read_clinic
from bot.text import asks

logger = logging.getLogger(__name__)


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
            turn = read_turn(tracker, ZoneInfo(self._clinic.time_zone))
            library = published((tracker.latest_message.parse_data or {}).get("knowledge"))  # type: ignore[union-attr]
            return compose(turn, library, phrases.say).as_response()
        except Exception as error:  # a reply must go out whatever fails
            logger.error("The reply could not be written: %s", type(error).__name__)
            return phrases.last_resort(_flags(tracker))


def read_turn(tracker: DialogueStateTracker, zone: ZoneInfo) -> Turn:
    """Read from the tracker all that the reply depends on."""
    message = tracker.latest_message
    data: dict[str, Any] = dict(message.parse_data or {}) if message else {}
    metadata: dict[str, Any] = dict(message.metadata or {}) if message else {}
    said = [event for event in tracker.events if isinstance(event, BotUttered)]
    decision = data.get("decision")
    return Turn(
        flags=tuple(_flags(tracker)),
        decision=Decision.from_dict(decision) if decision else Decision("abstain"),
        hits=tuple(Hit(h["passage"], h["score"]) for h in data.get("hits") or []),
        language=data.get("language") or "en",
        channel=_channel(tracker),
        alarm=Alarm.from_dict(tracker.get_slot("open_escalation")),
        last_topic=tracker.get_slot("last_topic"),
        procedure_date=_date(tracker.get_slot("procedure_date")),
        told_date=_date(data.get("procedure_date")),
        today=_today(metadata, zone),
        first=not said,
        asks=asks((message.text if message else None) or ""),
        model=str(metadata.get("model_id") or "unknown"),
    )


def _flags(tracker: DialogueStateTracker) -> list[RedFlag]:
    data = tracker.latest_message.parse_data if tracker.latest_message else {}
    return [RedFlag.from_dict(flag) for flag in (data or {}).get("red_flags") or []]  # type: ignore[union-attr]


def _channel(tracker: DialogueStateTracker) -> str:
    return "sms" if tracker.get_latest_input_channel() == "sms" else "web"


def _date(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _today(metadata: dict[str, Any], zone: ZoneInfo) -> date:
    """Return the clinic's date of the message: its metadata's `now` (replay), else the clock's."""
    given = metadata.get("now")
    if isinstance(given, str):
        return datetime.fromisoformat(given).date()
    return datetime.now(timezone.utc).astimezone(zone).date()
