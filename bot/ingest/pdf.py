"""Read PDF: lines with their size, so that headings are kept; a scan is said to be one."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Any

from pypdf import PageObject, PdfReader

from bot.errors import ContentError
from bot.ingest.document import Block, Document, is_bullet
from bot.ingest.plain import blocks_of

MOST_PAGES = 60
#: A heading is so much larger than the body's text.
_LARGER = 1.12
_MOST_HEADING = 90
_PAGE_NUMBER = re.compile(r"^\s*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*$", re.IGNORECASE)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would print what it mends


@dataclass
class _Line:
    text: str
    size: float
    bold: bool


def read(content: bytes) -> Document:
    """Return the blocks of a PDF; ContentError for one that is locked, too long, or a scan."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise _fault("is locked with a password; save a copy without it")
    if len(reader.pages) > MOST_PAGES:
        raise _fault(f"has {len(reader.pages)} pages; at most {MOST_PAGES}: take only the patient's sheet")
    pages = [_lines(page) for page in reader.pages]
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    if len(empty) == len(pages):
        raise _fault(
            "holds pictures and no text (a scan); run it through text recognition (OCR), "
            "or ask for the Word file it was made from"
        )
    pages = _without_running_lines(pages)
    body = median(line.size for lines in pages for line in lines for _ in line.text.split()) if any(pages) else 1.0
    blocks: list[Block] = []
    for number, lines in enumerate(pages, 1):
        blocks += _blocks(lines, body, f"page {number}")
    title = str(reader.metadata.title or "") if reader.metadata else ""
    return Document(tuple(blocks), title, tuple(f"page {number} holds no text (a picture?)" for number in empty))


def _lines(page: PageObject) -> list[_Line]:
    """Return a page's lines, each with the size of its largest text."""
    lines = [_Line("", 0.0, True)]

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, Any] | None, size: float) -> None:
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[1]) or 1.0
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for position, part in enumerate(text.split("\n")):
            if position:
                lines.append(_Line("", 0.0, True))
            if part.strip():
                lines[-1].size = max(lines[-1].size, size * scale)
                lines[-1].bold = lines[-1].bold and bold
            lines[-1].text += part

    page.extract_text(visitor_text=visit)
    return [line for line in lines if line.text.strip()]


def _without_running_lines(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Drop page numbers, and what stands on most pages of three or more."""
    seen = Counter(text for lines in pages for text in {line.text.strip() for line in lines})
    often = {text for text, count in seen.items() if len(pages) > 2 and count > len(pages) / 2}
    return [
        [line for line in lines if line.text.strip() not in often and not _PAGE_NUMBER.match(line.text)]
        for lines in pages
    ]


def _blocks(lines: list[_Line], body: float, place: str) -> list[Block]:
    headings = frozenset(n for n, line in enumerate(lines) if _is_heading(line, body))
    return blocks_of([line.text for line in lines], place=place, headings=headings)


def _is_heading(line: _Line, body: float) -> bool:
    text = line.text.strip()
    if len(text) > _MOST_HEADING or is_bullet(text) or text[-1] in ".;,":
        return False
    return line.size > _LARGER * body or line.bold or (text.isupper() and len(text) > 3)


def _fault(reason: str) -> ContentError:
    return ContentError("", "file", reason)
