"""Show what a stored reply rested on, and derive it again from the archive.

python -m bot explain CONVERSATION TURN [--model ARCHIVE]
python -m bot explain --export FILE.json TURN

The texts of patients appear on this terminal and nowhere else. 0: the same reply, byte for byte;
2: something differs, and what.
"""

from __future__ import annotations

import argparse
import os
import warnings
from pathlib import Path

from bot.commands.environment import MODEL, environment
from bot.errors import AftercareError, ArchiveError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("conversation", nargs="?", help="its id, the beginning of it, or its keyed hash")
    parser.add_argument("turn", type=int, help="which of its messages, from 1")
    parser.add_argument("--export", type=Path, metavar="FILE", help="read the events from JSON, not from the store")
    parser.add_argument("--model", type=Path, default=MODEL, help="the archive to derive the reply from")


def run(options: argparse.Namespace) -> int:
    """Print the turn, then whether the archive writes the same."""
    os.environ.update(environment(serving=True))
    warnings.showwarning = lambda *_, **__: None  # of dependencies at the end of their lives
    if (options.conversation is None) == (options.export is None):
        raise AftercareError("Name a conversation, or an export with --export.")
    if not options.model.is_file():
        raise ArchiveError(f"{options.model} is no archive; train one, or name another with --model")
    from bot.replay.lean import as_the_server

    as_the_server()
    from bot.replay.conversation import load
    from bot.replay.derive import run as derive
    from bot.replay.explain import told
    from bot.replay.stored import turn_of

    turn = turn_of(_events(options), options.turn)
    agent = load(options.model)
    parsed, reply = derive(agent, turn)
    lines, same = told(turn, parsed, reply, options.model, str(agent.model_id))
    print("\n".join(lines))
    return 0 if same else 2


def _events(options: argparse.Namespace) -> list[dict[str, object]]:
    from bot.replay.stored import from_export, from_store

    if options.export:
        return from_export(options.export)
    from bot.channels.conversation_store import open_conversations

    return from_store(open_conversations(), options.conversation)
