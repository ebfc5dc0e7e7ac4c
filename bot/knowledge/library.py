"""The knowledge as code reads it: made from the clinicians' files, carried in the archive."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.errors import ContentError
from bot.knowledge.drafts import is_name
from bot.knowledge.schema import DigestFile, GapsFile, PassageEntry, SourceEntry, SourcesFile, TopicFile
from bot.records import Figure, Gap, Passage, Source, Stance, Topic
from bot.yamlfile import read_model


@dataclass(frozen=True)
class Library:
    """Sources, topics and gaps, each by id in the files' order."""

    sources: dict[str, Source]
    topics: dict[str, Topic]
    gaps: dict[str, Gap]

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Every passage by id."""
        groups: list[Topic | Gap] = [*self.topics.values(), *self.gaps.values()]
        return {p.id: p for group in groups for p in group.passages}

    @cached_property
    def digest(self) -> str:
        """The knowledge hash: twelve hex digits over all that an answer can rest on."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """Return the library as canonical JSON, for the archive."""
        data = {name: [asdict(x) for x in getattr(self, name).values()] for name in ("sources", "topics", "gaps")}
        return json.dumps(data, sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Library:
        """Read a library back from an archive."""
        data = json.loads(text)
        return cls(
            {s["id"]: Source(**{**s, **_lists(s, "headings", "also")}) for s in data["sources"]},
            {t["id"]: _topic(t) for t in data["topics"]},
            {g["id"]: _gap(g) for g in data["gaps"]},
        )


def _lists(data: dict[str, Any], *names: str) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(data[name]) for name in names}


def _gap(data: dict[str, Any]) -> Gap:
    return Gap(**{**data, **_lists(data, "near", "amount_of"), "passages": _passages(data)})


def _topic(data: dict[str, Any]) -> Topic:
    return Topic(**{**data, "passages": _passages(data)})


def _passages(data: dict[str, Any]) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            **{
                **p,
                "figures": tuple(Figure(**f) for f in p["figures"]),
                "stances": tuple(Stance(**s) for s in p["stances"]),
            }
        )
        for p in data.get("passages", ())
    )


def topic_files(folder: Path) -> Iterator[tuple[Path, TopicFile]]:
    """Yield each topic file with its content, by name."""
    for path in sorted((folder / "topics").glob("*.yml")):
        yield path, read_model(path, TopicFile)


def read_library(folder: Path) -> Library:
    """Read `knowledge/`; raise ContentError on the first thing that cannot be used."""
    registry = read_model(folder / "sources.yml", SourcesFile)
    sources = {entry.id: _source(folder, entry) for entry in registry.sources}
    topics: dict[str, Topic] = {}
    seen: set[str] = set()
    for path, content in topic_files(folder):
        if content.topic != path.stem:
            raise ContentError(str(path), content.topic, f"topic must be the file's name, {path.stem}")
        _check_entries(path, content.passages, sources, seen)
        topics[content.topic] = Topic(
            content.topic,
            content.title,
            content.question,
            _passages_of(content.topic, content.passages),
            dict(content.limits),
        )
    gaps: dict[str, Gap] = {}
    for gap in read_model(folder / "gaps.yml", GapsFile).gaps:
        _check_entries(folder / "gaps.yml", gap.passages, sources, seen)
        gaps[gap.id] = Gap(gap.id, gap.subject, gap.near, _passages_of(gap.id, gap.passages), gap.amount_of, gap.shows)
    return Library(sources, topics, gaps)


def _check_entries(path: Path, entries: Iterable[PassageEntry], sources: dict[str, Source], seen: set[str]) -> None:
    for entry in entries:
        if entry.id in seen:
            raise ContentError(str(path), entry.id, "id stands twice")
        seen.add(entry.id)
        if entry.source not in sources:
            raise ContentError(str(path), entry.id, f"unknown source {entry.source}")
        # Nothing of a clinic's own goes live without a name on it; public pages wait for production.
        if sources[entry.source].rank == "local" and not is_name(entry.reviewed_by):
            raise ContentError(str(path), entry.id, "a clinic's own instruction needs its reviewer's name")


def _source(folder: Path, entry: SourceEntry) -> Source:
    digest = read_model(folder / "sources" / f"{entry.id}.yml", DigestFile)
    dated = digest.dated.isoformat() if digest.dated else None
    return Source(entry.id, entry.name, digest.publisher, digest.title, dated, digest.headings, entry.rank, entry.also)


def _passages_of(topic: str, entries: Iterable[PassageEntry]) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            id=p.id,
            topic=topic,
            source=p.source,
            heading=p.heading,
            place=p.place,
            text=" ".join(p.text.split()),
            sms=" ".join(p.sms.split()),
            figures=tuple(Figure(f.of, f.value, f.unit, f.bound) for f in p.figures),
            stances=tuple(Stance(s.of, s.value) for s in p.stances),
            reviewed_by=p.reviewed_by,
            review_due=p.review_due.isoformat(),
        )
        for p in entries
    )
