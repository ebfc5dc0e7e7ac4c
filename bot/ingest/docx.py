"""Read DOCX: paragraphs, lists and tables in their order; zip bombs and tracked changes are refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from bot.errors import ContentError
from bot.ingest.document import Block, Document, block

MOST_PARTS = 2_000
MOST_UNPACKED = 60 * 1024 * 1024
_MOST_HEADING = 90
_BODY = "word/document.xml"


def read(content: bytes) -> Document:
    """Return the blocks of a Word document."""
    _check_package(content)
    document = docx.Document(io.BytesIO(content))
    if document.element.xpath("//w:ins | //w:del | //w:moveFrom | //w:moveTo"):
        raise _fault("holds tracked changes; accept or reject them all, save it, and try again")
    blocks = [b for b in _blocks(document.iter_inner_content()) if b is not None]
    boxes = document.element.xpath("//w:txbxContent")
    missed = ("text boxes are not read; put their text into the page",) if boxes else ()
    return Document(tuple(blocks), document.core_properties.title or "", missed)


def _check_package(content: bytes) -> None:
    """Refuse a package that would unpack to more than a sheet can hold; its own index is what unpacking obeys."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _fault(f"unpacks to more than {MOST_UNPACKED // 2**20} MB; save a copy without pictures")
    if _BODY not in {part.filename for part in parts}:
        raise _fault("is no Word document inside; save it as DOCX again")


def _blocks(items: Iterator[Paragraph | Table]) -> Iterator[Block | None]:
    for item in items:
        if isinstance(item, Table):
            for row in item.rows:
                # A merged cell comes once for each column it spans.
                yield block(" ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)))
        else:
            for line in [item.text] if _is_heading(item) else item.text.split("\n"):
                yield block(line, heading=_is_heading(item))


def _is_heading(paragraph: Paragraph) -> bool:
    name = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    if name.startswith(("heading", "title", "subtitle")):
        return True
    text = paragraph.text.strip()
    if not text or len(text) > _MOST_HEADING or text[-1] in ".;,":
        return False
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs) and not name.startswith("list")


def _fault(reason: str) -> ContentError:
    return ContentError("", "file", reason)
