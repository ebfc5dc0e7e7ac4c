"""Last in the pipeline: read the message in its conversation and decide what it asks for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.clock import message_time
from bot.knowledge.evidence import QUESTIONS, Decision, Weights, decide, decide_each, fuse
from bot.language import is_spanish
from bot.nlu.dates import procedure_date
from bot.nlu.ellipsis import asks_which_day, says_no
from bot.nlu.fingerprint import of_folder, of_modules
from bot.nlu.follow_up import Heard, Nearness, follow_up
from bot.nlu.intent_classifier import LABELS, LABELS_IN_PLACE, LABELS_OF_JOINED, LABELS_OF_QUESTIONS
from bot.nlu.ngram_counter import NGramCounter
from bot.nlu.normaliser import WHOLE_TEXT
from bot.nlu.passage_retriever import (
    HITS,
    HITS_OF_QUESTIONS,
    KNOWLEDGE,
    NEAREST,
    NEAREST_OF_JOINED,
    NEAREST_OF_QUESTIONS,
)
from bot.nlu.procedure import told_procedure
from bot.nlu.said import said_before
from bot.nlu.sentence_encoder import CORRECTS
from bot.nlu.turn_reader import Reading, TurnReader
from bot.nlu.when import WHEN
from bot.text import MAX_CHARACTERS

#: The reader's weights in the archive.
_READER = "turns.npz"
#: What the message asks for; the procedure and its date that it tells of; its language.
DECISION, PROCEDURE, PROCEDURE_DATE, LANGUAGE = "decision", "procedure", "procedure_date", "language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ContextResolver(GraphComponent):
    """Write `decision`, `procedure_date` and `language`."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, reader: TurnReader | None = None
    ) -> None:
        self._weights, self._nearness = Weights(**config["weights"]), Nearness(**config["nearness"])
        self._config, self._storage, self._resource, self._reader = config, storage, resource, reader

    @classmethod
    def required_components(cls) -> list[type]:
        return [
            NGramCounter
        ]  # not PassageRetriever: Rasa looks for these in training too, where a retriever does not run

    @classmethod
    def required_packages(cls) -> list[str]:
        return ["dateparser"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"weights": {}, "nearness": {}, "reader": "data/reader/turns.npz"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ContextResolver:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ContextResolver:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, TurnReader.load(Path(folder) / _READER))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        path = Path({**cls.get_default_config(), **config}["reader"])
        return of_folder(path.parent, path.name) + of_modules("bot.nlu.turn_reader", "bot.nlu.form")

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the fitted reader of turns in the archive."""
        self._reader = TurnReader.load(Path(self._config["reader"]))
        with self._storage.write_to(self._resource) as folder:
            self._reader.save(Path(folder) / _READER)
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            message.set(LANGUAGE, "es" if is_spanish(text) else "en", add_to_output=True)
            today = message_time(message.get("metadata")).replace(tzinfo=None)
            day = procedure_date(text, today=today) or _bare_date(message, tracker, today)
            message.set(PROCEDURE_DATE, day.isoformat() if day else None, add_to_output=True)
            message.set(PROCEDURE, told_procedure(text), add_to_output=True)
            decision = self._decide(message, tracker)
            message.set(DECISION, decision.as_dict(), add_to_output=True)
            message.set(HITS, _kept(message.get(HITS), decision), add_to_output=True)
            of_questions = [_kept(hits, decision) for hits in message.get(HITS_OF_QUESTIONS) or []]
            message.set(HITS_OF_QUESTIONS, of_questions, add_to_output=True)
        return messages

    def _decide(self, message: Message, tracker: DialogueStateTracker | None) -> Decision:
        text = message.get(TEXT) or ""
        if not text:
            return Decision("abstain", why="empty")
        if len(message.get(WHOLE_TEXT) or "") > MAX_CHARACTERS:
            return Decision("abstain", why="too long")
        if message.get(LANGUAGE) == "es":
            return Decision("abstain", why="Spanish")
        alarm = (tracker.get_slot("open_escalation") if tracker else None) or {}
        if alarm.get("asking") and says_no(text):
            return Decision("say", ("not_contacted",), why="a no to whether help was reached")
        whole = self._read(message.get(LABELS), message.get(NEAREST))
        nearest = message.get(NEAREST_OF_QUESTIONS) or {}
        asked = [
            replace(self._read(labels, nearest.get(question)), question=place)
            for place, (question, labels) in enumerate((message.get(LABELS_OF_QUESTIONS) or {}).items())
        ]
        own = decide_each(asked, whole, message.get(LABELS) or [], self._weights)
        if message.get(PROCEDURE_DATE) and own.outcome == "say" and own.labels[0] in _BESIDE_A_DAY and not alarm:
            return replace(own, labels=("inform_date",), why="tells the day")
        if asks_which_day(text) and not (own.outcome in QUESTIONS and own.score >= self._nearness.named):
            return Decision("say", ("which_day",), why="asks which day it is")
        labels = message.get(LABELS_OF_JOINED)
        joined = self._reading(labels, message.get(NEAREST_OF_JOINED)) if labels else None
        meant = self._read(labels, message.get(NEAREST_OF_JOINED)) if labels and message.get(CORRECTS) else None
        alone, in_place = self._reading(message.get(LABELS), message.get(NEAREST)), message.get(LABELS_IN_PLACE)
        heard = Heard(text, alone, joined, Reading.of(in_place) if in_place else None, meant, bool(alarm))
        assert self._reader is not None, "the reader is loaded by train() or load()"
        return follow_up(heard, own, said_before(tracker, message.get(KNOWLEDGE)), self._nearness, self._reader)

    def _reading(self, labels: list[tuple[str, float]] | None, nearest: dict[str, float] | None) -> Reading:
        ranking = fuse(labels or [], nearest or {}, self._weights)
        return Reading(dict(labels or []), nearest or {}, tuple(label for label, _ in ranking))

    def _read(self, labels: list[tuple[str, float]] | None, nearest: dict[str, float] | None) -> Decision:
        return decide(fuse(labels or [], nearest or {}, self._weights), self._weights)


#: So many passages are kept of all that were found, whatever the message asks for.
_HITS = 8


def _kept(hits: list[dict[str, Any]] | None, decision: Decision) -> list[dict[str, Any]]:
    """Return the nearest passages, and all of what the message asks for: they are stored with every message."""
    labels = {*decision.labels, *(decision.also.labels if decision.also else ())}
    asked = {label.split("/", 1)[-1] for label in labels}
    return [hit for place, hit in enumerate(hits or []) if place < _HITS or hit["passage"].split("/", 1)[0] in asked]


#: What a message that tells the day of the procedure may be taken for: "sorry, my mistake, it was Wednesday".
_BESIDE_A_DAY = {
    "inform_date",
    "not_contacted",
    "follow_up",
    "chat/acknowledge",
    "chat/no",
    "chat/thanks",
    "chat/greet",
}
#: A day put right beside something else: "forgive me, I misread my calendar. It was Monday the 18th. Where should I be today?".
_SLIP = re.compile(
    r"\b(?:forgive|pardon|sorry|apolog\w+|misread|mis-?spoke|mistaken?|muddled|mixed|wrong|my bad|correction)\b.{0,60}[.!;,] "
    rf"(?:(?:no|actually),? )?(?:it was|it's|it is)(?: really| actually)? (?:on )?{WHEN}"
)
#: Words of a reply to "Which day was the procedure?" that is a day and nothing else: "last Wednesday".
_BARE_DAY = 3


def _bare_date(message: Message, tracker: DialogueStateTracker | None, today: datetime) -> date | None:
    """Return the day that a message gives when one is awaited: asked for, or to be put right."""
    text = (message.get(TEXT) or "").lower()
    labels = message.get(LABELS) or [("", 0.0)]
    day = re.search(WHEN, text)
    if tracker is None or day is None:
        return None
    known = tracker.get_slot("procedure_date")
    asked = bool(tracker.get_slot("date_asked")) and not known and len(text.split()) <= _BARE_DAY
    put_right = bool(known) and "inform_date" in (label for label, _ in labels[:2])
    slip = _SLIP.search(text) if known else None
    told = day if asked or put_right else slip
    return procedure_date(f"it was on {told['when']}", today=today) if told else None
