"""Fingerprints of what Rasa's own do not cover: helper modules and content folders."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import numpy as np

from bot.knowledge.drafts import DRAFTS


class Rows(np.ndarray):  # type: ignore[type-arg]
    """Vectors that a training message carries, fingerprinted by their bytes.

    Rasa would print them to hash the message: 1.3 ms of each of 45,000 messages, once for every step of training.
    """

    def fingerprint(self) -> str:
        """Return a hash of the numbers."""
        return hashlib.md5(self.tobytes(), usedforsecurity=False).hexdigest()


def of_modules(*names: str) -> str:
    """Return a hash of the source of modules."""
    digest = hashlib.sha256()
    for name in names:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin:
            digest.update(Path(spec.origin).read_bytes())
    return digest.hexdigest()[:16]


def of_folder(folder: str | Path, pattern: str = "**/*.yml") -> str:
    """Return a hash of a folder's files, names and contents; drafts, which nothing reads, do not count."""
    digest = hashlib.sha256()
    for path in sorted(Path(folder).glob(pattern)):
        if DRAFTS in path.parts:
            continue
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
