"""Read HTML: what a person would read of it; scripts, styles and hidden parts never."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.element import PreformattedString

from bot.ingest.document import Block, Document, block
from bot.ingest.plain import decode

_NEVER = [
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "head", "nav", "footer",
    "form", "button", "select", "textarea", "audio", "video", "del", "s", "strike",
]  # fmt: skip
#: Stands for a <br>: the source's own line breaks are spaces.
_BREAK = "\ue000"
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    "p", "li", "tr", "dt", "dd", "div", "section", "article", "main", "aside", "header", "body", "html", "blockquote",
    "pre", "ul", "ol", "dl", "table", "caption", "figcaption", "[document]",
}  # fmt: skip


def read(content: bytes) -> Document:
    """Return the blocks of a page."""
    soup = BeautifulSoup(_decoded(content), "html.parser")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    for tag in soup.find_all(_NEVER):
        tag.extract()
    for tag in soup.find_all(_hidden):
        tag.extract()
    for tag in soup.find_all("br"):
        tag.replace_with(_BREAK)
    return Document(tuple(_blocks(soup)), title)


def _decoded(content: bytes) -> str:
    declared = EncodingDetector.find_declared_encoding(content[:4096], is_html=True)
    if declared:
        try:
            return content.decode(declared)
        except (UnicodeDecodeError, LookupError):  # a wrong declaration is common: read it by its bytes
            pass
    return decode(content)


def _hidden(tag: Tag) -> bool:
    style = str(tag.get("style", "")).replace(" ", "").lower()
    return (
        tag.has_attr("hidden")
        or str(tag.get("aria-hidden", "")).lower() == "true"
        or "display:none" in style
        or "visibility:hidden" in style
    )


def _blocks(soup: BeautifulSoup) -> list[Block]:
    """Join the strings that stand in the same block; a `<br>` begins another."""
    found: list[Block | None] = []
    open_: list[str] = []
    owner: Tag | None = None

    def close() -> None:
        heading = owner is not None and owner.name in _HEADINGS
        text = "".join(open_)
        lines = [text.replace(_BREAK, " ")] if heading else text.split(_BREAK)
        found.extend(block(line, heading=heading) for line in lines)
        open_.clear()

    for string in soup.find_all(string=True):
        if isinstance(string, PreformattedString):  # comments, doctypes, CDATA
            continue
        holder = string.find_parent(_BLOCKS)
        if holder is not owner:
            close()
            owner = holder if isinstance(holder, Tag) else None
        open_.append(str(string))
        if string.parent is not None and string.parent.name in {"td", "th"}:
            open_.append(" ")
    close()
    return [b for b in found if b is not None]
