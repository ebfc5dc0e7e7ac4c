"""Signs in other words than the obvious ones, each beside everyday words that are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FOUND = [
    ("shes fittin again in the hall", "consciousness.seizure"),
    ("Grandpa is still fitting and the ambulance isn't here", "consciousness.seizure"),
    ("he can't be woken", "consciousness.cannot-wake"),
    ("I shook him and hollered and there was no reaction", "consciousness.cannot-wake"),
    ("mum doesnt no were she lives", "consciousness.confusion"),
    ("nan dont kno what year it is", "consciousness.confusion"),
    ("Dad thinks I'm his brother", "consciousness.confusion"),
    ("she suddenly did not know what a fork is for", "consciousness.confusion"),
    ("can't get a proper lungful", "breathing.short-of-breath"),
    ("tying my laces leaves me panting", "breathing.short-of-breath"),
    ("gasping just from brushing my teeth", "breathing.short-of-breath"),
    ("my neighbor wheezing since supper", "breathing.short-of-breath"),
    ("his cheek has gone slack", "stroke.signs"),
    ("one eyelid went slack at lunch", "stroke.signs"),
    ("Mum keeps knocking into the door frame on her right side", "stroke.signs"),
    ("why can't I feel my feet", "neuro.leg-weakness"),
    ("the legs won't take my weight", "neuro.leg-weakness"),
    ("from the waist down I can't feel a thing", "neuro.leg-weakness"),
    ("what happens if you swallow twelve Tylenol in one go, I just have", "medicine.overdose"),
    ("I've had three lots of codeine since noon", "medicine.overdose"),
    ("took all my tablets, all in one go", "medicine.overdose"),
    ("time to cash in my chips", "crisis.suicidal-thoughts"),
    ("the sooner I'm under the ground the better for everyone", "crisis.suicidal-thoughts"),
    ("I don't want to live", "crisis.suicidal-thoughts"),
    ("he isn't feeling safe alone with himself", "crisis.suicidal-thoughts"),
    ("some nights she is scared of herself", "crisis.suicidal-thoughts"),
    ("I looked for the surest method, a painless way, on my phone", "crisis.suicidal-thoughts"),
    ("I can't trust myself near the bottle tonight", "crisis.suicidal-thoughts"),
    ("junté las pastillas y voy a tragármelas", "crisis.plan-or-means"),
    ("mi papá hizo del uno en la ropa y ni cuenta se dio", "neuro.bladder-bowel"),
    ("the tablets might as well be chalk", "pain.not-controlled"),
    ("may as well swallow mints for all the good these pills do", "pain.not-controlled"),
    ("the codeine isn't making a dent", "pain.not-controlled"),
]  # fmt: skip

EVERYDAY = [
    "will the walker fit on the kitchen floor",
    "I don't know where my follow up sheet is",
    "can I cash in my vouchers for parking",
    "do they fill the bone all in one go",
    "does open surgery hurt more",
    "why would it hurt more as it sets",
    "is it the number that makes it a fever",
    "the radiator is by my back when I sit",
    "can I put a pillow between my legs",
    "the white stuff on the x-ray, is that the cement",
    "I got the bandage wet in the shower",
    "the scab dropped off, do I cover it",
    "lie with my face up or down or on the side",
    "my boss is threatening to replace me, when can I work",
    "the site, when can I put a warm cloth on it",
    "¿boca abajo con la cara de lado?",
    "¿duele más al principio?",
    "I don't trust myself on a ladder yet, when can I paint",
    "I looked up the easiest way to get to the clinic",
    "tengo guardadas las pastillas en el cajón de la cocina",
]


@pytest.mark.parametrize(("text", "sign"), FOUND)
def test_other_words_for_a_sign_are_found(signs: Callable[[str], set[str]], text: str, sign: str) -> None:
    assert sign in signs(text)


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_words_are_no_sign(signs: Callable[[str], set[str]], text: str) -> None:
    assert signs(text) == set()
