"""Count how text messages of tests/held_out/sms_keywords.yml are read: stop, start, help or none of them.

python -m benchmarks.sms_keywords            the table
python -m benchmarks.sms_keywords --misread  each message that is read otherwise; whoever looks at
                                             these must not tune on them
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Literal

from benchmarks.intervals import Rate
from bot.answers.sms_keywords import keyword_of
from bot.yamlfile import Strict, read_model

FILE = Path(__file__).parents[1] / "tests" / "held_out" / "sms_keywords.yml"
KINDS = ("stop", "start", "help", "none")


class HeldOut(Strict):
    """A message and what it asks of the texts."""

    text: str
    is_: Literal["stop", "start", "help", "none"]

    class Config:
        fields = {"is_": "is"}


class HeldOutFile(Strict):
    """tests/held_out/sms_keywords.yml"""

    messages: list[HeldOut]


def main(arguments: list[str]) -> None:
    """Print the table, or what was misread."""
    messages = read_messages()
    if arguments == ["--misread"]:
        for message in messages:
            if read(message.text) != message.is_:
                print(f"is {message.is_:5} read as {read(message.text):5} {message.text!r}")
        return
    table = confusion(messages)
    print(f"{len(messages)} held-out messages\n\n{'is / read as':14}" + "".join(f"{kind:>7}" for kind in KINDS))
    for kind in KINDS:
        print(f"{kind:14}" + "".join(f"{table[kind, other]:7}" for other in KINDS))
    for kind in KINDS:
        print(f"{kind + ': read as such':24}", Rate(table[kind, kind], _sum(table, [kind])))
    others = [kind for kind in KINDS if kind != "stop"]
    print(f"{'cut off without asking':24}", Rate(sum(table[kind, "stop"] for kind in others), _sum(table, others)))


def read_messages(path: Path = FILE) -> list[HeldOut]:
    """Return the held-out messages; ContentError names the entry that is none."""
    return read_model(path, HeldOutFile).messages


def read(text: str) -> str:
    """Return how a message is read."""
    keyword = keyword_of(text)
    return keyword.kind if keyword else "none"


def confusion(messages: list[HeldOut]) -> Counter[tuple[str, str]]:
    """Count the messages by what they are and what they are read as."""
    return Counter((message.is_, read(message.text)) for message in messages)


def _sum(table: Counter[tuple[str, str]], kinds: list[str]) -> int:
    return sum(count for (kind, _), count in table.items() if kind in kinds)


if __name__ == "__main__":
    main(sys.argv[1:])
