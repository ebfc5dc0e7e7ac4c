"""Read the training messages of warning signs and their look-alikes, `data/red_flags/`."""

from __future__ import annotations

from pathlib import Path

from bot.errors import ContentError
from bot.yamlfile import Strict, read_model


class MessagesFile(Strict):
    """data/red_flags/<system>-<tier>.yml: messages by sign, or by kind of look-alike (none.*)"""

    messages: dict[str, tuple[str, ...]]


def read_messages(folder: Path) -> dict[str, list[str]]:
    """Return messages by sign; ContentError when one text has two signs."""
    found: dict[str, list[str]] = {}
    owner: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        for sign, texts in read_model(path, MessagesFile).messages.items():
            for text in texts:
                if owner.setdefault(text, sign) != sign:
                    raise ContentError(str(path), sign, f"'{text}' stands under {owner[text]} too")
                found.setdefault(sign, []).append(text)
    return found
