"""Read the pairs of messages that the reading of turns is fitted on, from data/turns."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from bot.errors import ContentError
from bot.yamlfile import Strict, read_yaml

FOLDER = Path("data/turns")


class Pair(Strict):
    """Two messages in a row: what the first asks (`topic`), and the second in its place (`label`)."""

    before: str
    topic: str
    then: str
    label: str


def read_pairs(folder: Path = FOLDER) -> list[Pair]:
    """Return all pairs; ContentError names the file and the entry that is wrong."""
    return [_pair(path, row) for path in sorted(folder.glob("*.yml")) for row in read_yaml(path)]


def _pair(path: Path, row: object) -> Pair:
    content = row if isinstance(row, dict) else {}
    try:
        return Pair(**content)
    except ValidationError as error:
        fault = error.errors()[0]
        raise ContentError(str(path), str(content.get("then", row)), f"{fault['loc'][0]}: {fault['msg']}") from None
