"""The widget's modules as they travel: one script, without the comments, which are for people and the type checker."""

from __future__ import annotations

import re
from pathlib import Path

#: JSDoc blocks and lines that are a comment. Nothing else is touched, so the rest can hold what it likes.
_COMMENTS = re.compile(rb"^[ \t]*//[^\n]*\n|/\*\*.*?\*/[ ]?", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(rb"^[ \t]+|\n(?=\n)", re.MULTILINE)
_IMPORT = re.compile(rb'^import [^;]*?"\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(rb"^export ", re.MULTILINE)


def slim(module: bytes) -> bytes:
    """Return a module's code without comments, indentation and empty lines."""
    return _INDENT.sub(b"", _COMMENTS.sub(b"", module))


def modules(folder: Path, name: str, seen: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return a module and all that it imports, what is imported first."""
    if name in seen:
        return seen
    for imported in _IMPORT.findall((folder / name).read_bytes()):
        seen = modules(folder, imported.decode(), seen)
    return (*seen, name)


def joined(folder: Path, name: str) -> bytes:
    """Return a module and all that it imports as one script: each module of its own costs a round trip.

    No two of them may give one name to two things; a test has the whole parsed.
    """
    parts = (_IMPORT.sub(b"", (folder / part).read_bytes()) for part in modules(folder, name))
    return slim(b"".join(_EXPORT.sub(b"", part) for part in parts))
