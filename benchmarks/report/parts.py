"""What make eval, make safety, make bench and the replay left under results/, and how old it is."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree


@dataclass(frozen=True)
class Source:
    """A file that a part is read from, and the command that writes it."""

    name: str
    file: str
    command: str


ACCURACY = Source("accuracy", "accuracy.json", "make eval")
SAFETY = Source("safety", "safety-report.json", "make safety")
SPEED = Source("speed", "speed.json", "make bench")
SUITES = Source("conversation suites", "replay.xml", "python -m bot replay --junit results/replay.xml")
SOURCES = (ACCURACY, SAFETY, SPEED, SUITES)


@dataclass(frozen=True)
class Archive:
    """The archive that the report is of."""

    model: str
    trained: float  # seconds since 1970


@dataclass(frozen=True)
class Part:
    """One benchmark's results; data: None where there are none. note: what to know of their age."""

    source: Source
    data: Any = None
    digest: str = ""
    note: str = ""


def read_archive(path: Path) -> Archive | None:
    """Return an archive's id and when it was made; None where there is none."""
    if not path.is_file():
        return None
    with tarfile.open(path) as archive:
        member = next((m for m in archive if Path(m.name).name == "metadata.json"), None)
        file = archive.extractfile(member) if member else None
        metadata = json.load(file) if file else {}
    return Archive(str(metadata.get("model_id", "unknown")), path.stat().st_mtime)


def read_parts(folder: Path, archive: Archive | None) -> dict[str, Part]:
    """Return each part by name."""
    return {source.name: _part(folder / source.file, source, archive) for source in SOURCES}


def _part(path: Path, source: Source, archive: Archive | None) -> Part:
    if not path.is_file():
        return Part(source, note=f"missing: {source.command} writes {path}")
    text = path.read_text(encoding="utf-8")
    try:
        data = ElementTree.fromstring(text) if path.suffix == ".xml" else json.loads(text)
    except (ElementTree.ParseError, ValueError) as error:
        return Part(source, note=f"cannot be read ({type(error).__name__}): {source.command} writes it anew")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Part(source, data, digest, _age(path.stat().st_mtime, data, source, archive))


def _age(written: float, data: Any, source: Source, archive: Archive | None) -> str:
    """Return where results are not the archive's: by its id where they bear one, else by their time."""
    at = f"of {datetime.fromtimestamp(written):%Y-%m-%d %H:%M}"
    if archive is None:
        return f"{at}; there is no archive to hold it against"
    model = data.get("hashes", {}).get("model") if isinstance(data, dict) else None
    if model not in (None, archive.model):
        return f"{at}, of another archive ({model}): {source.command} measures this one"
    if model is None and written < archive.trained:
        return f"{at}, older than the archive: {source.command} measures this one"
    return at


def digest(parts: Sequence[Part]) -> str:
    """Return one digest over all results."""
    return hashlib.sha256("".join(part.digest for part in parts).encode()).hexdigest()
