"""Find warning signs in every message, beside and before the intent."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
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
from scipy.sparse import vstack

from bot.clock import message_time
from bot.encoder.head import PooledHead, Temperatures, fit
from bot.encoder.kept import encode_kept
from bot.encoder.ngrams import current_ngrams
from bot.encoder.session import current
from bot.language import holds_spanish
from bot.nlu.fingerprint import of_folder, of_modules
from bot.nlu.joined import halved, parted
from bot.nlu.ngram_counter import NGRAMS, NGramCounter
from bot.nlu.normaliser import WHOLE_TEXT
from bot.nlu.sentence_encoder import JOINED, JOINED_TO, PIECES, RUN_ON, VECTORS, messages_before, vectors_file, words_of
from bot.nlu.turn_pairs import as_turns, firsts, made, read_mended, seconds
from bot.nlu.vocabulary import mended
from bot.records import greatest_tier
from bot.redflags.detector import Detection, Detector, Earlier
from bot.redflags.learned import LearnedDetector, Thresholds, Views
from bot.redflags.lexicon import Lexicon, read_lexicon
from bot.redflags.messages import read_messages
from bot.redflags.rules import shared_rules
from bot.redflags.similar import KnownMessages, Similarity
from bot.redflags.wrapped import parts, wrapped
from bot.text import MAX_CHARACTERS

#: The signs found; the learned detector's probability of any sign, for whoever asks why.
RED_FLAGS, URGENCY = "red_flags", "urgency"
#: So many turns of two ordinary messages are made, beside those that people wrote.
_MADE_TURNS = 3000
#: One ordinary message in so many stands among others too: not every message of two sentences is a sign.
_WRAPPED_CALM = 4
#: So long after an alarm has ended "it came back" is taken to be of what it was about.
MEANT_FOR = timedelta(hours=72)
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
        return [NGramCounter]

    @classmethod
    def required_packages(cls) -> list[str]:
        return ["spacy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "knowledge": "knowledge",
            "messages": "data/red_flags",
            "turns": "data/turns",
            "share": 0.6,
            "temperatures": None,
            "thresholds": {},
            "similarity": {},
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RedFlagDetector:
        Temperatures.read(config["temperatures"])
        Thresholds.read(config["thresholds"])  # a slip is told now, rather than after a quarter of an hour's training
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
            head = PooledHead.load(folder / "head.npz")
            known = KnownMessages.load(folder)
        learned = LearnedDetector(head, lexicon, Thresholds.read(config["thresholds"]))
        similar = Similarity(known, lexicon, **config["similarity"])
        rules = shared_rules(lexicon)
        rules.compile()
        return cls(config, model_storage, resource, Detector(rules, learned, similar))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        config = {**cls.get_default_config(), **config}
        knowledge = Path(config["knowledge"])
        return (
            of_folder(knowledge / "red_flags")
            + of_folder(knowledge, "cues.yml")
            + of_folder(config["messages"])
            + of_folder(config["turns"])
            + of_modules(
                "bot.nlu.joined",
                "bot.nlu.turn_pairs",
                "bot.redflags.lexicon",
                "bot.redflags.schema",
                "bot.redflags.wrapped",
                "bot.redflags.similar",
                "bot.encoder.head",
                "bot.encoder.linear",
                "bot.encoder.network",
                "bot.encoder.nearest",
                "bot.encoder.ngrams",
                "bot.text",
                "bot.language",
            )
        )

    def train(self, training_data: TrainingData) -> Resource:
        lexicon = read_lexicon(Path(self._config["knowledge"]))
        labelled = read_messages(Path(self._config["messages"]))
        texts = [(mended(t), sign) for sign, messages in labelled.items() for t in messages]
        encoder = current()
        ordinary = [m for m in training_data.intent_examples if m.get(VECTORS) is not None]
        # Each subject is a class of its own: what is no sign is too many things for one linear class.
        asked = [(m.get(TEXT), m.get(INTENT_RESPONSE_KEY) or m.get(INTENT)) for m in ordinary]
        calm = [(text, f"none.{intent}") for text, intent in asked[::_WRAPPED_CALM]]
        among = [(w.text, w.sign) for w in (*wrapped([*texts, *calm], asked), *parts(asked))]
        among += [*parted(texts), *halved(texts), *_calm(asked, Path(self._config["turns"]))]
        vectors = [encode_kept(encoder, [text for text, _ in (*texts, *among)], vectors_file(encoder))]
        ngrams = [current_ngrams().count([text for text, _ in (*texts, *among)])]
        known = KnownMessages.build(vectors[0][: len(texts)], [sign for _, sign in texts])
        kinds = {sign for sign in labelled if sign.startswith("none.")}
        labels = [_by_language(sign, text) if sign in kinds else sign for text, sign in (*texts, *among)]
        vectors += [np.asarray(message.get(VECTORS)[:1]) for message in ordinary]
        ngrams += [message.get(NGRAMS)[:1] for message in ordinary]
        labels += [f"none.{intent}" for _, intent in asked]
        head = fit(
            np.concatenate(vectors),
            vstack(ngrams, format="csr"),
            labels,
            share=self._config["share"],
            temperatures=Temperatures.read(self._config["temperatures"]),
        )
        with self._storage.write_to(self._resource) as name:
            (Path(name) / "lexicon.json").write_text(lexicon.to_json(), encoding="utf-8")
            head.save(Path(name) / "head.npz")
            known.save(Path(name))
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        for message in messages:
            found = self._detect(message, tracker)
            message.set(RED_FLAGS, [flag.as_dict() for flag in found.flags], add_to_output=True)
            message.set(URGENCY, round(found.urgency, 3), add_to_output=True)
        return messages

    def _detect(self, message: Message, tracker: DialogueStateTracker | None) -> Detection:
        if self._detector is None:
            return Detection()
        text = message.get(WHOLE_TEXT) or message.get(TEXT) or ""
        read = message.get(TEXT) if len(text) <= MAX_CHARACTERS else ""
        behind = tuple(message.get(key) or "" for key in (RUN_ON, JOINED))
        views = Views(message.get(PIECES) or [], message.get(VECTORS), message.get(NGRAMS), *behind)
        before = messages_before(tracker, max(1, message.get(JOINED_TO) or 0))
        found = [flag["tier"] for m in before for flag in (m.parse_data or {}).get(RED_FLAGS) or []]
        said, *read_too = [words_of(m) for m in before] or [""]
        earlier = Earlier(
            said, greatest_tier(found), tuple(read_too), _alarmed(tracker, message_time(message.get("metadata")))
        )
        return self._detector.detect(text, read or "", views, earlier)


def _by_language(kind: str, text: str) -> str:
    """Return the class of a look-alike: what is calm in Spanish lies apart from what is calm in English."""
    return f"{kind}.es" if holds_spanish(text) else kind


def _calm(asked: list[tuple[str, str]], folder: Path) -> list[tuple[str, str]]:
    """Return turns of two messages that hold no sign, as a message is read behind the one before it; and each by itself."""
    pairs = read_mended(folder)
    turns = as_turns([*pairs, *made(asked, min(_MADE_TURNS, len(asked)))])
    return [(text, f"none.{label}") for text, label in (*turns, *firsts(pairs), *seconds(pairs))]


def _alarmed(tracker: DialogueStateTracker | None, now: datetime) -> tuple[str, ...]:
    """Return the signs of the alarm that is open, or of the last one that ended no longer ago than `MEANT_FOR`."""
    if tracker is None:
        return ()
    alarm = tracker.get_slot("open_escalation") or tracker.get_slot("ended_escalation") or {}
    ended = alarm.get("ended_at")
    if ended and now - datetime.fromisoformat(ended) > MEANT_FOR:
        return ()
    return tuple(alarm.get("flags") or ())
