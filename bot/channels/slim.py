"""The widget's modules as they travel: without the comments, which are for people and the type checker."""

from __future__ import annotations

import re

#: JSDoc blocks and lines that are a comment. Nothing else is touched, so the rest can hold what it likes.
_COMMENTS = re.compile(rb"^[ \t]*//[^\n]*\n|/\*\*.*?\*/[ ]?", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(rb"^[ \t]+|\n(?=\n)", re.MULTILINE)


def slim(module: bytes) -> bytes:
    """Return a module's code without comments, indentation and empty lines."""
    return _INDENT.sub(b"", _COMMENTS.sub(b"", module))
