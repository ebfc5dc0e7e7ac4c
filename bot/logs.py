"""Log lines without patients in them."""

from __future__ import annotations

import logging

#: Loggers whose messages are ours, or hold nothing that a person wrote.
_OURS = ("bot", "actions", "root", "__main__")


class SafeFormatter(logging.Formatter):
    """Print our own messages; of others, where they come from and the error's type only.

    Rasa logs whole conversations when an action fails: such words never reach a log.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, without traceback."""
        name = record.name.split(".", 1)[0]
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        words = record.getMessage() if name in _OURS else f"(at line {record.lineno}; words withheld)"
        line = f"{self.formatTime(record)} {record.levelname:7} {record.name}: {words}"
        return f"{line} {error}".rstrip()
