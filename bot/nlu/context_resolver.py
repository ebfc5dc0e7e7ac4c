"""Last in the pipeline: read the message in its conversation and decide what it asks for."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.evidence import Decision, Weights, decide, fuse
from bot.nlu.dates import procedure_date
from bot.nlu.ellipsis import leans_on_last_topic
from bot.nlu.intent_classifier import LABELS
from bot.nlu.normaliser import WHOLE_TEXT
from bot.nlu.passage_retriever import NEAREST, PassageRetriever
from bot.text import MAX_CHARACTERS, is_spanish

#: What the message asks for; the date of the procedure it tells; its language.
DECISION, PROCEDURE_DATE, LANGUAGE = "decision", "procedure_date", "language"


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
            date = procedure_date(text, today=_today(message))
            message.set(PROCEDURE_DATE, date.isoformat() if date else None, add_to_output=True)
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
        decision = decide(fuse(message.get(LABELS) or [], message.get(NEAREST) or {}, self._weights), self._weights)
        last_topic = tracker.get_slot("last_topic") if tracker else None
        if last_topic and leans_on_last_topic(text):
            return Decision("answer", (f"ask/{last_topic}",), decision.score, "follow-up on the last topic")
        return decision


def _today(message: Message) -> datetime:
    """Return the message's own date: its metadata's `now` (replay, tests), else the clock's."""
    given = (message.get("metadata") or {}).get("now")
    if isinstance(given, str):
        try:
            return datetime.fromisoformat(given)
        except ValueError:
            pass
    return datetime.now(timezone.utc).replace(tzinfo=None)
