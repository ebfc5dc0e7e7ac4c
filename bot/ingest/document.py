"""A clinic's document as it was read: blocks of text in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.text import clean

OPENING = "(opening)"
_BULLET = re.compile(r"^\s*(?:[•●○◦▪▫■□–—*·‣⁃✓✔\uf0b7\uf0a7-]|\d{1,2}[.)]|[a-z][.)])\s+(?=\S)")


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a list item, and where it stands ("page 2")."""

    text: str
    heading: bool = False
    place: str = ""


@dataclass(frozen=True)
class Document:
    """What a reader found: blocks, the document's own title, and what it could not read."""

    blocks: tuple[Block, ...]
    title: str = ""
    missed: tuple[str, ...] = ()

    def sections(self) -> Iterator[tuple[str, list[Block]]]:
        """Yield each heading with its blocks; what comes first is "(opening)", a heading that comes again adds."""
        found: dict[str, list[Block]] = {}
        heading = OPENING
        for block in self.blocks:
            if block.heading:
                heading = block.text
            else:
                found.setdefault(heading, []).append(block)
        yield from found.items()


def block(text: str, *, heading: bool = False, place: str = "") -> Block | None:
    """Return a block of cleaned text without its bullet; None where no word is left."""
    plain = clean(_BULLET.sub("", text.strip()))
    if heading:
        plain = plain.rstrip(":").strip()
    return Block(plain, heading, place) if re.search(r"[^\W\d_]", plain) else None


def is_bullet(line: str) -> bool:
    """Tell whether a line opens a list item."""
    return bool(_BULLET.match(line))
