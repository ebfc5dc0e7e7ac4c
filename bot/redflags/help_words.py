"""The words of having reached help, as code reads them: made from knowledge/help.yml."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.errors import ContentError
from bot.redflags.patterns import steps_of
from bot.yamlfile import Strict, read_model

Patterns = tuple[str, ...]


class HelpFile(Strict):
    """knowledge/help.yml"""

    reviewed_by: str | None
    lists: dict[str, Patterns]
    office_of: Patterns
    harmless: Patterns
    emergency: Patterns
    dialed: Patterns
    seen: Patterns
    doctor: Patterns
    office: Patterns
    crisis: Patterns
    call_doctor: Patterns
    call_office: Patterns
    call_crisis: Patterns
    answered: Patterns
    not_yet: Patterns
    other_time: Patterns
    other_person: Patterns
    stranger_did: Patterns
    for_us: Patterns
    other_matter: Patterns
    failed: Patterns
    taken_back: Patterns
    sent_on: Patterns
    about: Patterns
    about_the_alarm: Patterns
    question: Patterns
    condition: Patterns
    yes: Patterns


@dataclass(frozen=True)
class HelpWords:
    """The patterns by kind, and the lists that they use."""

    lists: dict[str, Patterns]
    patterns: dict[str, Patterns]

    @property
    def digest(self) -> str:
        """Twelve hex digits over all of it."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """Return the words as canonical JSON, for the archive."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> HelpWords:
        """Read the words back from an archive."""
        data = json.loads(text)
        return cls(*({k: tuple(v) for k, v in data[name].items()} for name in ("lists", "patterns")))


def read_help(folder: Path) -> HelpWords:
    """Read `help.yml` of a folder; ContentError on the first fault."""
    path = folder / "help.yml"
    content = read_model(path, HelpFile).dict(exclude={"reviewed_by"})
    lists = content.pop("lists")
    for kind, patterns in content.items():
        for pattern in patterns:
            try:
                steps_of(pattern, lists)
            except ValueError as error:
                raise ContentError(str(path), kind, f"pattern '{pattern}': {error}") from None
    return HelpWords(lists, content)
