"""Name the intent, and for a question its topic, with a confidence that means what it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack

from bot.encoder.head import PooledHead, Temperatures, fit
from bot.encoder.kept import encode_kept
from bot.encoder.network import Matrix
from bot.encoder.ngrams import current_ngrams
from bot.encoder.session import Vectors, current
from bot.nlu.fingerprint import of_folder, of_modules
from bot.nlu.ngram_counter import NGRAMS, NGramCounter
from bot.nlu.said import last_asked
from bot.nlu.sentence_encoder import JOINED, PIECES, VECTORS, vectors_file
from bot.nlu.turn_head import TurnHead, fit_turns
from bot.nlu.turn_pairs import LEARNT, Pair, as_turns, firsts, made, read_mended
from bot.text import questions

#: Labels with their probabilities, likeliest first: "ask/lifting", "gap/driving", "request_human".
LABELS = "labels"
#: The same for each question of a message that asks more than one.
LABELS_OF_QUESTIONS = "labels_of_questions"
#: The same for a short message read together with the one before it.
LABELS_OF_JOINED = "labels_of_joined"
#: The same for a message where it stands: after what was asked last.
LABELS_IN_PLACE = "labels_in_place"
#: So many turns of two messages are made of single ones, beside those that people wrote.
_MADE_TURNS = 8000
_KEPT = 12


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """A calibrated head over `intent` or, for retrieval intents, `intent/topic`, also of a message behind the one before."""

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        head: PooledHead | None = None,
        turns: TurnHead | None = None,
    ) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._head, self._turns = head, turns

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
            heads = PooledHead.load(Path(folder) / "head.npz"), TurnHead.load(Path(folder) / "turns.npz")
            return cls(config, model_storage, resource, *heads)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        modules = (
            "bot.encoder.head",
            "bot.encoder.linear",
            "bot.encoder.network",
            "bot.encoder.ngrams",
            "bot.nlu.joined",
            "bot.nlu.turn_head",
            "bot.nlu.turn_pairs",
        )
        return of_modules(*modules) + of_folder({**cls.get_default_config(), **config}["turns"])

    def train(self, training_data: TrainingData) -> Resource:
        examples = [m for m in training_data.intent_examples if m.get(VECTORS) is not None]
        asked = [(m.get(TEXT), m.get(INTENT_RESPONSE_KEY) or m.get(INTENT)) for m in examples]
        written = read_mended(Path(self._config["turns"]))
        pairs = [*written, *made(asked, min(_MADE_TURNS, len(asked)))]
        single, turns = firsts(written), as_turns(pairs)
        read = [text for text, _ in (*single, *turns)]
        seen = _Seen(
            np.concatenate([*(np.asarray(m.get(VECTORS)[:1]) for m in examples), _vectors(read)]),
            vstack([*(m.get(NGRAMS)[:1] for m in examples), current_ngrams().count(read)], format="csr"),
            [label for _, label in (*asked, *single, *turns)],
        )
        self._head = self._fitted(seen)
        # Of a second message that it has learnt behind the first, the head is too sure alone as well.
        alone = self._fitted(seen.first(len(asked) + len(single)))
        if alone.classes != self._head.classes:  # a label that stands in pairs only: of so little data either will do
            alone = self._head
        self._turns = _fit_turns(alone, pairs)
        with self._storage.write_to(self._resource) as folder:
            self._head.save(Path(folder) / "head.npz")
            self._turns.save(Path(folder) / "turns.npz")
        return self._resource

    def _fitted(self, seen: _Seen) -> PooledHead:
        known = Temperatures.read(self._config["temperatures"])
        return fit(seen.vectors, seen.ngrams, seen.labels, share=self._config["share"], temperatures=known)

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        for message in messages:
            self._classify(message, tracker)
        return messages

    def _classify(self, message: Message, tracker: DialogueStateTracker | None) -> None:
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
        if self._turns is not None and (before := last_asked(tracker)):
            in_place = self._turns.probabilities(vectors[:1], ngrams[:1], rows[:1], [before])
            message.set(LABELS_IN_PLACE, self._ranked(in_place[0]))
        name, confidence = labels[0]
        intent = {"name": name.split("/")[0], "confidence": confidence, "label": name}
        message.set(INTENT, intent, add_to_output=True)
        ranking = [{"name": label, "confidence": p} for label, p in labels[:5]]
        message.set("intent_ranking", ranking, add_to_output=True)

    def _ranked(self, row: Matrix) -> list[tuple[str, float]]:
        """Return the likeliest labels of a row, likeliest first."""
        assert self._head is not None
        return [(self._head.classes[i], float(row[i])) for i in np.argsort(-row)[:_KEPT]]


@dataclass(frozen=True)
class _Seen:
    """What the classifier learns from: vectors, n-gram counts and labels of texts."""

    vectors: Vectors
    ngrams: csr_matrix
    labels: list[str]

    def first(self, number: int) -> _Seen:
        return _Seen(self.vectors[:number], self.ngrams[:number], self.labels[:number])


def _vectors(texts: list[str]) -> Vectors:
    encoder = current()
    return encode_kept(encoder, texts, vectors_file(encoder))


def _fit_turns(head: PooledHead, pairs: list[Pair]) -> TurnHead:
    """Return the head that reads a message where it stands, fitted to the second messages of pairs.

    head: one that has not learnt the pairs.
    """
    texts = [pair.then for pair in pairs]
    vectors, ngrams = _vectors(texts), current_ngrams().count(texts)
    alone = head.probabilities(vectors, ngrams)
    asked, labels = [pair.topic for pair in pairs], [pair.label for pair in pairs]
    return fit_turns(head.classes, vectors, ngrams, alone, asked, labels)
