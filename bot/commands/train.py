"""Train if anything changed that training reads."""

from __future__ import annotations

import argparse
import hashlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bot.commands.environment import MODEL, environment
from bot.errors import AftercareError
from bot.knowledge.drafts import DRAFTS
from bot.knowledge.library import read_library
from bot.knowledge.overdue import overdue
from bot.redflags.help_words import read_help
from bot.redflags.lexicon import read_lexicon
from bot.redflags.messages import read_messages
from bot.settings import read_clinic

_STAMP = Path("models/.trained-from")
_READ = ("config.yml", "domain.yml", "data/**/*.yml", "data/**/*.npz", "knowledge/**/*.yml", "bot/**/*.py", "uv.lock")
#: What of bot no archive depends on: the ways in, the tools around it, and its own tables.
_UNREAD = ("bot/channels", "bot/commands", "bot/replay", "bot/stores", "bot/ingest")
_STEPS = "Starting to train component '"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")


def run(options: argparse.Namespace) -> int:
    """Train, with a line a step; do nothing when the archive is up to date."""
    train(force=options.force)
    return 0


def train(*, force: bool = False) -> Path:
    """Return the archive, trained from what is here now."""
    stamp = _fingerprint()
    if not force and MODEL.is_file() and _STAMP.is_file() and _STAMP.read_text() == stamp:
        print(f"{MODEL} is up to date.")
        return MODEL
    _read_content_first()
    started = time.monotonic()
    print("Training. The first time takes some minutes, later times less.", flush=True)
    # Its own check of the files reads 45,000 examples twice more (20 s); a test runs it (tests/replay/test_rasa_commands.py).
    command = [sys.executable, "-m", "rasa", "train", "--skip-validation"]
    command += ["--fixed-model-name", MODEL.name.removesuffix(".tar.gz")]
    log: list[str] = []
    with run_with_us(command, environment()) as process:
        assert process.stdout is not None
        for line in process.stdout:
            log.append(line)
            if _STEPS in line:
                step = line.split(_STEPS)[1].split("'")[0].rsplit(".", 1)[-1]
                print(f"  {time.monotonic() - started:5.0f} s  {step}", flush=True)
    if process.returncode != 0 or not MODEL.is_file():
        Path("var").mkdir(exist_ok=True)
        Path("var/train.log").write_text("".join(log), encoding="utf-8")
        reason = next((line.strip() for line in reversed(log) if "Error" in line or "Exception" in line), "unknown")
        raise AftercareError(f"Training failed ({reason}). The whole log is in var/train.log.")
    _STAMP.write_text(stamp)
    print(f"Trained {MODEL} in {time.monotonic() - started:.0f} s.")
    return MODEL


@contextmanager
def run_with_us(command: Sequence[str], env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run a command that ends when this process is told to: a stopped server must not train on and write its archive."""

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    in_charge = threading.current_thread() is threading.main_thread()  # only there may signals be handled
    before = signal.signal(signal.SIGTERM, end) if in_charge else None
    try:
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            try:
                yield process
            except BaseException:
                process.terminate()
                raise
    finally:
        if in_charge:
            signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def _read_content_first() -> None:
    """Read all content before Rasa starts, so that a fault is one line and comes at once."""
    read_library(Path("knowledge"))
    for line in overdue(Path("knowledge"), today=date.today(), grace_days=read_clinic().review_grace_days):
        print(line, flush=True)
    read_lexicon(Path("knowledge"))
    read_help(Path("knowledge"))
    read_messages(Path("data/red_flags"))


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in _READ:
        for path in sorted(Path().glob(pattern)):
            if DRAFTS not in path.parts and not path.as_posix().startswith(_UNREAD):
                digest.update(path.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
