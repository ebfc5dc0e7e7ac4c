"""`rasa init`'s starter bot in a folder of its own."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

QUESTION = "are you a bot?"
_MORE = "    - is this a machine\n"
_NLU = "data/nlu.yml"


def scaffold(folder: Path) -> Path:
    """Copy what `rasa init` writes."""
    rasa = importlib.util.find_spec("rasa")
    assert rasa is not None and rasa.origin is not None
    shutil.copytree(Path(rasa.origin).parent / "cli" / "initial_project", folder, dirs_exist_ok=True)
    return folder


def change(folder: Path) -> None:
    """Add one example to the bot's training data."""
    path = folder / _NLU
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + _MORE, encoding="utf-8")
