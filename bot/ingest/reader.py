"""The boundary of `make ingest`: refuse what cannot be read well, and say what to do."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from bot.errors import ContentError
from bot.ingest.document import Document

MOST_BYTES = 10 * 1024 * 1024
MOST_CHARACTERS = 200_000
#: What a file of a kind begins with, where its kind has a mark.
_MARKS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}
_READERS = {".txt": "plain", ".md": "plain", ".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx"}
_CONVERT = {".doc", ".rtf", ".odt", ".pages", ".docm", ".dotx", ".wpd"}
_PICTURES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".heic", ".gif", ".bmp"}


def read_document(path: Path) -> Document:
    """Read a text, HTML, PDF or DOCX file; ContentError says what is wrong with it and what to do."""
    content = _content(path)
    reader = _reader(path)
    try:
        document = reader(content)
    except ContentError as error:  # the readers know the fault, not the file
        raise ContentError(str(path), error.entry, error.reason) from None
    except Exception as error:  # the libraries raise what they like on a broken file
        raise _fault(path, f"is broken and cannot be read ({type(error).__name__}); export it again") from None
    if not any(not block.heading for block in document.blocks):
        raise _fault(path, "holds no text to read; export it again, or save it as plain text")
    if sum(len(block.text) for block in document.blocks) > MOST_CHARACTERS:
        raise _fault(path, f"holds more than {MOST_CHARACTERS:,} characters; take only the patient's sheet")
    return document


def _content(path: Path) -> bytes:
    kind = path.suffix.lower()
    if not path.exists():
        raise _fault(path, "is missing; check the path")
    if not path.is_file():
        raise _fault(path, "is no file; name one file")
    if kind in _CONVERT:
        raise _fault(path, f"is a {kind} file; save it as DOCX, PDF or plain text")
    if kind in _PICTURES:
        raise _fault(path, "is a picture; run it through text recognition (OCR), or ask for the text it was made from")
    if kind not in _READERS:
        raise _fault(path, f"is of no kind that can be read; use one of {', '.join(sorted(_READERS))}")
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise _fault(path, f"cannot be opened ({error.strerror})") from None
    if size > MOST_BYTES:
        raise _fault(path, f"is {size / 2**20:.0f} MB; at most {MOST_BYTES // 2**20} MB (leave the pictures out)")
    if not content.strip():
        raise _fault(path, "is empty")
    if kind in _MARKS and _MARKS[kind] not in content[:1024]:
        raise _fault(path, f"is named {kind} and is none inside; export it again, or give it its true ending")
    return content


def _reader(path: Path) -> Callable[[bytes], Document]:
    name = _READERS[path.suffix.lower()]
    try:
        found: Callable[[bytes], Document] = import_module(f"bot.ingest.{name}").read
    except ModuleNotFoundError as error:
        raise _fault(path, f"needs the package {error.name}; `make ingest` sets it up") from None
    return found


def _fault(path: Path, reason: str) -> ContentError:
    return ContentError(str(path), "file", reason)
