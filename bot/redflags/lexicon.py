"""The signs and cues as code reads them: made from knowledge/, carried in the archive."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.errors import ContentError
from bot.records import Tier
from bot.redflags.patterns import steps_of
from bot.redflags.schema import CuesFile, RedFlagFile
from bot.yamlfile import read_model


@dataclass(frozen=True)
class Sign:
    """One warning sign: its tier, why it counts, and the patterns that show it."""

    id: str
    tier: Tier
    sign: str
    reason: str
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All signs by id, the word lists, and the cues of context by kind."""

    signs: dict[str, Sign]
    lists: dict[str, tuple[str, ...]]
    cues: dict[str, tuple[str, ...]]

    @property
    def digest(self) -> str:
        """Twelve hex digits over all of it."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """Return the lexicon as canonical JSON, for the archive."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Lexicon:
        """Read a lexicon back from an archive."""
        data = json.loads(text)
        return cls(
            {k: Sign(**{**v, "patterns": tuple(v["patterns"])}) for k, v in data["signs"].items()},
            {k: tuple(v) for k, v in data["lists"].items()},
            {k: tuple(v) for k, v in data["cues"].items()},
        )


def read_lexicon(folder: Path) -> Lexicon:
    """Read `knowledge/red_flags/` and `knowledge/cues.yml`; ContentError on the first fault."""
    cues_path = folder / "cues.yml"
    cues = read_model(cues_path, CuesFile).dict()
    lists = cues.pop("lists")
    for kind, patterns in cues.items():
        _check(cues_path, kind, patterns, lists)
    signs: dict[str, Sign] = {}
    for path in sorted((folder / "red_flags").glob("*.yml")):
        for entry in read_model(path, RedFlagFile).signs:
            if entry.id in signs:
                raise ContentError(str(path), entry.id, "id stands twice")
            _check(path, entry.id, tuple(entry.patterns), lists)
            signs[entry.id] = Sign(entry.id, entry.tier, entry.sign, entry.reason, tuple(entry.patterns))
    return Lexicon(signs, lists, cues)


def _check(path: Path, entry: str, patterns: tuple[str, ...], lists: dict[str, tuple[str, ...]]) -> None:
    for pattern in patterns:
        try:
            steps_of(pattern, lists)
        except ValueError as error:
            raise ContentError(str(path), entry, f"pattern '{pattern}': {error}") from None
