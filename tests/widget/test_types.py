"""The type checker over the widget's JSDoc."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parent


def test_the_types_hold():
    compiler = _FOLDER / "node_modules" / ".bin" / "tsc"
    if not compiler.exists() or shutil.which("node") is None:
        how = "the type checker is missing: npm ci --prefix tests/widget"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(how)
    checked = subprocess.run([compiler, "--project", _FOLDER], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
