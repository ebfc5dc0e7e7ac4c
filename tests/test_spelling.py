"""Misspelt words are mended towards the field's; what is meant stays."""

from __future__ import annotations

import pytest

from bot.spelling import Speller

TEXTS = [
    "my chest hurts",
    "when can I shower",
    "carry groceries",
    "he says it is bad",
    "a brace at night",
    "mothering",
] * 4
SPANISH = ["tengo vómito con sangre y fiebre", "me mareo y me desmayé", "se me hinchó la lengua, no puedo respirar"] * 2


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.learn(TEXTS + SPANISH, ["chest", "shower"])


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("my cehst hurts", "my chest hurts"),
        ("whn can I shwer", "when can I shower"),
        ("MY CEHST HURTS SAYS HE", "MY chest HURTS SAYS HE"),
        ("MY CEHST HURTS SAYS HE. When can I shower?", "MY chest HURTS SAYS HE. When can I shower?"),
        ("a TLSO at night", "a TLSO at night"),
        ("can't", "can't"),
        ("smotthering me", "smothering me"),  # the field's nearest, "mothering", is further off than the slip
        ("estoy vomitando sanngre", "estoy vomitando sangre"),
        ("tengo bomito y mucha fievre", "tengo vomito y mucha fiebre"),
        ("me desmalle en la casa", "me desmaye en la casa"),
        ("se me incho la lengua ayer", "se me hincho la lengua ayer"),
        ("sangre at the incision", "sangre at the incision"),  # both languages in one message
        ("my abuela has fiebre, boi a dormir", "my abuela has fiebre, boi a dormir"),
        ("me duele al espirar hondo", "me duele al espirar hondo"),
        ("mi mamá está jadeando y tosiendo", "mi mamá está jadeando y tosiendo"),  # rare, and meant
        ("does Mr. Shoter shwer", "does Mr. Shoter shower"),  # names are not mended,
        ("will doctor. Boateng do it", "will doctor. Boateng do it"),
        ("are the Phillies on at nite", "are the Phillies on at nite"),
        ("ok, Cehst hurts", "ok, chest hurts"),  # but slips that begin with a capital are
        ("Whn Can I Shwer", "when Can I shower"),
        ("my brother Shwer at night", "my brother shower at night"),
        ("¿me pongo las pantuflitas?", "¿me pongo las pantuflitas?"),
    ],
)
def test_words_are_mended(speller: Speller, written: str, mended: str) -> None:
    assert speller.mend(written) == mended


def test_a_speller_is_kept(speller: Speller, tmp_path) -> None:
    speller.save(tmp_path / "words.json")
    kept = Speller.load(tmp_path / "words.json")
    assert kept.mend("my cehst hurts") == "my chest hurts"
    assert kept.mend("estoy vomitando con mucha fievre") == "estoy vomitando con mucha fiebre"
