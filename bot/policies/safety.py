"""The safety policy: whatever else a message is, a warning sign is answered first."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge.evidence import Decision
from bot.records import RedFlag
from bot.redflags.alarm import Alarm, advance

ESCALATE = "utter_escalation"
KEEP_QUESTION, HAND_OFF = "action_keep_question", "action_hand_off"
REACHED_HELP = "contacted_help"
REQUEST_HUMAN = "request_human"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class SafetyPolicy(Policy):
    """Escalate on `red_flags` alone; keep the alarm, the day and the topic as slots.

    Effects outside the conversation come after the reply, never in an escalation turn.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": 100}

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
        return cls(config, model_storage, resource, execution_context)

    def _create_featurizer(self) -> TrackerFeaturizer | None:  # type: ignore[override]
        return None

    def train(  # type: ignore[override]
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
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
            events = _slots(tracker, dict(data), flags)
            if flags:
                return self._certain(ESCALATE, domain, events)
            return self._prediction(self._default_predictions(domain), events=events)
        if tracker.latest_action_name in {ESCALATE, KEEP_QUESTION, HAND_OFF}:
            return self._certain(ACTION_LISTEN_NAME, domain, [])
        effect = _effect(tracker, dict(data), flags)
        if effect is not None:
            return self._certain(effect, domain, [])
        return self._prediction(self._default_predictions(domain))

    def _certain(self, action: str, domain: Domain, events: list[Event]) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities, events=events, is_no_user_prediction=True)


def _slots(tracker: DialogueStateTracker, data: dict[str, Any], flags: list[RedFlag]) -> list[Event]:
    """Return what this message changes: alarm, evidence, day of the procedure, topic."""
    events: list[Event] = []
    before = Alarm.from_dict(tracker.get_slot("open_escalation"))
    reached = (data.get("intent") or {}).get("name") == REACHED_HELP and _outcome(data) == "say"
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    alarm = advance(before, flags, reached_help=reached, now=now)
    if alarm != before:
        events.append(SlotSet("open_escalation", alarm.as_dict() if alarm else None))
    if flags:
        known = tracker.get_slot("flag_evidence") or []
        events.append(SlotSet("flag_evidence", list(dict.fromkeys([*known, *(f.id for f in flags)]))))
    if data.get("procedure_date"):
        events.append(SlotSet("procedure_date", data["procedure_date"]))
    decision = data.get("decision")
    if decision and decision["outcome"] == "answer":
        events.append(SlotSet("last_topic", decision["labels"][0].split("/")[1]))
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
