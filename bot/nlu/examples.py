"""Read the example messages of `data/nlu/` without Rasa."""

from __future__ import annotations

from pathlib import Path

from bot.yamlfile import read_yaml


def read_examples(folder: Path) -> list[tuple[str, str]]:
    """Return (text, intent) for every example, files by name, lines in order."""
    found: list[tuple[str, str]] = []
    for path in sorted(folder.glob("**/*.yml")):
        for group in read_yaml(path)["nlu"]:
            lines = str(group["examples"]).splitlines()
            found += [(line[2:], group["intent"]) for line in lines if line.startswith("- ")]
    return found
