"""First in the pipeline: make a person's text fit to read."""

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

from bot.nlu.fingerprint import of_folder, of_modules
from bot.nlu.vocabulary import trusted_texts
from bot.spelling import Speller, keep
from bot.text import MAX_CHARACTERS, clean, spell_out, without_pictures

#: The whole text, cleaned, its short forms spelt out, not mended: the rules read all of it.
WHOLE_TEXT = "whole_text"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class Normaliser(GraphComponent):
    """Clean the text of messages: unicode, quotes, a typed leading slash, short forms, spelling."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, speller: Speller | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._speller = config, storage, resource, speller

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"knowledge": "knowledge", "messages": "data/red_flags"}

    @classmethod
    def required_packages(cls) -> list[str]:
        return ["symspellpy"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Normaliser:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Normaliser:
        with model_storage.read_from(resource) as folder:
            speller = keep(Speller.load(Path(folder) / "spelling.json"))
        return cls(config, model_storage, resource, speller)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        config = {**cls.get_default_config(), **config}
        return (
            of_modules("bot.text", "bot.language", "bot.spelling", "bot.nlu.vocabulary")
            + of_folder(config["knowledge"])
            + of_folder(config["messages"])
        )

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the field's words."""
        texts = [spell_out(clean(m.get(TEXT))) for m in training_data.training_examples if m.get(TEXT)]
        trusted, more = trusted_texts(Path(self._config["knowledge"]), Path(self._config["messages"]))
        self._speller = keep(Speller.learn(texts + [spell_out(clean(text)) for text in more], trusted))
        with self._storage.write_to(self._resource) as folder:
            self._speller.save(Path(folder) / "spelling.json")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            whole = spell_out(clean(message.get(TEXT)))
            text = without_pictures(whole[:MAX_CHARACTERS])
            message.set(WHOLE_TEXT, whole)
            message.set(TEXT, self._speller.mend(text) if self._speller else text)
        return messages
