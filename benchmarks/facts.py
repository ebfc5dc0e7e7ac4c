"""Read the list of the pages' facts."""

from __future__ import annotations

from pathlib import Path

from bot.errors import ContentError
from bot.yamlfile import Strict, read_model


class Fact(Strict):
    """A fact of a page, and the passages that carry it; `why` says why none does."""

    id: str
    heading: str
    fact: str
    passages: tuple[str, ...]
    why: str | None = None

    @property
    def page(self) -> str:
        """The id of the page that the fact stands on."""
        return self.id.rpartition(".")[0]


class FactsFile(Strict):
    """knowledge/facts.yml"""

    facts: tuple[Fact, ...]


def read_facts(path: Path) -> tuple[Fact, ...]:
    """Return the facts in the file's order, which is the pages'; an id that stands twice is refused."""
    facts = read_model(path, FactsFile).facts
    seen: set[str] = set()
    for fact in facts:
        if fact.id in seen:
            raise ContentError(str(path), fact.id, "id stands twice")
        seen.add(fact.id)
    return facts
