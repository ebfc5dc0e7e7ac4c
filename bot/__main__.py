"""python -m bot COMMAND: run, chat, train, tune, check, enrol, forget and more."""

from __future__ import annotations

import argparse
import importlib
import sys

from bot.errors import AftercareError

COMMANDS = {
    "run": "serve everything on one port until Ctrl-C",
    "chat": "talk in the terminal",
    "replay": "hold the conversation suites, or compare two archives on them",
    "explain": "show what a stored reply rested on, and derive it again",
    "train": "train if anything changed",
    "tune": "tune the encoder on the training data (by hand; some 15 minutes)",
    "check": "check the clinicians' files",
    "signs": "write knowledge/red_flags/README.md, the warning signs for the reviewing clinician",
    "digest": "make knowledge/sources/<id>.yml from a page's text",
    "ingest": "make a draft of a clinic's own sheet (text, HTML, PDF, DOCX)",
    "publish": "put the signed passages of a draft live",
    "enrol": "enrol one person, or those of a CSV file, for text messages",
    "optout": "opt a number out of texts for someone who asked in another way than by text",
    "forget": "remove a person by phone number, everywhere",
    "purge": "remove what is older than retention_days of clinic.yml",
    "texts": "say what the text line did lately: counts, failures, segments a person, cost",
    "rekey": "encrypt all phone numbers anew, under the first of AFTERCARE_PHONE_KEYS",
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
