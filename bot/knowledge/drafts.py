"""Drafts of a clinic's own sheet: their shape, and what keeps a passage from going live."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import Field

from bot.knowledge.schema import ID, PageFigure, PassageEntry, StanceEntry
from bot.segments import sms_segments
from bot.yamlfile import Strict, read_model

DRAFTS = "drafts"
#: What a reviewer still has to put in.
TO_NAME = "to be named"
MOST_NAME = 40
#: Characters that a reply needs round a passage on SMS: whose sheet it is, a notice, the offer of more.
_ROUND = 140
_MOST_SEGMENTS = 2
_DOSE = re.compile(
    r"\b(?:\d[\d.,/]*|one|two|three|four|half|a)[\s-]*"
    r"(?:mg|mcg|ml|cc|grams?|milli\w+|micro\w+|tablets?|pills?|capsules?|caplets?|puffs?|drops|tsp|teaspoons?|units)\b",
    re.IGNORECASE,
)
_NO_NAME = {"null", "none", "name", "your name", "todo", "tbd", "to do", "reviewer", "clinician", "doctor", "yes", "ok",
            "unknown", "test", "me", "signed", "reviewed", TO_NAME}  # fmt: skip


class DraftFigure(Strict):
    of: str
    value: float
    unit: str
    bound: str | None = None


class DraftPassage(Strict):
    """A passage that waits; `topics` are topics' ids or gap/<id>; `suggested` says that no person chose them."""

    id: str
    topics: tuple[str, ...]
    suggested: bool = False
    place: str
    text: str
    sms: str
    grade: float | None = None
    figures: tuple[DraftFigure, ...] = ()
    stances: tuple[StanceEntry, ...] = ()
    reviewed_by: str | None
    review_due: date


class DraftSection(Strict):
    heading: str
    passages: tuple[DraftPassage, ...]


class DraftSource(Strict):
    id: str = Field(regex=ID)
    name: str = Field(min_length=1, max_length=MOST_NAME)
    publisher: str
    title: str
    dated: date | None


class DraftFile(Strict):
    """knowledge/drafts/<id>.yml, made by `make ingest`; training and serving never read it."""

    source: DraftSource
    file: str
    edition: str
    missed: tuple[str, ...] = ()
    #: All that the document itself has, whatever is taken out below or live already.
    headings: tuple[str, ...]
    figures: tuple[PageFigure, ...]
    sections: tuple[DraftSection, ...]

    def passages(self) -> Iterator[tuple[str, DraftPassage]]:
        """Yield every passage with its heading."""
        for section in self.sections:
            yield from ((section.heading, passage) for passage in section.passages)


def draft_files(folder: Path) -> Iterator[Path]:
    """Yield the drafts of a knowledge folder, by name."""
    yield from sorted((folder / DRAFTS).glob("*.yml"))


def read_draft(path: Path) -> DraftFile:
    """Read a draft; ContentError names what is wrong with it."""
    return read_model(path, DraftFile)


def is_name(text: str | None) -> bool:
    """Tell whether a text can be a reviewer's name; who it is, only the clinic knows."""
    plain = (text or "").strip().lower().strip("?.!<>()[]-_ ")
    return len(re.findall(r"[^\W\d_]", plain)) >= 3 and plain not in _NO_NAME


def local_faults(entry: PassageEntry) -> Iterator[str]:
    """Yield what a clinic's own passage may not hold, beside what holds for every passage."""
    if not is_name(entry.reviewed_by):
        yield "no reviewer: put the name of who read and approved it into reviewed_by"
    for text, form in ((entry.text, "text"), (entry.sms, "sms")):
        if not text.strip():
            yield f"{form} is empty"
        dose = _DOSE.search(text)
        if dose:
            yield f"{form}: '{dose.group()}' is a dose; the assistant gives none: say where the dose is written"
    if sms_fits(entry.sms) is False:
        yield f"sms: too long beside the clinic's name; at most {_MOST_SEGMENTS * 153 - _ROUND} plain characters"


def sms_fits(text: str) -> bool:
    """Tell whether a text leaves room in two SMS for what stands round it."""
    return sms_segments(text + "x" * _ROUND) <= _MOST_SEGMENTS
