"""The safety policy: whatever else a message is, a warning sign is answered first."""

from __future__ import annotations

from datetime import timezone
from pathlib import Path
from typing import Any

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.answers.day import is_timed
from bot.clock import message_time
from bot.knowledge.evidence import QUESTIONS, Decision
from bot.knowledge.published import published
from bot.records import RedFlag
from bot.redflags.alarm import Alarm, advance, inquire
from bot.redflags.detector import THERE_AGAIN
from bot.redflags.help_reached import HelpReader, Reading
from bot.redflags.help_words import HelpWords, read_help

ESCALATE = "utter_escalation"
KEEP_QUESTION, HAND_OFF = "action_keep_question", "action_hand_off"
REACHED_HELP = "contacted_help"
REQUEST_HUMAN = "request_human"
_HELP_FILE = "help.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class SafetyPolicy(Policy):
    """Escalate on `red_flags` alone; keep the alarm, the day and the topic as slots.

    Effects outside the conversation come after the reply, never in an escalation turn. The words
    that end an alarm travel in the archive.
    """

    _help: HelpReader | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": 100, "knowledge": "knowledge"}

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_AND_RULE_DATA

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SafetyPolicy:
        return cls(config, model_storage, resource, execution_context)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SafetyPolicy:
        policy = cls(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as name:
            policy._help = HelpReader(HelpWords.from_json((Path(name) / _HELP_FILE).read_text(encoding="utf-8")))
        policy._help.compile()
        return policy

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return read_help(Path({**cls.get_default_config(), **config}["knowledge"])).digest

    def _create_featurizer(self) -> TrackerFeaturizer | None:  # type: ignore[override]
        return None

    def train(  # type: ignore[override]
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        words = read_help(Path(self.config["knowledge"]))
        with self._model_storage.write_to(self._resource) as name:
            (Path(name) / _HELP_FILE).write_text(words.to_json(), encoding="utf-8")
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        message = tracker.latest_message
        data = message.parse_data if message else {}
        flags = [RedFlag.from_dict(flag) for flag in data.get("red_flags") or []]  # type: ignore[union-attr]
        if tracker.latest_action_name == ACTION_LISTEN_NAME:
            events = _slots(tracker, dict(data), flags, self._read_help(tracker))
            if flags:
                return self._certain(ESCALATE, domain, events)
            return self._prediction(self._default_predictions(domain), events=events)
        if tracker.latest_action_name in {ESCALATE, KEEP_QUESTION, HAND_OFF}:
            return self._certain(ACTION_LISTEN_NAME, domain, [])
        effect = _effect(tracker, dict(data), flags)
        if effect is not None:
            return self._certain(effect, domain, [])
        if str(tracker.latest_action_name).startswith("utter_"):
            # One reply a turn: without an intent (an empty message) no rule would end it.
            return self._certain(ACTION_LISTEN_NAME, domain, [])
        return self._prediction(self._default_predictions(domain))

    def _read_help(self, tracker: DialogueStateTracker) -> Reading:
        """Return what the message says of help; nothing where no alarm is open."""
        if self._help is None or tracker.latest_message is None or tracker.get_slot("open_escalation") is None:
            return Reading()
        said = " ".join(e.text or "" for e in tracker.events if isinstance(e, BotUttered))
        return self._help.read(tracker.latest_message.text or "", said=said)

    def _certain(self, action: str, domain: Domain, events: list[Event]) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities, events=events, is_no_user_prediction=True)


def _slots(tracker: DialogueStateTracker, data: dict[str, Any], flags: list[RedFlag], reading: Reading) -> list[Event]:
    """Return what this message changes: alarm, evidence, day of the procedure, topic."""
    events = _alarm_slots(tracker, data, flags, reading)
    if flags:
        known = tracker.get_slot("flag_evidence") or []
        events.append(SlotSet("flag_evidence", list(dict.fromkeys([*known, *(f.id for f in flags)]))))
    if data.get("procedure_date"):
        events.append(SlotSet("procedure_date", data["procedure_date"]))
    if data.get("procedure"):
        events.append(SlotSet("procedure", data["procedure"]))
    label = _last_label(data)
    if label:
        events.append(SlotSet("last_label", label))
    topics = _answered_topics(data)
    if topics:
        events += [SlotSet("last_topic", topics[0]), SlotSet("also_topic", next(iter(topics[1:]), None))]
    if not flags and _wants_the_date(tracker, data, topics):
        events.append(SlotSet("date_asked", tracker.latest_message.message_id))  # type: ignore[union-attr]
    return events


def _last_label(data: dict[str, Any]) -> str | None:
    """Return what the message was about, as a follow-up would mean it: "ask/lifting", "gap/driving"."""
    decision = Decision.from_dict(data["decision"]) if data.get("decision") else Decision("abstain")
    asked = [d for d in (decision.also, decision) if d is not None and d.outcome in QUESTIONS and d.labels]
    return asked[0].labels[0] if asked else None


def _answered_topics(data: dict[str, Any]) -> list[str]:
    decision = Decision.from_dict(data["decision"]) if data.get("decision") else Decision("abstain")
    answered = [d for d in (decision, decision.also) if d is not None and d.outcome == "answer"]
    return [d.labels[0].split("/", 1)[1] for d in answered]


def _wants_the_date(tracker: DialogueStateTracker, data: dict[str, Any], topics: list[str]) -> bool:
    """Tell whether the day of the procedure matters to the answer, is not known and was never asked for."""
    if (
        not topics
        or data.get("procedure_date")
        or any(tracker.get_slot(slot) for slot in ("procedure_date", "date_asked"))
    ):
        return False
    library = published(data.get("knowledge"))
    found = [library.topics[topic] for topic in topics[:1] if topic in library.topics]
    return any(is_timed(topic, topic.passages) for topic in found)


def _alarm_slots(
    tracker: DialogueStateTracker, data: dict[str, Any], flags: list[RedFlag], reading: Reading
) -> list[Event]:
    message = tracker.latest_message
    before = Alarm.from_dict(tracker.get_slot("open_escalation"))
    now = message_time(message.metadata if message else None).astimezone(timezone.utc).isoformat(timespec="seconds")
    intent = (data.get("intent") or {}).get("name") if _outcome(data) == "say" else None
    reached = before is not None and reading.ends(before.tier, intent=intent, asked=bool(before.asking))
    if any(THERE_AGAIN in flag.why for flag in flags):
        reached = False  # "they sent me home and it came back": help was reached, and is wanted again
    id_ = str(message.message_id or "") if message else ""
    alarm = advance(before, flags, reached_help=reached, now=now, message_id=id_)
    if alarm is not None and not flags:
        alarm = inquire(alarm, called=reading.called or intent == REACHED_HELP, now=now)
    if alarm == before:
        return []
    events: list[Event] = [SlotSet("open_escalation", alarm.as_dict() if alarm else None)]
    if before is not None and alarm is None:
        ended = {**before.as_dict(), "ended_at": now, "ended_by": reading.by(before.tier)}
        events.append(SlotSet("ended_escalation", ended))
    return events


def _effect(tracker: DialogueStateTracker, data: dict[str, Any], flags: list[RedFlag]) -> str | None:
    """Return the effect that follows a reply that was just given, if any."""
    if flags or not str(tracker.latest_action_name).startswith("utter_"):
        return None
    if (data.get("intent") or {}).get("name") == REQUEST_HUMAN and _outcome(data) == "say":
        return HAND_OFF
    decision = Decision.from_dict(data["decision"]) if data.get("decision") else None
    unanswered = decision is not None and (
        decision.outcome == "not_covered" or (decision.outcome == "abstain" and decision.why == "too little evidence")
    )
    return KEEP_QUESTION if unanswered else None


def _outcome(data: dict[str, Any]) -> str | None:
    return (data.get("decision") or {}).get("outcome")
