"""Spanish contexts, each calm message beside a twin that is real."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.yamlfile import read_yaml

REAL = [
    # denied, but something else is not
    ("no tengo calentura, pero me falta el aire", "breathing.short-of-breath"),
    ("nadie me cree y él me pega", "abuse.reported"),
    ("no quiero seguir, me quiero morir", "crisis.suicidal-thoughts"),
    ("no sé si es fiebre, marca 102", "infection.fever"),
    ("no controlo ni la orina", "neuro.bladder-bowel"),
    ("no me sale ni una gota de orina", "neuro.cannot-pass-urine"),
    ("la pierna ni siquiera la siento", "neuro.leg-weakness"),
    ("me preguntaron si tenía fiebre, dije que no, pero hoy sí tengo fiebre", "infection.fever"),
    # asked, but told too
    ("siento como si me diera un dolor en el pecho", "heart.chest-pain"),
    ("¿qué hago si ya tengo fiebre de 39?", "infection.fever"),
    # past, but not over
    ("hace dos días que tengo fiebre", "infection.fever"),
    ("tengo la pistola de mi difunto esposo y ya decidí", "crisis.plan-or-means"),
    ("me revisó el doctor la pantorrilla, dijo que bien, pero hoy la pierna está hinchada", "circulation.calf"),
    # of a person after all
    ("mi perro ladró y mi mamá se desmayó", "consciousness.fainting"),
    ("ando con una fiebre de 39", "infection.fever"),
    ("anda cojeando desde el lunes", "mobility.trouble-walking"),
    ("se me cayó mi mamá de la cama", "mobility.fall"),
    ("se me cayó el brazo y hablo raro", "stroke.signs"),
    ("mi hijo me va a matar, tiene un cuchillo", "abuse.danger-now"),
    ("casi me desmayo al pararme", "consciousness.fainting"),
    ("me ahogo cuando me acuesto", "breathing.short-of-breath"),
]
NONE = [
    # denied
    "no crea que me quiero morir, señorita",
    "nadie me pega ni me grita aquí",
    "¿fiebre? ninguna, gracias a Dios",
    "hormigueo tampoco, todo bien",
    "la herida ni roja ni caliente",
    "para nada me falta el aire",
    "no me ha dado ni tantita fiebre",
    "no quiero hacerme daño, es que me aburro",
    "la enfermera me preguntó si había fiebre y le contesté que no",
    # asked
    "si me llegara a dar fiebre, ¿a quién llamo?",
    "¿qué tan alta tiene que ser la fiebre para llamar?",
    "¿cómo se ve una herida con pus?",
    "¿y si me desmayo? me operan el lunes",
    # past
    "de chamaca me caí de un árbol",
    "se me hinchó la boca con la penicilina cuando tenía veinte años",
    "mi mamá se desmayó, la vio la doctora, le hicieron análisis y todo salió normal",
    "me caí en marzo, por eso se me quebró el hueso",
    # somebody or something else
    "la vaca de mi vecino anda cojeando",
    "leí una novela donde un viejo se quiere quitar la vida",
    "se me cayó el celular",
    "se cayó el internet",
    "la etiqueta advierte: fiebre, mareo",
    '"si no puede orinar, llame", así dice el folleto',
    # figures of speech
    "me estoy ahogando en papeles",
    "hay fiebre de mundial en mi casa",
    "me cayó muy bien la enfermera",
    "mi hija me va a matar si se me olvida la cita",
    "casi se desmaya de la risa",
    "anda de maravilla",
    "me quería morir de la vergüenza",
    "le pegó la nostalgia",
]


@pytest.mark.parametrize(("text", "sign"), REAL)
def test_real_signs_stand(signs: Callable[[str], set[str]], text: str, sign: str) -> None:
    assert sign in signs(text)


@pytest.mark.parametrize("text", NONE)
def test_looks_like_a_sign_and_is_none(signs: Callable[[str], set[str]], text: str) -> None:
    assert not signs(text)


@pytest.mark.parametrize(
    "row", read_yaml(Path(__file__).with_name("spanish_real.yml")), ids=lambda row: row["text"][:40]
)
def test_what_a_cue_voided_once_stands(signs: Callable[[str], set[str]], row: dict[str, str]) -> None:
    assert row["sign"] in signs(row["text"])
