"""The content check: file, entry and reason for each fault in the clinicians' files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ContentError
from bot.knowledge.digest import copied_runs
from bot.knowledge.drafts import draft_files, local_faults, read_draft
from bot.knowledge.figures import figures_in
from bot.knowledge.library import topic_files
from bot.knowledge.readability import grade
from bot.knowledge.schema import DigestFile, GapsFile, PassageEntry, SourcesFile, TopicFile
from bot.knowledge.signs_page import TO_SUPPLY, read_signs, signs_page
from bot.records import MINUTES
from bot.redflags.help_words import read_help
from bot.redflags.lexicon import read_lexicon
from bot.segments import sms_segments
from bot.yamlfile import read_model, read_yaml

MOST_GRADE = 6.0
MOST_SEGMENTS = 2


@dataclass(frozen=True)
class Fault:
    """One fault, or (overdue, hard to read) one thing to do."""

    file: str
    entry: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.reason}"


def check(root: Path) -> list[Fault]:
    """Return every fault of knowledge/ and of the questions that belong to it."""
    folder = root / "knowledge"
    faults: list[Fault] = []
    try:
        registry = read_model(folder / "sources.yml", SourcesFile)
        pages = {s.id: read_model(folder / "sources" / f"{s.id}.yml", DigestFile) for s in registry.sources}
        gaps = read_model(folder / "gaps.yml", GapsFile)
        read_lexicon(folder)
        if (folder / "help.yml").is_file():  # training refuses a folder without it
            read_help(folder)
    except ContentError as error:
        return [Fault(error.file, error.entry, error.reason)]
    topics: list[tuple[Path, TopicFile]] = []
    for path in sorted((folder / "topics").glob("*.yml")):
        try:
            topics.append((path, read_model(path, TopicFile)))
        except ContentError as error:
            faults.append(Fault(error.file, error.entry, error.reason))
    faults += _topics(root, topics)
    known = {content.topic for _, content in topics}
    faults += _drafts(folder)
    faults += _signs_page(folder / "red_flags")
    local = {source.id for source in registry.sources if source.rank == "local"}
    ids: set[str] = set()
    for path, content in topics:
        faults += _entries(path.as_posix(), content.topic, content.passages, pages, local, ids)
    for gap in gaps.gaps:
        where = str(folder / "gaps.yml")
        faults += _entries(where, gap.id, gap.passages, pages, local, ids)
        faults += [
            Fault(where, p.id, "a public page's passage belongs in knowledge/topics/")
            for p in gap.passages
            if p.source in pages and p.source not in local
        ]
        if not (root / "data" / "nlu" / "gaps" / f"{gap.id}.yml").is_file():
            faults.append(Fault(where, gap.id, f"has no questions: data/nlu/gaps/{gap.id}.yml is missing"))
        named = [*gap.near, gap.shows] if gap.shows else gap.near
        faults += [Fault(where, gap.id, f"near topic {near} is unknown") for near in named if near not in known]
        faults += [Fault(where, gap.id, f"amount_of: topic {t} is unknown") for t in gap.amount_of if t not in known]
    return faults


def _topics(root: Path, topics: list[tuple[Path, TopicFile]]) -> Iterator[Fault]:
    for path, content in topics:
        name = path.as_posix()
        if content.topic != path.stem:
            yield Fault(name, content.topic, f"topic must be the file's name, {path.stem}")
        yield from _questions(root, name, content.topic)


def _entries(
    name: str,
    topic: str,
    entries: Iterable[PassageEntry],
    pages: dict[str, DigestFile],
    local: set[str],
    ids: set[str],
) -> Iterator[Fault]:
    for entry in entries:
        if entry.id in ids:
            yield Fault(name, entry.id, "duplicate id")
        ids.add(entry.id)
        if not entry.id.startswith(f"{topic}/{entry.source}"):
            yield Fault(name, entry.id, f"id must start with {topic}/{entry.source}")
        page = pages.get(entry.source)
        if page is None:
            yield Fault(name, entry.id, f"unknown source {entry.source}")
        else:
            reasons = passage_faults(entry, page, local=entry.source in local)
            yield from (Fault(name, entry.id, reason) for reason in reasons)


def _drafts(folder: Path) -> Iterator[Fault]:
    for path in draft_files(folder):
        try:
            draft = read_draft(path)
        except ContentError as error:
            yield Fault(error.file, error.entry, error.reason)
            continue
        if draft.source.id != path.stem:
            yield Fault(path.as_posix(), draft.source.id, f"the source's id must be the file's name, {path.stem}")


def passage_faults(entry: PassageEntry, page: DigestFile, *, local: bool = False) -> Iterator[str]:
    """Yield what is wrong with one passage, held against its page's digest.

    A clinic's own sheet (local) keeps its words, hard ones too: `warnings` names those.
    """
    if local:
        yield from local_faults(entry)
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
        if not local and grade(text) > MOST_GRADE:
            yield f"{form}: grade {grade(text):.1f}; use shorter words and sentences (at most {MOST_GRADE:g})"
    if sms_segments(entry.sms) > MOST_SEGMENTS:
        yield f"sms: {sms_segments(entry.sms)} segments; at most {MOST_SEGMENTS}"


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


def _signs_page(folder: Path) -> Iterator[Fault]:
    path = folder / "README.md"
    if not path.is_file() or path.read_text(encoding="utf-8") != signs_page(read_signs(folder)):
        yield Fault(path.as_posix(), "page", "does not show the signs as they are now; make it: python -m bot signs")


def unsigned(folder: Path) -> int:
    """Return how many passages, gaps and warning signs no clinician has signed."""
    passages = [p for _, content in topic_files(folder) for p in content.passages]
    gaps = read_model(folder / "gaps.yml", GapsFile).gaps
    signs = [sign for _, sign in read_signs(folder / "red_flags")]
    return sum(entry.reviewed_by is None for entry in (*passages, *gaps, *signs))


def references_to_supply(folder: Path) -> int:
    """Return how many warning signs still lack a reference that was really looked up."""
    return sum(sign.reference == TO_SUPPLY for _, sign in read_signs(folder / "red_flags"))
