"""Spanish is noticed, by single messages and by the held-out ones: these must not get worse than measured."""

from __future__ import annotations

import pytest

from benchmarks.language import rates
from bot.language import is_spanish


@pytest.mark.parametrize(
    "text",
    [
        "me duele la espalda",
        "¿cuándo puedo bañarme?",
        "hola",
        "sí",
        "si",
        "no puedo caminar",
        "gracias",
        "me caí",
        "hay dolor",
        "no era nada, olvídelo",
        "HABLAN ESPAÑOL AHI",
        "hoooola",
        "nada mas la faja, y ya me puedo bañar con el brace puesto?",
    ],
)
def test_spanish(text: str) -> None:
    assert is_spanish(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀",
        "42",
        "no",
        "No, no",
        "y",
        "y?",
        "doctor",
        "help me",
        "tell me more",
        "my son is here",
        "no hospital",
        "can I shower",
        "El Dorado Hospital entrance C?",
        "can Abuela shower",
        "dnt wnt b alv",
        "mi chest tight up and mi cyaa ketch mi breath from mawnin",
        "je ne sens plus mes jambes",
        "quand puis-je me doucher",
        "il a de la fièvre",
        "meu pai pode tomar banho hoje?",
        "buongiorno, ho una domanda sulla vertebroplastica",
    ],
)
def test_not_spanish(text: str) -> None:
    assert not is_spanish(text)


@pytest.mark.parametrize("split", ["tuning", "final"])
def test_held_out_messages_are_told_apart(split: str) -> None:
    noticed, mistaken = rates(split)
    assert noticed.cases >= 130 and noticed.value >= 0.98
    assert mistaken.cases >= 70 and mistaken.value <= 0.03
