"""The knowledge of the loaded archives, by hash: written once on load, read by the generator."""

from __future__ import annotations

from bot.errors import ArchiveError
from bot.knowledge.library import Library

_published: dict[str, Library] = {}


def publish(library: Library) -> str:
    """Publish a library under its hash and return the hash."""
    _published[library.digest] = library
    return library.digest


def published(digest: str | None) -> Library:
    """Return the library of a hash; raise ArchiveError when no loaded archive carries it."""
    if digest is None or digest not in _published:
        raise ArchiveError(f"No loaded archive carries the knowledge {digest}; run `make train`.")
    return _published[digest]
