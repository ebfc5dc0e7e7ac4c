"""The knowledge files as text: changed in memory, read back as a whole, written together or not at all."""

from __future__ import annotations

from pathlib import Path

from bot.errors import ContentError
from bot.ingest import writing
from bot.knowledge.drafts import DraftFile
from bot.knowledge.library import read_library
from bot.knowledge.schema import PassageEntry


class KnowledgeFiles:
    """What will be written to a knowledge folder, file by file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.texts: dict[Path, str] = {}

    def text(self, path: Path) -> str:
        """Return a file's text as it will be."""
        return self.texts.get(path) or path.read_text(encoding="utf-8")

    def register(self, draft: DraftFile) -> None:
        """Put a draft's source among the sources, as a local one."""
        path = self._folder / "sources.yml"
        entry = f"  - id: {draft.source.id}\n    name: {writing.quoted(draft.source.name)}\n    rank: local\n"
        self.texts[path] = self.text(path).rstrip("\n") + "\n" + entry

    def remove(self, source: str) -> None:
        """Take all passages of a source out."""
        for path in [*sorted((self._folder / "topics").glob("*.yml")), self._folder / "gaps.yml"]:
            before = self.text(path)
            after = writing.without_source(before, source)
            if after != before:
                self.texts[path] = after

    def add(self, label: str, entry: PassageEntry) -> None:
        """Put a passage under a topic, or under gap/<id>."""
        family, _, gap = label.rpartition("/")
        path = self._folder / "gaps.yml" if family else self._folder / "topics" / f"{label}.yml"
        text = self.text(path)
        self.texts[path] = writing.with_gap_passage(text, gap, entry) if family else writing.with_passage(text, entry)

    def write(self) -> None:
        """Write all; put everything back where the whole cannot be read."""
        before = {path: path.read_bytes() if path.is_file() else None for path in self.texts}
        for path, text in self.texts.items():
            path.write_text(text, encoding="utf-8")
        try:
            read_library(self._folder)
        except ContentError:
            for path, content in before.items():
                path.unlink() if content is None else path.write_bytes(content)
            raise
