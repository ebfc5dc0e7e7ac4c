"""The content check: file, entry and reason for each fault in the clinicians' files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import ContentError
from bot.knowledge.digest import copied_runs
from bot.knowledge.figures import figures_in
from bot.knowledge.library import topic_files
from bot.knowledge.readability import grade
from bot.knowledge.schema import DigestFile, GapsFile, PassageEntry, SourcesFile, TopicFile
from bot.records import MINUTES
from bot.redflags.lexicon import read_lexicon
from bot.redflags.schema import RedFlagFile, SignEntry
from bot.text import sms_segments
from bot.yamlfile import read_model, read_yaml

MOST_GRADE = 6.0
MOST_SEGMENTS = 2


@dataclass(frozen=True)
class Fault:
    """One fault, or (overdue) one thing to do."""

    file: str
    entry: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.reason}"


def check(root: Path, *, today: date) -> list[Fault]:
    """Return every fault of knowledge/ and of the questions that belong to it."""
    folder = root / "knowledge"
    faults: list[Fault] = []
    try:
        registry = read_model(folder / "sources.yml", SourcesFile)
        pages = {s.id: read_model(folder / "sources" / f"{s.id}.yml", DigestFile) for s in registry.sources}
        gaps = read_model(folder / "gaps.yml", GapsFile)
        read_lexicon(folder)
    except ContentError as error:
        return [Fault(error.file, error.entry, error.reason)]
    topics: list[tuple[Path, TopicFile]] = []
    for path in sorted((folder / "topics").glob("*.yml")):
        try:
            topics.append((path, read_model(path, TopicFile)))
        except ContentError as error:
            faults.append(Fault(error.file, error.entry, error.reason))
    faults += _topics(root, topics, pages, today)
    known = {content.topic for _, content in topics}
    for gap in gaps.gaps:
        where = str(folder / "gaps.yml")
        if not (root / "data" / "nlu" / "gaps" / f"{gap.id}.yml").is_file():
            faults.append(Fault(where, gap.id, f"has no questions: data/nlu/gaps/{gap.id}.yml is missing"))
        if gap.review_due < today:
            faults.append(Fault(where, gap.id, f"review overdue since {gap.review_due}"))
        faults += [Fault(where, gap.id, f"near topic {near} is unknown") for near in gap.near if near not in known]
    return faults


def _topics(
    root: Path, topics: list[tuple[Path, TopicFile]], pages: dict[str, DigestFile], today: date
) -> Iterator[Fault]:
    ids: set[str] = set()
    for path, content in topics:
        name = path.as_posix()
        if content.topic != path.stem:
            yield Fault(name, content.topic, f"topic must be the file's name, {path.stem}")
        yield from _questions(root, name, content.topic)
        for entry in content.passages:
            if entry.id in ids:
                yield Fault(name, entry.id, "duplicate id")
            ids.add(entry.id)
            if not entry.id.startswith(f"{content.topic}/{entry.source}"):
                yield Fault(name, entry.id, f"id must start with {content.topic}/{entry.source}")
            page = pages.get(entry.source)
            if page is None:
                yield Fault(name, entry.id, f"unknown source {entry.source}")
            else:
                yield from (Fault(name, entry.id, reason) for reason in passage_faults(entry, page, today))


def passage_faults(entry: PassageEntry, page: DigestFile, today: date) -> Iterator[str]:
    """Yield what is wrong with one passage, held against its page's digest."""
    if entry.heading not in page.headings:
        yield f"unknown heading '{entry.heading}'; the page has: {', '.join(page.headings)}"
    values = {_comparable(f.value, f.unit) for f in page.figures}
    numbers = {value for value, _ in values}
    for figure in entry.figures:
        if _comparable(figure.value, figure.unit) not in values:
            yield f"figure {figure.value:g} {figure.unit} is not on the page"
    for text, form in ((entry.text, "text"), (entry.sms, "sms")):
        for value, unit in figures_in(text):
            found = _comparable(value, unit) in values if unit else value in numbers
            if not found:
                yield f"{form}: figure {value:g} {unit or ''} is not on the page".replace("  ", " ")
        for run in copied_runs(text, frozenset(page.runs)):
            yield f"{form}: eight words copied from the page: '{run}'"
        if grade(text) > MOST_GRADE:
            yield f"{form}: grade {grade(text):.1f}; use shorter words and sentences (at most {MOST_GRADE:g})"
    if sms_segments(entry.sms) > MOST_SEGMENTS:
        yield f"sms: {sms_segments(entry.sms)} segments; at most {MOST_SEGMENTS}"
    if entry.review_due < today:
        yield f"review overdue since {entry.review_due}"


def _comparable(value: float, unit: str | None) -> tuple[float, str]:
    return (value * MINUTES[unit], "time") if unit in MINUTES else (value, unit or "")


def _questions(root: Path, name: str, topic: str) -> Iterator[Fault]:
    path = root / "data" / "nlu" / f"{topic}.yml"
    if not path.is_file():
        yield Fault(name, topic, f"a topic without questions: {path.as_posix()} is missing")
        return
    groups = (read_yaml(path) or {}).get("nlu") or []
    count = sum(str(g.get("examples", "")).count("- ") for g in groups if g.get("intent") == f"ask/{topic}")
    if not count:
        yield Fault(name, topic, f"a topic without questions: {path.as_posix()} holds none for ask/{topic}")


def unsigned(folder: Path) -> int:
    """Return how many passages, gaps and warning signs no clinician has signed."""
    passages = [p for _, content in topic_files(folder) for p in content.passages]
    gaps = read_model(folder / "gaps.yml", GapsFile).gaps
    return sum(entry.reviewed_by is None for entry in (*passages, *gaps, *_signs(folder)))


def references_to_supply(folder: Path) -> int:
    """Return how many warning signs still lack a reference that was really looked up."""
    return sum(sign.reference == "to be supplied" for sign in _signs(folder))


def _signs(folder: Path) -> list[SignEntry]:
    paths = sorted((folder / "red_flags").glob("*.yml"))
    return [sign for path in paths for sign in read_model(path, RedFlagFile).signs]
