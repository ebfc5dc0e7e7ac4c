"""Name the intent, and for a question its topic, with a confidence that means what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import vstack

from bot.encoder.head import PooledHead, Temperatures, fit
from bot.encoder.kept import encode_kept
from bot.encoder.network import Matrix
from bot.encoder.ngrams import current_ngrams
from bot.encoder.session import current
from bot.nlu.fingerprint import of_folder, of_modules
from bot.nlu.joined import made
from bot.nlu.ngram_counter import NGRAMS, NGramCounter
from bot.nlu.sentence_encoder import JOINED, PIECES, VECTORS, vectors_file
from bot.nlu.turn_pairs import LEARNT, read_firsts, read_turns
from bot.text import questions

#: Labels with their probabilities, likeliest first: "ask/lifting", "gap/driving", "request_human".
LABELS = "labels"
#: The same for each question of a message that asks more than one.
LABELS_OF_QUESTIONS = "labels_of_questions"
#: The same for a short message read together with the one before it.
LABELS_OF_JOINED = "labels_of_joined"
#: So many turns of two messages are made of single ones, beside those that people wrote.
_MADE_TURNS = 8000
_KEPT = 12


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """A calibrated head over `intent` or, for retrieval intents, `intent/topic`, also of a message behind the one before."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, head: PooledHead | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._head = config, storage, resource, head

    @classmethod
    def required_components(cls) -> list[type]:
        return [NGramCounter]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"share": 0.4, "temperatures": None, "turns": str(LEARNT)}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, PooledHead.load(Path(folder) / "head.npz"))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        modules = (
            "bot.encoder.head",
            "bot.encoder.network",
            "bot.encoder.ngrams",
            "bot.nlu.joined",
            "bot.nlu.turn_pairs",
        )
        return of_modules(*modules) + of_folder({**cls.get_default_config(), **config}["turns"])

    def train(self, training_data: TrainingData) -> Resource:
        examples = [m for m in training_data.intent_examples if m.get(VECTORS) is not None]
        asked = [(m.get(TEXT), m.get(INTENT_RESPONSE_KEY) or m.get(INTENT)) for m in examples]
        folder = Path(self._config["turns"])
        turns = [*read_firsts(folder), *read_turns(folder), *made(asked, min(_MADE_TURNS, len(asked)))]
        encoder, texts = current(), [text for text, _ in turns]
        vectors = [np.asarray(m.get(VECTORS)[:1]) for m in examples]
        ngrams = [m.get(NGRAMS)[:1] for m in examples]
        self._head = fit(
            np.concatenate([*vectors, encode_kept(encoder, texts, vectors_file(encoder))]),
            vstack([*ngrams, current_ngrams().count(texts)], format="csr"),
            [label for _, label in (*asked, *turns)],
            share=self._config["share"],
            temperatures=Temperatures.read(self._config["temperatures"]),
        )
        with self._storage.write_to(self._resource) as folder:
            self._head.save(Path(folder) / "head.npz")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        vectors, ngrams = message.get(VECTORS), message.get(NGRAMS)
        if self._head is None or vectors is None or ngrams is None or not message.get(TEXT):
            message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set(LABELS, [])
            return
        rows = self._head.probabilities(vectors, ngrams)
        labels = self._ranked(rows[0])
        message.set(LABELS, labels)
        of_row = dict(zip(message.get(PIECES) or [], rows, strict=False))
        asked = {q: self._ranked(of_row[q]) for q in questions(message.get(TEXT)) if q in of_row}
        message.set(LABELS_OF_QUESTIONS, asked)
        joined = of_row.get(message.get(JOINED))
        message.set(LABELS_OF_JOINED, [] if joined is None else self._ranked(joined))
        name, confidence = labels[0]
        intent = {"name": name.split("/")[0], "confidence": confidence, "label": name}
        message.set(INTENT, intent, add_to_output=True)
        ranking = [{"name": label, "confidence": p} for label, p in labels[:5]]
        message.set("intent_ranking", ranking, add_to_output=True)

    def _ranked(self, row: Matrix) -> list[tuple[str, float]]:
        """Return the likeliest labels of a row, likeliest first."""
        assert self._head is not None
        return [(self._head.classes[i], float(row[i])) for i in np.argsort(-row)[:_KEPT]]
