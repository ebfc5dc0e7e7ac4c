"""Last in the pipeline: read the message in its conversation and decide what it asks for."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.clock import message_time
from bot.knowledge.evidence import FOLLOW_UP, Decision, Outcome, Weights, decide, decide_each, fuse
from bot.nlu.dates import procedure_date
from bot.nlu.ellipsis import asks_who_says_so, leans_on_last_topic
from bot.nlu.intent_classifier import LABELS, LABELS_OF_QUESTIONS
from bot.nlu.normaliser import WHOLE_TEXT
from bot.nlu.passage_retriever import NEAREST, NEAREST_OF_QUESTIONS, PassageRetriever
from bot.nlu.procedure import told_procedure
from bot.text import MAX_CHARACTERS, is_spanish

#: What the message asks for; the procedure and its date that it tells of; its language.
DECISION, PROCEDURE, PROCEDURE_DATE, LANGUAGE = "decision", "procedure", "procedure_date", "language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ContextResolver(GraphComponent):
    """Write `decision`, `procedure_date` and `language`."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._weights = Weights(**config["weights"])

    @classmethod
    def required_components(cls) -> list[type]:
        return [PassageRetriever]

    @classmethod
    def required_packages(cls) -> list[str]:
        return ["dateparser"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"weights": {}}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ContextResolver:
        return cls(config)

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            message.set(LANGUAGE, "es" if is_spanish(text) else "en", add_to_output=True)
            today = message_time(message.get("metadata")).replace(tzinfo=None)
            date = procedure_date(text, today=today)
            if date is None and _was_asked_for_the_date(tracker) and len(text.split()) <= _BARE_DAY:
                date = procedure_date(f"it was on {text}", today=today)
            message.set(PROCEDURE_DATE, date.isoformat() if date else None, add_to_output=True)
            message.set(PROCEDURE, told_procedure(text), add_to_output=True)
            message.set(DECISION, self._decide(message, tracker).as_dict(), add_to_output=True)
        return messages

    def _decide(self, message: Message, tracker: DialogueStateTracker | None) -> Decision:
        text = message.get(TEXT) or ""
        if not text:
            return Decision("abstain", why="empty")
        if len(message.get(WHOLE_TEXT) or "") > MAX_CHARACTERS:
            return Decision("abstain", why="too long")
        if message.get(LANGUAGE) == "es":
            return Decision("abstain", why="Spanish")
        decision = self._read(message.get(LABELS), message.get(NEAREST))
        nearest = message.get(NEAREST_OF_QUESTIONS) or {}
        asked = [
            self._read(labels, nearest.get(question))
            for question, labels in (message.get(LABELS_OF_QUESTIONS) or {}).items()
        ]
        decision = decide_each(asked, decision, self._weights)
        last_topic = tracker.get_slot("last_topic") if tracker else None
        if last_topic and asks_who_says_so(text):
            return Decision("say", ("who_says_so",), decision.score, "asks after the last answer")
        last_label = tracker.get_slot("last_label") if tracker else None
        if not last_label and leans_on_last_topic(text):
            return Decision("say", ("tell_me_more",), decision.score, "a follow-up on nothing")
        if last_label and leans_on_last_topic(text):
            outcome: Outcome = "answer" if last_label.startswith("ask/") else "not_covered"
            return Decision(outcome, (last_label,), decision.score, FOLLOW_UP)
        return decision

    def _read(self, labels: list[tuple[str, float]] | None, nearest: dict[str, float] | None) -> Decision:
        return decide(fuse(labels or [], nearest or {}, self._weights), self._weights)


#: Words of a reply to "Which day was your procedure?" that is a day and nothing else: "last Wednesday".
_BARE_DAY = 3


def _was_asked_for_the_date(tracker: DialogueStateTracker | None) -> bool:
    return tracker is not None and bool(tracker.get_slot("date_asked")) and not tracker.get_slot("procedure_date")
