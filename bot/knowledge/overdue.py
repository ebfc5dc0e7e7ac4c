"""What the build warns of: files past their review, and a clinic's own words that are hard to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from bot.knowledge.drafts import draft_files, read_draft
from bot.knowledge.library import topic_files
from bot.knowledge.readability import grade
from bot.knowledge.schema import GapEntry, GapsFile, PassageEntry, SourcesFile
from bot.yamlfile import read_model

_HARD = 6.0


def overdue(folder: Path, *, today: date, grace_days: int) -> Iterator[str]:
    """Yield one line for each file of knowledge/ with entries past their review."""
    for path, content in topic_files(folder):
        yield from _line(path, content.passages, today, grace_days)
    path = folder / "gaps.yml"
    gaps = read_model(path, GapsFile).gaps
    yield from _line(path, [*gaps, *(p for gap in gaps for p in gap.passages)], today, grace_days)


def _line(path: Path, entries: Sequence[GapEntry | PassageEntry], today: date, grace_days: int) -> Iterator[str]:
    late = [entry for entry in entries if entry.review_due < today]
    if not late:
        return
    oldest = min(entry.review_due for entry in late)
    last = oldest + timedelta(days=grace_days)
    then = f"answered with a notice until {last}, then withheld" if today <= last else f"withheld since {last}"
    yield f"warning: {path.as_posix()}: review overdue since {oldest} ({len(late)} of {len(entries)} entries), {then}"


def hard_to_read(folder: Path) -> Iterator[str]:
    """Yield one line for each passage of a clinic's own that is above grade 6."""
    registry = read_model(folder / "sources.yml", SourcesFile)
    local = {source.id for source in registry.sources if source.rank == "local"}
    if not local:
        return
    groups = [(path, content.passages) for path, content in topic_files(folder)]
    groups += [(folder / "gaps.yml", list(g.passages)) for g in read_model(folder / "gaps.yml", GapsFile).gaps]
    for path, entries in groups:
        for entry in entries:
            if entry.source in local and grade(entry.text) > _HARD:
                yield f"warning: {path.as_posix()}: {entry.id}: grade {grade(entry.text):.1f}; patients read {_HARD:g} best"


def waiting(folder: Path) -> Iterator[str]:
    """Yield one line for each draft that waits for a reviewer."""
    for path in draft_files(folder):
        count = sum(1 for _ in read_draft(path).passages())
        yield f"note: {path.as_posix()}: {count} draft passages wait for a reviewer; nothing of them is live"
