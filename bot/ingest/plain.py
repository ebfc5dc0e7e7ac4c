"""Read plain text: encodings, headings, and lines that were wrapped."""

from __future__ import annotations

import codecs
import re

from bot.errors import ContentError
from bot.ingest.document import Block, Document, block, is_bullet

_MARKED = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_RULE = re.compile(r"^\s*([=*_~-])\1{2,}\s*$")
_MOST_HEADING = 70


def read(content: bytes) -> Document:
    """Return the blocks of a text or Markdown file."""
    return Document(tuple(blocks_of(decode(content).splitlines())))


def decode(content: bytes) -> str:
    """Return a text that is UTF-8, UTF-16 with its mark, or Windows-1252; ContentError for anything else."""
    marked = next((name for mark, name in _MARKED if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            return text
    raise ContentError("", "file", "is not plain text (or in an unknown encoding); save it as UTF-8 text")


def blocks_of(lines: list[str], *, place: str = "", headings: frozenset[int] | None = None) -> list[Block]:
    """Return the blocks that lines make: headings known by number or by their look, wrapped lines joined."""
    found: list[Block | None] = []
    open_: list[str] = []
    widest = max((len(line) for line in lines), default=0)

    def close() -> None:
        found.append(block(" ".join(open_), place=place))
        open_.clear()

    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if not line.strip() or _RULE.match(line):
            close()
        elif (number in headings) if headings is not None else _looks_like_heading(line, after, not open_):
            close()
            found.append(block(line.strip().strip("#").strip("* "), heading=True, place=place))
        else:
            if open_ and not _goes_on(open_[-1], line, widest):
                close()
            open_.append(line.strip())
    close()
    return [b for b in found if b is not None]


def _looks_like_heading(line: str, after: str, opens: bool) -> bool:
    text = line.strip()
    if re.match(r"#{1,6}\s", text):
        return True
    if len(text) > _MOST_HEADING or is_bullet(line) or not re.search(r"[^\W\d_]{2}", text):
        return False
    if _RULE.match(after) and after.strip()[0] in "=-":
        return True
    if text.isupper() or (text.startswith("**") and text.endswith("**")):
        return True
    if text.endswith(":"):
        return len(text.split()) <= 8 and opens
    if not opens or ":" in text or text[-1] in ".!?;," or len(text.split()) > 8 or not text[0].isupper():
        return False
    # A title on a line of its own, right above a list, or above a longer line with a sentence's end in it.
    told = len(after) > 1.5 * len(text) and re.search(r"[.!?](?:\s|$)", after) is not None
    return not after.strip() or is_bullet(after) or told


def _goes_on(last: str, line: str, widest: int) -> bool:
    """Tell whether a line goes on where the last one was wrapped."""
    if is_bullet(line):
        return False
    if line.strip()[0].islower():
        return True
    return last[-1] not in ".!?:;" and len(last) >= 0.6 * widest
