"""Make a draft of a clinic's own sheet."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path

from bot.commands.environment import MODEL
from bot.errors import ContentError, SettingsError
from bot.knowledge.drafts import DRAFTS, MOST_NAME
from bot.knowledge.library import read_library
from bot.settings import read_clinic


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a text, HTML, PDF or DOCX file")
    parser.add_argument("--id", default="our-clinic", help="the source's id, such as our-clinic")
    parser.add_argument("--name", help="how replies name the clinic; the name in clinic.yml when left out")
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder")
    parser.add_argument("--replace", action="store_true", help="write over a draft that still waits")


def run(options: argparse.Namespace) -> int:
    """Write knowledge/drafts/<id>.yml and say what to do with it."""
    from bot.ingest.draft import draft_of
    from bot.ingest.reader import read_document
    from bot.ingest.suggest import suggester
    from bot.ingest.writing import draft_text

    folder = options.root / "knowledge"
    name = _name(options)
    target = folder / DRAFTS / f"{options.id}.yml"
    library = read_library(folder)
    known = library.sources.get(options.id)
    if known is not None and known.rank != "local":
        raise SettingsError(f"--id {options.id} is a public page's id; choose another.")
    if target.exists() and not options.replace:
        raise ContentError(str(target), "file", "still waits for review; publish or delete it first, or add --replace")
    document = read_document(options.file)
    suggest, by = suggester(options.root / MODEL, library)
    draft = draft_of(
        document,
        id=options.id,
        name=name,
        file=options.file.name,
        content=options.file.read_bytes(),
        library=library,
        suggest=suggest,
        today=date.today(),
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(draft_text(draft), encoding="utf-8")
    for missed in draft.missed:
        print(f"warning: {options.file}: {missed}")
    count = sum(1 for _ in draft.passages())
    print(f"Wrote {target}: {count} draft passages under {len(draft.sections)} headings, topics suggested by {by}.")
    print(f"Nothing is live. Review it, sign it (reviewed_by), then: python -m bot publish {target}")
    return 0


def _name(options: argparse.Namespace) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", options.id):
        raise SettingsError(f"--id '{options.id}' is no id; use small letters, digits and hyphens, such as our-clinic.")
    name: str = " ".join((options.name or read_clinic(options.root / "clinic.yml").name).split())
    if not 0 < len(name) <= MOST_NAME:
        raise SettingsError(f"--name has {len(name)} characters; use 1 to {MOST_NAME}, as patients know the clinic.")
    return name
