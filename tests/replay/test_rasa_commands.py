"""What Rasa's users type works here as they expect; `rasa train` is `make train`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.environment import MODEL, environment

ROOT = Path(__file__).parents[2]


def _rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rasa", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=300
    )


def test_the_data_is_valid() -> None:
    done = _rasa("data", "validate", "--fail-on-warnings")
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.model
def test_the_stories_hold(tmp_path: Path) -> None:
    done = _rasa(
        *("test", "core", "--e2e", "--stories", "tests/stories", "--model", str(MODEL)),
        *("--out", str(tmp_path), "--fail-on-prediction-errors"),
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert (tmp_path / "story_report.json").is_file()
