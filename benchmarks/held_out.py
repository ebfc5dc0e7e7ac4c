"""Read the held-out sets: questions and warning signs, tuning split and final split."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.errors import ContentError
from bot.yamlfile import read_yaml

FOLDER = Path(__file__).parents[1] / "tests" / "held_out"
SPLITS = ("tuning", "final")
_LABELS = {"topic": "ask", "gap": "gap", "out_of_scope": "out_of_scope", "chat": "chat"}


@dataclass(frozen=True)
class Question:
    """A question, what it asks ("ask/lifting", "gap/driving", …), and the voice it is written in."""

    text: str
    label: str
    voice: str


@dataclass(frozen=True)
class SignMessage:
    """A message, its tier and sign by safety.md, and the kind of wording."""

    text: str
    tier: str
    sign: str
    wording: str


def questions(split: str) -> list[Question]:
    """Return the held-out questions of a split."""
    path = FOLDER / f"questions.{split}.yml"
    found = []
    for row in read_yaml(path):
        labels = [f"{family}/{row[key]}" for key, family in _LABELS.items() if key in row]
        if len(labels) != 1:
            raise ContentError(str(path), str(row.get("text")), "must have one of topic, gap, out_of_scope, chat")
        found.append(Question(str(row["text"]), labels[0], str(row.get("voice", ""))))
    return found


def sign_messages(split: str) -> list[SignMessage]:
    """Return the held-out warning-sign messages of a split."""
    rows = read_yaml(FOLDER / f"red_flags.{split}.yml")
    return [SignMessage(str(r["text"]), r["tier"], r["sign"], r.get("wording", "")) for r in rows]


def expected() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return, for each topic, the pages that must be named and the words that must stand."""
    rows = read_yaml(FOLDER / "expected.yml")
    return {topic: (tuple(row["sources"]), tuple(row["mentions"])) for topic, row in rows.items()}
