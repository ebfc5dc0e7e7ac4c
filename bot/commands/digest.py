"""Make knowledge/sources/<id>.yml from a page's text: headings, figures, hashes of word runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.knowledge.digest import page_figures, runs_of

_HEAD = """\
# Made from the page by `python -m bot digest`: what a clone may keep of it.
# `runs` are hashes of its eight-word runs, by which the content check finds copied text.
"""
_RUNS_A_LINE = 7


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("page", type=Path, help="the page's text")
    parser.add_argument("--id", required=True)
    parser.add_argument("--publisher", required=True)
    parser.add_argument("--title", required=True)
    parser.add_argument("--dated", default="null", help="YYYY-MM-DD, where the page shows a date")
    parser.add_argument("--heading", action="append", default=[], help="a heading as the page has it; once for each")


def run(options: argparse.Namespace) -> int:
    """Write the digest."""
    text = options.page.read_text(encoding="utf-8")
    target = Path("knowledge/sources") / f"{options.id}.yml"
    target.write_text(_written(options, text), encoding="utf-8")
    print(f"Wrote {target}.")
    return 0


def _written(options: argparse.Namespace, text: str) -> str:
    lines = [
        f"id: {options.id}",
        f'publisher: "{options.publisher}"',
        f'title: "{options.title}"',
        f"dated: {options.dated}",
        "headings:",
        "  - (opening)",
        *(f'  - "{heading}"' for heading in options.heading),
        "figures:",
        *(f'  - {{value: {v:g}, unit: {u}, heading: "{h}"}}' for v, u, h in page_figures(text, options.heading)),
        "runs: [",
    ]
    runs = [f'"{run}"' for run in runs_of(text)]
    lines += ["  " + ", ".join(runs[i : i + _RUNS_A_LINE]) + "," for i in range(0, len(runs), _RUNS_A_LINE)]
    return _HEAD + "\n".join([*lines, "]"]) + "\n"
