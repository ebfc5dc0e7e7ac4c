"""Log lines hold no patient's words."""

from __future__ import annotations

import logging

import pytest

from bot.logs import SafeFormatter

WORDS = "my chest hurts, call me at 859-323-5000"


def _line(name: str, *, error: BaseException | None = None) -> str:
    info = (type(error), error, None) if error else None
    record = logging.LogRecord(name, logging.ERROR, "file.py", 12, "%s", (WORDS,), info)
    return SafeFormatter().format(record)


@pytest.mark.parametrize(
    "name", ["rasa", "rasa.core.processor", "sanic.root", "sqlalchemy.engine", "botany", "asyncio"]
)
def test_others_words_are_withheld(name: str) -> None:
    line = _line(name)
    assert WORDS not in line
    assert f"{name}: (at line 12; words withheld)" in line


@pytest.mark.parametrize("name", ["bot.channels.rest", "actions.database", "root", "__main__"])
def test_our_own_messages_are_printed(name: str) -> None:
    assert _line(name).endswith(f"{name}: {WORDS}")


@pytest.mark.parametrize("name", ["rasa.core", "bot.answers.generator"])
def test_of_an_error_only_the_type_is_printed(name: str) -> None:
    line = _line(name, error=ValueError(f"secret {WORDS}"))
    assert line.endswith(" ValueError")
    assert "secret" not in line
    assert "\n" not in line
