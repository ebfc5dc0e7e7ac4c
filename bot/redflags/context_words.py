"""The small words by which context.py measures how far a cue of context reaches."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SENTENCE_END = _set(". ! ? ;")
CLAUSE_END = SENTENCE_END | _set(", - and but so because then though y e pero porque")
#: Words that may stand between a denial and what it denies: anything else ends its reach.
LIGHT = _set(
    "a an any the my his her our your their all single bit of one ever at actual real new sign signs trace hint whiff "
    "kind sort type form trouble problem problems issue issues difficulty difficulties been being be had have has "
    "having got get gotten getting run running seem seems seemed to feel feeling felt see seen saw seeing notice "
    "noticed noticing show shown showing us you experienced experiencing developed reported reports with in from is "
    "are was were once yet currently today bad severe significant unusual abnormal visible obvious lost : "
    "ha hay haya hemos han tengo tiene tenido tuvo tuve siento siente senal senales nada de un una el la los las mi "
    "me se le su visto"
)
#: These do not follow a denial at once: "no my leg is numb" answers first and then tells.
DETERMINERS = _set("my the his her our your their is are was were mi el los las su")
LIST = _set("or nor ni o u / & +")
DENIES = _set("denies denied denying neg negative niega niegan to for all")
#: After a denied sign these show that it is, or was, there: "never had a fever like this", "no fever till last night".
AFTER_ALL = _set("like until till anymore before except unless now hasta antes longer besides apart")
NEGATIVE = _set("no not never cannot without hardly nor nothing ni nunca sin")
BEYOND = SENTENCE_END | _set("but just only no not cannot never without sin")
SUBJECT = _set("i he she it we they there this that my mine yo me mi")
SELF = _set(
    "i me my mine myself we our am mom mum mother dad father husband wife grandma grandpa nana gran patient resident "
    "client hubby yo mi mis tengo estoy siento"
)
#: What tells a fact, where a mere question has none.
FACT = _set(
    "am is are was were went took been keeps keep feels hurts looks mine because cannot woke fell passed "
    "tengo estoy esta estan siento duele tiene quedo puedo puede but only anyway also however plus though pero"
)
HAVING = _set("have has had got gets getting having")
DISGUISED = _set(
    "normal ok okay worry worried worrying usual bad serious alright right weird strange concerned expected supposed"
)
AT_ONCE = _set("after away before when at off")
OWN = _set("my his her this these our mi su mis moms dads mums")
EFFECT = _set("cause causes make makes damage lead bring trigger give affect")
INDIRECT = _set("know sure tell wonder wondering wondered ask asking see say says as even like si")
COMPARED = _set("than not never since unlike worse like cannot no nunca que")
UNCLEARED = _set(
    "again still worse worsening spreading but however keeps now except yet started starting new another more pero ahora sigue"
)
WELL = _set("home good fine ok okay well better over there gone normal")
SPEAKS = _set(
    "says say said reads read lists list listed listing mentions mentioned warns asks states goes tells wrote told reckons "
    "include includes dice pone pregunta sale menciona mean word phrase title heading chapter : script"
)
TRAILING = _set("it says say reads dice pone does do")
RELATIVE = _set(
    "daughter son wife husband sister brother neighbor neighbour friend niece nephew aunt cousin granddaughter grandson"
)
SUPPOSED = _set("if case would suppose supposing say")
WHAT = _set("is are es what que")
THIS = _set("this these the it esta este")
SUBJECTS = _set("i he she it we they")
TURN = SENTENCE_END | _set("but anyway now mine ahora pero")
OPENING = CLAUSE_END | _set(": that when if on in said says about")
#: A list may follow these, so that a comma ends no question: "what are the signs of trouble, numb legs, …".
LISTING = _set(
    "signs sign symptoms symptom risk risks chance chances odds likelihood watch watching look looking lookout if"
)
ANYBODY = _set("someone somebody anyone anybody people a")
GENERAL = _set("the an your you")
#: A question that names one of these is not about signs in general.
PERSONS = (SELF - {"i", "we", "am"}) | _set("he she me her him them hers")
