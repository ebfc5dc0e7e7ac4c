"""Count how messages of tests/held_out/language.*.yml are told apart: Spanish, or anything else.

python -m benchmarks.language            the rates of both splits
python -m benchmarks.language --wrong    each message of the tuning split that is told wrongly
"""

from __future__ import annotations

import sys

from benchmarks.held_out import FOLDER, SPLITS
from benchmarks.intervals import Rate
from bot.language import is_spanish
from bot.yamlfile import Strict, read_model


class Languages(Strict):
    """tests/held_out/language.<split>.yml"""

    spanish: list[str]
    other: list[str]


def main(arguments: list[str]) -> None:
    """Print the rates, or what is told wrongly."""
    if arguments == ["--wrong"]:
        held_out = read_languages("tuning")
        print(*(f"not noticed: {text!r}" for text in held_out.spanish if not is_spanish(text)), sep="\n")
        print(*(f"not Spanish: {text!r}" for text in held_out.other if is_spanish(text)), sep="\n")
        return
    for split in SPLITS:
        noticed, mistaken = rates(split)
        print(f"{split:8}Spanish noticed {noticed}\n{split:8}other taken for Spanish {mistaken}")


def read_languages(split: str) -> Languages:
    """Return the messages of a split."""
    return read_model(FOLDER / f"language.{split}.yml", Languages)


def rates(split: str) -> tuple[Rate, Rate]:
    """Return the share of Spanish messages that are noticed, and of others that are taken for Spanish."""
    held_out = read_languages(split)
    noticed, mistaken = (sum(map(is_spanish, texts)) for texts in (held_out.spanish, held_out.other))
    return Rate(noticed, len(held_out.spanish)), Rate(mistaken, len(held_out.other))


if __name__ == "__main__":
    main(sys.argv[1:])
