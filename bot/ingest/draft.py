"""Make a draft of a document: passages under their headings, figures pulled out, a topic suggested."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.ingest.document import Block, Document
from bot.ingest.sentences import plain_sentences
from bot.ingest.suggest import Suggest
from bot.knowledge.drafts import TO_NAME, DraftFigure, DraftFile, DraftPassage, DraftSection, DraftSource, sms_fits
from bot.knowledge.figures import figures_in
from bot.knowledge.library import Library
from bot.knowledge.readability import grade
from bot.knowledge.schema import PageFigure
from bot.records import MINUTES, Topic

_REVIEW_AFTER = timedelta(days=365)
_SAID = r"(?:revised|updated|reviewed|modified|effective|version|dated?|printed)[^\n\d]{0,20}?"
_DATES = (
    (rf"(?i){_SAID}(\d{{4}}-\d{{2}}-\d{{2}})", "%Y-%m-%d"),
    (rf"(?i){_SAID}\b([A-Z][a-z]+ \d{{1,2}},? \d{{4}})", "%B %d %Y"),
    (rf"(?i){_SAID}\b([A-Z][a-z]+ \d{{4}})", "%B %Y"),
    (rf"(?i){_SAID}(\d{{1,2}}/\d{{1,2}}/\d{{4}})", "%m/%d/%Y"),
)


@dataclass(frozen=True)
class _Piece:
    """A run of sentences of one block: as much as fits an SMS."""

    heading: str
    text: str
    place: str


def draft_of(
    document: Document,
    *,
    id: str,
    name: str,
    file: str,
    content: bytes,
    library: Library,
    suggest: Suggest,
    today: date,
) -> DraftFile:
    """Return the draft; every passage waits for a reviewer's name."""
    pieces = [piece for heading, blocks in document.sections() for piece in _pieces(heading, blocks)]
    labels = suggest([piece.text for piece in pieces])
    sections: dict[str, list[DraftPassage]] = {}
    for number, (piece, topics) in enumerate(_joined(pieces, labels), 1):
        passage = _passage(f"{id}.{number}", piece, topics, library, today)
        sections.setdefault(piece.heading, []).append(passage)
    figures = [PageFigure(value=v, unit=u or "count", heading=p.heading) for p in pieces for v, u in figures_in(p.text)]
    return DraftFile(
        source=DraftSource(id=id, name=name, publisher=name, title=_title(document, file), dated=_dated(document)),
        file=file,
        edition=hashlib.sha256(content).hexdigest()[:12],
        missed=document.missed,
        headings=tuple(sections),
        figures=tuple(dict.fromkeys(figures)),
        sections=tuple(DraftSection(heading=h, passages=tuple(passages)) for h, passages in sections.items()),
    )


def _pieces(heading: str, blocks: list[Block]) -> list[_Piece]:
    """Return a heading's blocks, each cut at the ends of sentences where it is too long for an SMS."""
    found: list[_Piece] = []
    for number, block in enumerate(blocks, 1):
        place = ", ".join(part for part in (block.place, f"paragraph {number}") if part)
        open_: list[str] = []
        for sentence in plain_sentences(block.text):
            if open_ and not sms_fits(" ".join([*open_, sentence])):
                found.append(_Piece(heading, " ".join(open_), place))
                open_ = []
            open_.append(sentence)
        if open_:
            found.append(_Piece(heading, " ".join(open_), place))
    return found


def _joined(pieces: list[_Piece], labels: list[tuple[str, ...]]) -> list[tuple[_Piece, tuple[str, ...]]]:
    """Join neighbours under one heading that speak of the same topic while they fit an SMS.

    A line that only announces ("For one week:") goes with what follows it.
    """
    found: list[tuple[_Piece, tuple[str, ...]]] = []
    for piece, topics in zip(pieces, labels, strict=True):
        last, before = found[-1] if found else (None, ())
        announced = last is not None and last.text.endswith(":")
        if last is not None and last.heading == piece.heading and (topics[:1] == before[:1] or announced):
            text = f"{last.text} {piece.text}"
            if sms_fits(text):
                places = last.place if last.place == piece.place else f"{last.place.split(' to ')[0]} to {piece.place}"
                both = topics if announced else tuple(dict.fromkeys([*before, *topics]))
                found[-1] = (_Piece(piece.heading, text, places), both)
                continue
        found.append((piece, topics))
    return found


def _passage(id: str, piece: _Piece, topics: tuple[str, ...], library: Library, today: date) -> DraftPassage:
    topic = next((library.topics[name] for name in topics if name in library.topics), None)
    return DraftPassage(
        id=id,
        topics=topics,
        suggested=bool(topics),
        place=piece.place,
        text=piece.text,
        sms=piece.text if sms_fits(piece.text) else "",
        grade=round(grade(piece.text), 1),
        figures=tuple(
            DraftFigure(of=_subject(unit, piece.text, topic), value=value, unit=unit)
            for value, unit in dict.fromkeys(figures_in(piece.text))
            if unit is not None and unit not in {"mg", "pill"}
        ),
        reviewed_by=None,
        review_due=today + _REVIEW_AFTER,
    )


def _subject(unit: str, text: str, topic: Topic | None) -> str:
    """Return what a figure is of where the topic leaves no doubt: one name of that kind, or one that the text says."""
    if topic is None:
        return TO_NAME
    names = dict.fromkeys(f.of for p in topic.passages for f in p.figures if (f.unit in MINUTES) == (unit in MINUTES))
    said = [name for name in names if all(word[:4] in text.lower() for word in name.split()[:1])]
    for options in (list(names), said):
        if len(options) == 1:
            return options[0]
    return TO_NAME


def _title(document: Document, file: str) -> str:
    first = next((block.text for block in document.blocks if block.heading), "")
    return document.title.strip() or first or file


def _dated(document: Document) -> date | None:
    """Return the date that the document itself gives for its last change."""
    text = "\n".join(block.text for block in document.blocks)
    for pattern, form in _DATES:
        for said in re.findall(pattern, text):
            try:
                return datetime.strptime(said.replace(",", ""), form).date()
            except ValueError:  # "May Hospital 2026" is no date
                continue
    return None
