"""Replay the conversation suites, or show what a new archive says otherwise.

python -m bot replay [SUITE …] [--workers 2] [--url URL]  hold them: pytest with bot.replay.plugin
python -m bot replay --diff OLD NEW [--page FILE]         two archives, reply by reply, as a page
python -m bot replay --schema                             write tests/conversations/schema.json
python -m bot replay --check                              read all suites, hold none
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from bot.commands.environment import MODEL, environment
from bot.replay.lean import LEAN
from bot.replay.published import FOLDER, SCHEMA, json_schema
from bot.replay.suite import read_suites

_PLUGIN = "bot.replay.plugin"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--diff", nargs=2, type=Path, metavar=("OLD", "NEW"), help="two archives to hold side by side")
    parser.add_argument("--page", type=Path, default=Path("results/replay-diff.html"), help="where --diff writes")
    parser.add_argument("--suites", type=Path, default=FOLDER, help="the folder of all suites")
    parser.add_argument("--check", action="store_true", help="only read the suites; a fault names file, line and key")
    parser.add_argument("--schema", action="store_true", help="write the suites' form for editors")
    parser.add_argument("chosen", nargs="*", metavar="SUITE", help="files or folders; all suites if none is given")
    parser.add_argument("-n", "--workers", default="0", metavar="N", help="processes, or auto (pytest -n)")
    parser.add_argument("-k", "--keyword", default="", metavar="WORDS", help="only conversations so named (pytest -k)")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the outcome as JUnit XML")
    parser.add_argument("--url", help="a running server to hold them with, instead of the archive in this process")
    parser.add_argument("--over", choices=("rest", "web", "sms"), default="rest", help="the server's channel")


def run(options: argparse.Namespace) -> int:
    """Do one of the four."""
    if options.check:
        print(f"{len(read_suites(options.suites))} conversations read.")
        return 0
    if options.schema:
        SCHEMA.write_text(json_schema(), encoding="utf-8")
        print(f"{SCHEMA} is written.")
        return 0
    if options.diff:
        from bot.replay.diff import write_page

        old, new = options.diff
        return write_page(old, new, options.suites, options.page, environment(serving=True, **{LEAN: "1"}))
    return _replay(options)


def _replay(options: argparse.Namespace) -> int:
    """Hold the suites under pytest, in processes that import no more than the server does."""
    os.environ.update(environment(serving=True, **{LEAN: "1"}))
    import pytest

    chosen = [Path(name) for name in options.chosen] or [options.suites]
    folders = "\n".join(str(path.resolve()) for path in chosen if path.is_dir())
    command = ["-p", _PLUGIN, "-q", "--disable-warnings", "--rootdir", "."]
    command += ["-o", f"aftercare_conversations={folders}"]
    command += ["--aftercare-model", str(MODEL), "--aftercare-over", options.over]
    command += ["-n", options.workers, "-k", options.keyword, *map(str, chosen)]
    command += [f"--junitxml={options.junit}"] if options.junit else []
    command += ["--aftercare-url", options.url] if options.url else []
    return int(pytest.main(command))
