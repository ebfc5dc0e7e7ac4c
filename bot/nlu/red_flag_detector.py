"""Find warning signs in every message, beside and before the intent."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoder.head import LinearHead, fit
from bot.encoder.kept import encode_kept
from bot.encoder.session import current
from bot.nlu.fingerprint import of_folder, of_modules
from bot.nlu.normaliser import WHOLE_TEXT
from bot.nlu.sentence_encoder import PIECES, VECTORS, SentenceEncoderComponent, vectors_file
from bot.redflags.detector import Detector
from bot.redflags.learned import LearnedDetector, Thresholds
from bot.redflags.lexicon import Lexicon, read_lexicon
from bot.redflags.messages import read_messages
from bot.redflags.rules import RuleDetector
from bot.spelling import current_speller
from bot.text import MAX_CHARACTERS, clean, is_spanish, spell_out

RED_FLAGS = "red_flags"
logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class RedFlagDetector(GraphComponent):
    """Write `red_flags`: [{id, tier, cue, why}]; its rules and data travel in the archive."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, detector: Detector | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._detector = config, storage, resource, detector

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoderComponent]

    @classmethod
    def required_packages(cls) -> list[str]:
        return ["spacy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "knowledge": "knowledge",
            "messages": "data/red_flags",
            "strength": 20.0,
            "thresholds": {},
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RedFlagDetector:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RedFlagDetector:
        with model_storage.read_from(resource) as name:
            folder = Path(name)
            lexicon = Lexicon.from_json((folder / "lexicon.json").read_text(encoding="utf-8"))
            head = LinearHead.load(folder / "head.npz")
        learned = LearnedDetector(head, lexicon, Thresholds(**config["thresholds"]))
        return cls(config, model_storage, resource, Detector(RuleDetector(lexicon), learned))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        config = {**cls.get_default_config(), **config}
        knowledge = Path(config["knowledge"])
        return (
            of_folder(knowledge / "red_flags")
            + of_folder(knowledge, "cues.yml")
            + of_folder(config["messages"])
            + of_modules("bot.redflags.lexicon", "bot.redflags.schema", "bot.encoder.head", "bot.text")
        )

    def train(self, training_data: TrainingData) -> Resource:
        lexicon = read_lexicon(Path(self._config["knowledge"]))
        labelled = read_messages(Path(self._config["messages"]))
        texts = [(self._mended(t), sign) for sign, messages in labelled.items() for t in messages]
        encoder = current()
        vectors = [encode_kept(encoder, [text for text, _ in texts], vectors_file(encoder))]
        labels = [sign for _, sign in texts]
        for message in training_data.intent_examples:  # ordinary talk is no sign
            if message.get(VECTORS) is not None:
                vectors.append(message.get(VECTORS)[:1])
                labels.append(f"none.{message.get(INTENT)}")
        head = fit(np.concatenate(vectors), labels, strength=self._config["strength"])
        with self._storage.write_to(self._resource) as name:
            (Path(name) / "lexicon.json").write_text(lexicon.to_json(), encoding="utf-8")
            head.save(Path(name) / "head.npz")
        return self._resource

    def _mended(self, text: str) -> str:
        text = spell_out(clean(text))
        return text if is_spanish(text) else current_speller().mend(text)

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        for message in messages:
            flags = self._detect(message, _said_before(tracker))
            message.set(RED_FLAGS, [flag.as_dict() for flag in flags], add_to_output=True)
        return messages

    def _detect(self, message: Message, before: str) -> list[Any]:
        if self._detector is None:
            return []
        text = message.get(WHOLE_TEXT) or message.get(TEXT) or ""
        mended = message.get(TEXT) if len(text) <= MAX_CHARACTERS else ""
        vectors = message.get(VECTORS)
        if vectors is None:
            vectors = np.zeros((0, 1), dtype=np.float32)
        return self._detector.detect(text, mended or "", message.get(PIECES) or [], vectors, before=before)


def _said_before(tracker: DialogueStateTracker | None) -> str:
    """Return the person's last message, for a sign that is split over two."""
    if tracker is None:
        return ""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return spell_out(clean(event.text))[:300]
    return ""
