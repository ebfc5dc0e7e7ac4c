"""The small words by which the tests of context measure how far a cue reaches."""

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
    "are was were once yet currently today bad severe significant unusual abnormal visible obvious lost short : "
    "ha hay haya hemos han tengo tiene tenido tuvo tuve siento siente senal senales nada de un una el la los las mi "
    "me se le su visto dado dio da dan dieron salio salido con vuelto habido hubo siquiera quedado here aqui dos gota pizca tantita tantito sola"
)
#: These do not follow a denial at once: "no my leg is numb" answers first and then tells.
DETERMINERS = _set("my the his her our your their is are was were mi el los las su")
LIST = _set("or nor ni o u / & +")
DENIES = _set("denies denied denying neg negative niega niegan to for all")
#: After a denied sign these show that it is, or was, there: "never had a fever like this", "no fever till last night".
AFTER_ALL = _set("like until till anymore before except unless now hasta antes longer besides apart sino")
NEGATIVE = _set("no not never cannot without hardly nor nothing ni nunca sin")
#: After "ni" these make it "not even", or a figure of speech: "ni siquiera la siento", "ni modo".
EVEN = _set("siquiera modo hablar aunque")
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
#: What is asked whether it is a bad one.
THING = _set("sign thing idea one symptom reaction")
AT_ONCE = _set("after away before when at off")
OWN = _set("my his her this these our mi su mis moms dads mums")
EFFECT = _set("cause causes make makes damage lead bring trigger give affect")
INDIRECT = _set("know sure tell wonder wondering wondered ask asking see say says as even like si")
COMPARED = _set("than not never since unlike worse like cannot no nunca que")
#: The same for a time that `before_it` reads: "couldn't walk before it" is past, "never limped before it" is not.
SINCE_IT = (COMPARED - {"cannot", "que"}) | {"as"}
UNCLEARED = _set(
    "again still worse worsening spreading but however keeps now except yet started starting new another more pero ahora sigue "
    "volvio regreso regresa todavia nuevamente"
)
WELL = _set("home good fine ok okay well better over there gone normal")
SPEAKS = _set(
    "says say said reads read lists list listed listing mentions mentioned warns asks states goes tells wrote told reckons "
    "include includes dice pone pregunta sale menciona advierte avisa incluye trae enumera mean word phrase title heading chapter : script"
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
#: After the answer to a question these show that the sign is there all the same: "I told her no, but now …".
TAKEN_BACK = _set(
    "but now except until till though although since then today yet still lied because however "
    "pero menos hasta ahora hoy aunque desde verdad empujo asustarla asustarlo"
)
#: What tells a fact between a supposition and its sign; "was" and "got" suppose as well: "say he got muddled".
TOLD = _set("because but though since keeps keep feels hurts mine having been pero porque , ;") | SENTENCE_END
#: A supposition opens with these only at the start of a clause: "say he fell", not "I'd say he fell".
SAID_TOO = _set("say suppose supposing imagine digamos")
OPENS = CLAUSE_END | _set("so if well ok okay or : ? just lets now then")
#: A message that has one of these tells of something real after all.
REAL_AFTER_ALL = _set("but now already again still worse pero ahora ya todavia because since")
#: Before "the procedure on Tuesday" these say that it was: nothing of it is still to come.
DONE = _set("had since after did got was done following second another")
#: A supposition wants something answered.
ASKS = _set("? who what where when which how should do does would could is can will may whom quien que donde cuando")
#: Verbs of now: a clause with one of them is not told of the past.
PRESENT = _set(
    "am is are have has do does keeps keep hurts feels feel having getting going will today tonight "
    "estoy esta estan tengo tiene siento duele hoy"
)
#: What a thing or an animal does to a person: the sign that follows is the person's.
HARMED = _set(
    "atropello choco tumbo pateo mordio avento pego golpeo corneo piso tiro jalo corto exploto quemo aplasto volteo topeteo pico"
)
#: A clause with one of these tells of now, whoever saw the person before it.
HAS_NOW = _set("tengo tiene traigo trae duele duelen siento siente sale sangra falta")
#: What somebody who wants to die may leave.
NOTE = _set("papel hoja mensaje texto nota carta")
#: "Never" and one of these tell of now: "nunca un dolor así".
LIKE_THIS = _set("asi tan tanto tanta como igual")
#: A sign that "came back" is not over; what is "back to normal" is.
CAME = _set("is are it they has have come comes came coming")
BACK_WELL = _set("to in at on home up down the two three four and out")
#: A sign that "before" speaks of is still there where one of these follows.
NOT_OVER = _set("again worse still another ever keeps keep spreading too also otra sigue todavia")
#: What follows "now" when it is told that all is well: "now I'm up and down the lane".
RELIEF = _set(
    "fine good well better great ok okay up dance walk walking gone normal clear back perfect brilliant lovely free "
    "happy bien mejor look asking ask wondering"
)
#: A thing of years is no old story where one of these stands with it.
CHANGED = _set(
    "worse worsening worsened new newly suddenly sudden today tonight yesterday morning afternoon evening week hours "
    "monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes "
    "again but except more spreading started starting bigger gone turned turning peor hoy ayer anoche"
)
#: What a last question asks leave for: "what can I lift now?", "can he have ibuprofen again?".
DOING = _set(
    "lift carry walk walking drive driving take have eat drink shower bathe bath swim travel fly garden gardening go come "
    "do keep use wear sit lie sleep work cook exercise stretch stretching dance golf climb bend tub "
    "cargar levantar caminar manejar tomar comer banarme banarse banar nadar viajar volar trabajar dormir subir bajar ir volver "
    "vuelve vuelvo hacer usar ponerme ponerle agacharme cocinar barrer bailar lavar"
)
#: A clause with one of these, or a word in -ed, is told of the past.
WAS = _set(
    "was were had went ran fell felt got came did took saw went broke threw woke lost fainted tuve tuvo "
    "fue estuve estaba estuvo dio dieron hincho desmayo salio salieron cayo paso hubo mareo"
)
#: What a clinician finds or gives may be new: "it was the new tablet".
FOUND = _set("new started starting more")
#: How a question about what one may do opens, and parts of a wound that all stand for it.
MAY = _set("can may should could shall do must how what may is puedo puede podemos cuando cuanto ya ahora")
OF_WOUND = _set("wound cut incision dressing bandage stitches skin")
#: Things that a clinician may have found well, while the sign is another.
BODY = _set(
    "wound cut incision dressing bandage stitches calf leg legs foot feet arm hand chest heart lungs belly bowels "
    "bladder bp sugar temperature back hip knee eyes ears throat face head skin rash brace blood pulse"
)
#: Nobody of a story says these; a story's people are of the third person.
TELLER = _set("i me my mine myself we our us yo mi mis estoy tengo now today ahora hoy")
#: What makes a sign one of years.
OLD = _set("years yrs decades ago polio birth childhood boyhood girlhood infancia ninez nino nina")
TELLS_OF = _set("where about with of when in donde sobre que")
THIRD = _set(
    "he she they his her their one some somebody someone everybody everyone a an the man guy woman lady girl boy wife "
    "husband queen king un una el la ella alguien viejo viejito senor senora muchacho muchacha tipo hombre mujer"
)
FOLLOWS = _set("am read was reading watching watch watched saw love like heard")
#: Words of now that tell nothing beside a quotation: "is that sheet still good".
HARMLESS_NOW = _set("still today already yesterday days")
#: "and I have that" beside a quotation makes it one's own, and so does a plain yes.
HAS_IT = _set("have has got had feel feels having")
IT = _set("that it this these those them one both some mine all")
YES = _set("yes yeah yep si true myself now but")
#: Who stands near: what one of these says in quotation marks is told, unless it is told from far away.
NEAR_ONES = (PERSONS - _set("my me mis mi mine")) | _set(
    "i we son daughter brother sister aunt uncle friend neighbor neighbour roommate partner mama papa daddy grandpa "
    "granny nan grandad gramps lady man woman guy fella boy girl who they abuela abuelo esposo esposa tia tio hijo hija suegra "
    "suegro nuera yerno cunada cunado comadre compadre viejita viejito vecina vecino senora senor sobrino sobrina nieto nieta"
)
#: How a person near says or writes something.
SAYS = _set("said says wrote told typed texted answered yelled shouted whispered cried put ticked circled")
#: Where strangers speak, or a habit of speech.
FAR = _set(
    "forum reddit facebook website online youtube blog stranger strangers internet always whenever everytime siempre leyo leyeron"
)
#: Print that asks of dying or harm, or warns of it; a diary, a note or a card does not.
ASKS_IN_PRINT = _set(
    "form question questionnaire survey quiz exam poster leaflet booklet pamphlet website notes portal chart "
    "formulario cuestionario encuesta examen folleto panfleto cartel etiqueta textualmente textual"
)
# What is told of without its name ("it came back"): what only opens its clause; what before it, in its clause, tells nothing
# ("if it's back"); what right before it makes a question or a denial of it; what denies in its own words ("it has not gone").
OPENS_AGAIN = CLAUSE_END | _set("- then no oh yes now so well that")
AGAIN_SUPPOSED = _set("if how unless whether should would will could might signs risk chance chances si")
AGAIN_TURNED = _set("does do did will can could would should may might to not never")
AGAIN_DENIES = _set("not no never")
AGAIN_ASKS = _set("do does did can will when is are has")
