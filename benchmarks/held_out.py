"""Read the held-out sets: questions and warning signs, tuning split and final split, and a clinic's own signs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import ContentError
from bot.records import Tier
from bot.yamlfile import Strict, read_rows, read_yaml

FOLDER = Path(__file__).parents[1] / "tests" / "held_out"
SPLITS = ("tuning", "final")
#: Warning signs that a clinic adds: tests/held_out/red_flags.clinic.yml, or red_flags.clinic.<name>.yml. There may be none.
CLINIC = "clinic"
_LABELS = {"topic": "ask", "gap": "gap", "out_of_scope": "out_of_scope", "chat": "chat"}


@dataclass(frozen=True)
class Question:
    """A question, what it asks ("ask/lifting", "gap/driving", …), and the voice it is written in."""

    text: str
    label: str
    voice: str


@dataclass(frozen=True)
class SignMessage:
    """A message, its tier and sign by the safety policy, and the kind of wording."""

    text: str
    tier: Tier
    sign: str
    wording: str


class SignRow(Strict):
    """A row of red_flags.<split>.yml: a sign's id, or none.<kind> for a look-alike."""

    text: str
    tier: Tier
    sign: str
    wording: str = ""


def questions(split: str) -> list[Question]:
    """Return the held-out questions of a split, all batches in order."""
    return [_question(path, row) for path in _files("questions", split) for row in read_yaml(path)]


def _question(path: Path, row: dict[str, str]) -> Question:
    labels = [f"{family}/{row[key]}" for key, family in _LABELS.items() if key in row]
    if len(labels) != 1:
        raise ContentError(str(path), str(row.get("text")), "must have one of topic, gap, out_of_scope, chat")
    return Question(str(row["text"]), labels[0], str(row.get("voice", "")))


def liftings() -> list[str]:
    """Return forty ways to ask how long until one may lift."""
    return [str(text) for text in read_yaml(FOLDER / "lifting.final.yml")["texts"]]


def conversations(split: str) -> list[dict[str, Any]]:
    """Return the held-out conversations of a split: {id, kind, today?, turns: [{user, expect?}]}."""
    return [talk for path in _files("conversations", split) for talk in read_yaml(path)]


def _files(name: str, split: str) -> list[Path]:
    """Return the files of a set's split, its first batch first."""
    return [*FOLDER.glob(f"{name}.{split}.yml"), *sorted(FOLDER.glob(f"{name}.{split}.*.yml"))]


def sign_files(split: str) -> list[Path]:
    """Return the warning-sign files of a split, its first batch first."""
    found = _files("red_flags", split)
    if not found and split != CLINIC:
        raise ContentError(str(FOLDER / f"red_flags.{split}.yml"), "file", "is missing")
    return found


def sign_messages(split: str) -> list[SignMessage]:
    """Return the held-out warning-sign messages of a split, all batches in order."""
    rows = (row for path in sign_files(split) for row in read_rows(path, SignRow, named_by="text"))
    return [SignMessage(**row.dict()) for row in rows]


def expected() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return, for each topic, the pages that must be named and the words that must stand."""
    rows = read_yaml(FOLDER / "expected.yml")
    return {topic: (tuple(row["sources"]), tuple(row["mentions"])) for topic, row in rows.items()}
