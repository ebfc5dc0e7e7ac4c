"""Move the signed passages of a draft into knowledge/; refuse the others by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from bot.errors import ContentError
from bot.ingest import writing
from bot.ingest.knowledge_files import KnowledgeFiles
from bot.knowledge.check import Fault, passage_faults
from bot.knowledge.drafts import TO_NAME, DraftFile, DraftPassage, DraftSection, is_name, read_draft
from bot.knowledge.library import Library, read_library
from bot.knowledge.schema import DigestFile, FigureEntry, PassageEntry, SourcesFile
from bot.yamlfile import read_model


@dataclass(frozen=True)
class Outcome:
    """What was published, what was refused and why, and what the draft still holds."""

    published: tuple[str, ...]
    refused: tuple[Fault, ...]
    left: DraftFile | None


def publish(path: Path, folder: Path, *, today: date, replace_edition: bool = False) -> Outcome:
    """Publish a draft's signed passages into a knowledge folder and take them out of the draft.

    Every file is made in memory and read back as a whole before the first is written.
    """
    draft = read_draft(path)
    if draft.source.id != path.stem:
        raise ContentError(str(path), draft.source.id, f"the source's id must be the file's name, {path.stem}")
    files = KnowledgeFiles(folder)
    digest = _digest(draft)
    _check_source(path, draft, folder, files, replace_edition)
    library = read_library(folder)
    taken = set() if replace_edition else set(library.passages)
    refused: list[Fault] = []
    entries: list[tuple[str, PassageEntry]] = []
    moved: set[str] = set()
    for heading, passage in draft.passages():
        try:
            found = _entries(draft, heading, passage, library, taken)
        except _RefusedError as error:
            refused.append(Fault(str(path), passage.id, str(error)))
            continue
        entry = found[0][1]
        reasons = [*_figure_faults(passage), *passage_faults(entry, digest, local=True), *_date_faults(entry, today)]
        refused += [Fault(str(path), passage.id, reason) for reason in reasons]
        if not reasons:
            entries += found
            moved.add(passage.id)
            taken.update(entry.id for _, entry in found)
    if entries:
        for label, entry in entries:
            files.add(label, entry)
        files.texts[folder / "sources" / f"{draft.source.id}.yml"] = writing.digest_text(digest)
        files.write()
    left = _left(draft, moved)
    if entries:
        _keep(path, left)
    return Outcome(tuple(entry.id for _, entry in entries), tuple(refused), left)


class _RefusedError(Exception):
    """Say why a passage cannot even be held against its document."""


def _check_source(path: Path, draft: DraftFile, folder: Path, files: KnowledgeFiles, replace_edition: bool) -> None:
    """Register the source; refuse a public page's id, and an edition beside another one."""
    registry = read_model(folder / "sources.yml", SourcesFile)
    known = next((source for source in registry.sources if source.id == draft.source.id), None)
    if known is None:
        files.register(draft)
        return
    if known.rank != "local":
        raise ContentError(str(path), draft.source.id, "is a public page's id; ingest the sheet under another --id")
    live = read_model(folder / "sources" / f"{known.id}.yml", DigestFile)
    if replace_edition:
        files.remove(draft.source.id)
    elif live.edition != draft.edition:
        raise ContentError(
            str(path), draft.source.id,
            "another edition of this sheet is live; `--replace` takes all of the old one out and puts in what is signed here",
        )  # fmt: skip


def _digest(draft: DraftFile) -> DigestFile:
    source = draft.source
    return DigestFile(
        id=source.id,
        publisher=source.publisher,
        title=source.title,
        dated=source.dated,
        headings=draft.headings,
        figures=draft.figures,
        runs=(),
        edition=draft.edition,
    )


def _entries(
    draft: DraftFile, heading: str, passage: DraftPassage, library: Library, taken: set[str]
) -> list[tuple[str, PassageEntry]]:
    """Return the passage in the form of all others, once for each of its topics."""
    if not is_name(passage.reviewed_by):
        raise _RefusedError("no reviewer: put the name of who read and approved it into reviewed_by")
    known = [*library.topics, *(f"gap/{gap}" for gap in library.gaps)]
    topics = dict.fromkeys(passage.topics)
    if not topics:
        raise _RefusedError("topics is empty; choose of knowledge/topics/, or gap/<id> of knowledge/gaps.yml")
    for label in topics:
        if label not in known:
            near = ", ".join(get_close_matches(label, known, 3, 0.4)) or "see knowledge/topics/"
            raise _RefusedError(f"unknown topic {label} (near: {near})")
    return [(label, _entry(draft, heading, passage, label, taken)) for label in topics]


def _entry(draft: DraftFile, heading: str, passage: DraftPassage, label: str, taken: set[str]) -> PassageEntry:
    try:
        return PassageEntry(
            id=_free_id(f"{label.removeprefix('gap/')}/{draft.source.id}", taken),
            source=draft.source.id,
            heading=heading,
            place=passage.place,
            text=passage.text,
            sms=passage.sms,
            figures=tuple(FigureEntry(**figure.dict()) for figure in passage.figures),
            stances=passage.stances,
            reviewed_by=(passage.reviewed_by or "").strip(),
            review_due=passage.review_due,
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise _RefusedError(f"{' > '.join(str(step) for step in first['loc'])}: {first['msg']}") from None


def _free_id(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return next(id for n in range(2, 1000) if (id := f"{wanted}.{n}") not in taken)


def _figure_faults(passage: DraftPassage) -> Iterator[str]:
    for figure in passage.figures:
        if figure.of.strip().lower() == TO_NAME or not re.search(r"\w", figure.of):
            yield f"figure {figure.value:g} {figure.unit}: say in `of` what it is of, or take the figure out"


def _date_faults(entry: PassageEntry, today: date) -> Iterator[str]:
    if entry.review_due < today:
        yield f"review_due {entry.review_due} is past; say when it is to be read again"


def _left(draft: DraftFile, published: set[str]) -> DraftFile | None:
    """Return what of a draft still waits; None when nothing does."""
    sections = [
        DraftSection(heading=s.heading, passages=tuple(p for p in s.passages if p.id not in published))
        for s in draft.sections
    ]
    kept = tuple(section for section in sections if section.passages)
    return draft.copy(update={"sections": kept}) if kept else None


def _keep(path: Path, left: DraftFile | None) -> None:
    if left is None:
        path.unlink()
    else:
        path.write_text(writing.draft_text(left), encoding="utf-8")
