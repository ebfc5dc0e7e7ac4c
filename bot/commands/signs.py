"""Write knowledge/red_flags/README.md, the warning signs on one page for the reviewing clinician."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.errors import AftercareError
from bot.knowledge.signs_page import read_signs, signs_page, unlogged_changes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("root", nargs="?", type=Path, default=Path(), help="the project's folder")


def run(options: argparse.Namespace) -> int:
    """Write the page; a changed tier must be told in the change log first."""
    folder = options.root / "knowledge" / "red_flags"
    signs, target = read_signs(folder), folder / "README.md"
    before = target.read_text(encoding="utf-8") if target.is_file() else ""
    changelog = (options.root / "CHANGELOG.md").read_text(encoding="utf-8")
    missing = unlogged_changes(before, signs, changelog)
    if missing:
        raise AftercareError(
            f"CHANGELOG.md, 'Clinical content' of the newest heading, must name (as `sign.id`): {'; '.join(missing)}"
        )
    target.write_text(signs_page(signs), encoding="utf-8")
    print(f"Wrote {target}: {len(signs)} signs.")
    return 0
