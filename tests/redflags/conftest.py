"""The rules of knowledge/ as they stand, for every test of what they find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.redflags.lexicon import read_lexicon
from bot.redflags.rules import RuleDetector
from bot.text import clean, spell_out

_KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="session")
def detector() -> RuleDetector:
    return RuleDetector(read_lexicon(_KNOWLEDGE))


@pytest.fixture(scope="session")
def signs(detector: RuleDetector) -> Callable[[str], set[str]]:
    """What the rules find in a message, by sign."""
    return lambda text: {flag.id for flag in detector.detect(spell_out(clean(text)))}
