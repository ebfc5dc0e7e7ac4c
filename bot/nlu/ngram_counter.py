"""Count each message's words and consonant pieces, and those of its pieces, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoder.ngrams import NGrams, keep
from bot.nlu.fingerprint import of_folder, of_modules
from bot.nlu.sentence_encoder import PIECES, SentenceEncoderComponent
from bot.nlu.vocabulary import mended
from bot.redflags.messages import read_messages

#: The counts of the message and its pieces, rows as in PIECES: row 0 is the whole message.
NGRAMS = "ngrams"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NGramCounter(GraphComponent):
    """Write `ngrams`, sparse counts beside the vectors; the vocabulary travels in the archive."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, ngrams: NGrams | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._ngrams = config, storage, resource, ngrams

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoderComponent]

    @classmethod
    def required_packages(cls) -> list[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"messages": "data/red_flags"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NGramCounter:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NGramCounter:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, keep(NGrams.load(Path(folder) / "ngrams.npz")))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        config = {**cls.get_default_config(), **config}
        return of_folder(config["messages"]) + of_modules(
            "bot.encoder.ngrams", "bot.nlu.vocabulary", "bot.text", "bot.language", "bot.spelling"
        )

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabulary from questions, talk and warning signs."""
        texts = [m.get(TEXT) for m in training_data.training_examples if m.get(TEXT)]
        told = read_messages(Path(self._config["messages"]))
        self._ngrams = keep(NGrams.learn(texts + [mended(t) for messages in told.values() for t in messages]))
        with self._storage.write_to(self._resource) as folder:
            self._ngrams.save(Path(folder) / "ngrams.npz")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = [m for m in training_data.training_examples if m.get(TEXT)]
        if self._ngrams is not None and messages:
            counts = self._ngrams.count([m.get(TEXT) for m in messages])
            for i, message in enumerate(messages):
                message.set(NGRAMS, counts[i])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            texts = message.get(PIECES)
            if self._ngrams is not None and texts:
                message.set(NGRAMS, self._ngrams.count(texts))
        return messages
