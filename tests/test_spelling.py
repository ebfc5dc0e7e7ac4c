"""Misspelt words are mended towards the field's; what is meant stays."""

from __future__ import annotations

import pytest

from bot.spelling import Speller

TEXTS = ["my chest hurts", "when can I shower", "carry groceries", "he says it is bad", "a brace at night"] * 4


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.learn(TEXTS, ["chest", "shower"])


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("my cehst hurts", "my chest hurts"),
        ("whn can I shwer", "when can I shower"),
        ("MY CEHST HURTS SAYS HE", "MY chest HURTS SAYS HE"),
        ("MY CEHST HURTS SAYS HE. When can I shower?", "MY chest HURTS SAYS HE. When can I shower?"),
        ("a TLSO at night", "a TLSO at night"),
        ("can't", "can't"),
    ],
)
def test_words_are_mended(speller: Speller, written: str, mended: str) -> None:
    assert speller.mend(written) == mended


def test_a_speller_is_kept(speller: Speller, tmp_path) -> None:
    speller.save(tmp_path / "words.json")
    assert Speller.load(tmp_path / "words.json").mend("my cehst hurts") == "my chest hurts"
