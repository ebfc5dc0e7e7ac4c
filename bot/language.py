"""Tell Spanish from English, by the small words of each: pure, no model."""

from __future__ import annotations

from bot.text import words

_SPANISH = set(
    "el la los las un una de que y en mi mis su me te se lo le por para con sin cuando cuándo puedo puede "
    "como cómo qué cuanto cuánto tengo tiene duele dolor espalda pierna piernas siento siente mama mamá "
    "papa papá esposo esposa no estoy está esta hay muy mucho mucha después despues operación operacion "
    "cirugía cirugia fiebre herida sangre respirar pecho quiero morir ayuda gracias hola es son del al ya "
    "desde hace doctor médico hospital hoy ayer mañana orinar vivir abuela abuelo señora bañarme ducharme "
    "ambulancia enfermera emergencias clínica clinica llamé llame llamo llamar hablé contestan contestaron "
    "atendieron camino voy viene vienen levantar cargar medicina pastillas tomar salir manejar trabajar yo ella él ellos nos tan pero si sí "
    "caí cai era fue fui estaba nada todo todos bien mal ya está estás olvide olvídelo olvidelo pasó paso sigo sigue tuvo tuve "
    "gracias buenos buenas días dias tardes noches necesito quería queria cómo también tambien ahora aquí".split()
)
#: Spanish words that are English too: they count only beside one that is not ("no", "help me", "doctor").
_SHARED = set("no me son hospital doctor sin tan al y".split())
_ENGLISH = set(
    "the a an of to in is it i my you he she and or for on with when can how what do does was were be am "
    "are have has had this that not at from me her his they we will should".split()
)


#: French and Spanish share "la", "de", "que"; these they do not.
_FRENCH = set(
    "je j'ai mon ma est pas quand puis pour avec dans des du et il au aux une vous c'est suis peux depuis après été "
    "très dois sont chez jambes fièvre douleur opération bonjour merci".split()
)


def is_spanish(text: str) -> bool:
    """Tell whether a message is Spanish: more Spanish than English function words."""
    tokens = words(text)
    spanish = sum(t in _SPANISH for t in tokens) + sum(c in "¿¡ñ" for c in text)
    if spanish == sum(t in _SHARED for t in tokens) or spanish <= sum(t in _FRENCH for t in tokens):
        return False
    return spanish > sum(t in _ENGLISH for t in tokens) and spanish >= max(1, len(tokens) // 5)
