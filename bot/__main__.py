"""python -m bot COMMAND: run, chat, train, tune, check, signs, digest."""

from __future__ import annotations

import argparse
import importlib
import sys

from bot.errors import AftercareError

COMMANDS = {
    "run": "serve everything on one port until Ctrl-C",
    "chat": "talk in the terminal",
    "train": "train if anything changed",
    "tune": "tune the encoder on the training data (by hand; some 15 minutes)",
    "check": "check the clinicians' files",
    "signs": "write knowledge/red_flags/README.md, the warning signs for the reviewing clinician",
    "digest": "make knowledge/sources/<id>.yml from a page's text",
    "ingest": "make a draft of a clinic's own sheet (text, HTML, PDF, DOCX)",
    "publish": "put the signed passages of a draft live",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; an error that a person can cause is one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Aftercare")
    chosen = parser.add_subparsers(dest="command", required=True)
    modules = {}
    for name, summary in COMMANDS.items():
        modules[name] = importlib.import_module(f"bot.commands.{name}")
        modules[name].add_arguments(chosen.add_parser(name, help=summary))
    options = parser.parse_args(arguments)
    try:
        return int(modules[options.command].run(options))
    except AftercareError as error:
        print(f"aftercare: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
