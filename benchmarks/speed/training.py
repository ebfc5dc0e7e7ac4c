"""Train in copies of the two projects: from nothing, and after one small change."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.speed import starter
from bot.commands.environment import environment

_LEFT_OUT = (".venv", ".uv", ".git", ".rasa", ".cache", "models", "var", "results", "sources", "*_cache", "__pycache__")
_PASSAGE = Path("knowledge/topics/lifting.yml")
_WORDS = "heavy backpack"
_OTHER_WORDS = "full backpack"


def ours(folder: Path) -> dict[str, float]:
    """Return the seconds of `make train` from nothing, and with one passage changed."""
    copy = folder / "aftercare"
    shutil.copytree(Path.cwd(), copy, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    command = [sys.executable, "-W", "ignore", "-m", "bot", "train"]
    cold = _seconds(command, copy)
    passage = copy / _PASSAGE
    text = passage.read_text(encoding="utf-8")
    assert _WORDS in text, f"{_PASSAGE} no longer says '{_WORDS}'"
    passage.write_text(text.replace(_WORDS, _OTHER_WORDS, 1), encoding="utf-8")
    return {"cold": cold, "changed": _seconds(command, copy)}


def theirs(folder: Path, *, changed: bool) -> dict[str, float]:
    """Return the seconds of `rasa train` from nothing, and with one example more."""
    command = [sys.executable, "-W", "ignore", "-m", "rasa", "train"]
    found = {"cold": _seconds(command, folder)}
    if changed:
        starter.change(folder)
        found["changed"] = _seconds(command, folder)
    return found


def _seconds(command: list[str], folder: Path) -> float:
    started = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"Training failed in {folder}:\n{done.stdout[-2000:]}")
    return time.perf_counter() - started
