"""What the tests of replies share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.yamlfile import read_yaml

_RESPONSES = Path(__file__).parents[2] / "data" / "responses"


@pytest.fixture(scope="session")
def responses() -> dict[str, Any]:
    """Return the project's own response texts."""
    found: dict[str, Any] = {}
    for path in sorted(_RESPONSES.glob("*.yml")):
        found |= read_yaml(path)["responses"]
    return found
