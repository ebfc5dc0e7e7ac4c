"""Find the passages, and the example questions, that stand nearest to the message."""

from __future__ import annotations

from collections.abc import Iterator
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

from bot.encoder.session import current
from bot.knowledge.index import Anchor, AnchorIndex
from bot.knowledge.library import Library, read_library
from bot.knowledge.published import publish
from bot.nlu.ellipsis import leans_on_last_topic, names_nothing
from bot.nlu.fingerprint import of_folder, of_modules
from bot.nlu.sentence_encoder import CORRECTS, JOINED, PIECES, VECTORS, SentenceEncoderComponent
from bot.text import clean, questions

#: Passages with their scores; labels with the cosine of their nearest anchor; the knowledge hash.
HITS, NEAREST, KNOWLEDGE = "hits", "nearest", "knowledge"
#: The passages nearest to each question of a message that asks more than one, in order.
HITS_OF_QUESTIONS = "hits_of_questions"
#: The nearest anchors of each question of a message that asks more than one.
NEAREST_OF_QUESTIONS = "nearest_of_questions"
#: The nearest anchors of a short message read together with the one before it.
NEAREST_OF_JOINED = "nearest_of_joined"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class PassageRetriever(GraphComponent):
    """Write `hits`: [{passage, score}]; index and passages' texts travel in the archive."""

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        anchors: AnchorIndex | None = None,
        passages: AnchorIndex | None = None,
        knowledge: str | None = None,
    ) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._anchors, self._passages, self._knowledge = anchors, passages, knowledge

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoderComponent]

    # No required_packages(): Rasa imports the name in one place and asks for its distribution's
    # version in another, and faiss is called faiss in the one and faiss-cpu in the other.

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"knowledge": "knowledge", "search": 60}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PassageRetriever:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PassageRetriever:
        with model_storage.read_from(resource) as name:
            folder = Path(name)
            library = Library.from_json((folder / "library.json").read_text(encoding="utf-8"))
            anchors, passages = AnchorIndex.load(folder), AnchorIndex.load(folder, "passages")
            return cls(config, model_storage, resource, anchors, passages, publish(library))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        config = {**cls.get_default_config(), **config}
        folder = Path(config["knowledge"])
        return (
            of_folder(folder / "topics")
            + of_folder(folder / "sources")
            + of_folder(folder, "sources.yml")
            + of_folder(folder, "gaps.yml")
            + of_modules("bot.knowledge.library", "bot.knowledge.schema", "bot.knowledge.index", "bot.encoder.nearest")
        )

    def train(self, training_data: TrainingData) -> Resource:
        """Build both indexes, of all anchors and of the passages alone; bad content stops training."""
        library = read_library(Path(self._config["knowledge"]))
        texts, anchors = _passage_anchors(library)
        vectors = [current().encode(texts)]
        of_passages = [i for i, anchor in enumerate(anchors) if anchor.passage]
        passages = AnchorIndex.build(vectors[0][of_passages], [anchors[i] for i in of_passages], exact=True)
        for message in training_data.intent_examples:
            if message.get(VECTORS) is not None:
                anchors.append(Anchor(message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)))
                vectors.append(np.asarray(message.get(VECTORS)[:1]))
        with self._storage.write_to(self._resource) as name:
            AnchorIndex.build(np.concatenate(vectors), anchors).save(Path(name))
            passages.save(Path(name), "passages")
            (Path(name) / "library.json").write_text(library.to_json(), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._retrieve(message)
            message.set(KNOWLEDGE, self._knowledge, add_to_output=True)
        return messages

    def _retrieve(self, message: Message) -> None:
        text = message.get(TEXT) or ""
        asked = questions(text)
        joined = message.get(JOINED) or ""
        read = [text, joined, *asked]
        near = {t: _nearest(found) for t, found in _search(self._anchors, message, read, self._config["search"])}
        message.set(NEAREST, near.get(text, {}))
        message.set(NEAREST_OF_JOINED, near.get(joined, {}))
        message.set(NEAREST_OF_QUESTIONS, {q: near[q] for q in asked if q in near})
        # "For how long?" is near to nothing by itself: what it was asked of leads to the passage.
        leans = message.get(CORRECTS) or leans_on_last_topic(text) or names_nothing(text)
        meant = joined if joined and leans else text
        # Among passages alone: there are a hundred times as many examples, and they stand nearer to a question.
        hits = {t: _hits(found) for t, found in _search(self._passages, message, [meant, *asked])}
        message.set(HITS, hits.get(meant, []))
        message.set(HITS_OF_QUESTIONS, [hits.get(q, []) for q in asked])


def _search(
    index: AnchorIndex | None, message: Message, texts: list[str], k: int | None = None
) -> Iterator[tuple[str, list[tuple[Anchor, float]]]]:
    """Return the k anchors, else all, nearest to each of the texts that the encoder has read, all found at once."""
    place = {text: row for row, text in enumerate(message.get(PIECES) or [])}
    read = [text for text in dict.fromkeys(texts) if text in place]
    if index is None or not read:
        return iter(())
    vectors = message.get(VECTORS)[[place[text] for text in read]]
    return zip(read, index.search(vectors, k or len(index)), strict=True)


def _nearest(found: list[tuple[Anchor, float]]) -> dict[str, float]:
    """Return the cosine of each label's nearest anchor."""
    nearest: dict[str, float] = {}
    for anchor, score in found:
        nearest.setdefault(anchor.label, score)
    return nearest


def _hits(found: list[tuple[Anchor, float]]) -> list[dict[str, Any]]:
    """Return passages with their cosine, nearest first."""
    scores = np.round([score for _, score in found], 4).tolist()
    return [{"passage": anchor.passage, "score": score} for (anchor, _), score in zip(found, scores, strict=True)]


def _passage_anchors(library: Library) -> tuple[list[str], list[Anchor]]:
    """Return the anchors that knowledge itself gives: passages, topics' questions, gaps' subjects."""
    texts: list[str] = []
    anchors: list[Anchor] = []
    for topic in library.topics.values():
        texts.append(clean(topic.question))
        anchors.append(Anchor(f"ask/{topic.id}"))
        for passage in topic.passages:
            texts.append(clean(passage.text))
            anchors.append(Anchor(f"ask/{topic.id}", passage.id))
    for gap in library.gaps.values():
        texts.append(clean(gap.subject))
        anchors.append(Anchor(f"gap/{gap.id}"))
    return texts, anchors
