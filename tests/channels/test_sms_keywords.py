"""Stop, start and help in people's own words; and all that only sounds like it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.sms_keywords import Keyword, keyword_of
from bot.answers.sms_keywords_file import KEYWORDS_FILE, KeywordFile
from bot.errors import ContentError
from bot.yamlfile import read_model

COMMANDS = {
    "stop": "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT ALTO PARAR CANCELAR DETENER BAJA".split(),
    "start": "START UNSTOP INICIAR REANUDAR".split(),
    "help": "HELP INFO AYUDA".split(),
}
DRESSES = (
    "{}", " {} ", "{}!", "{}.", '"{}"', "**{}**", "{}\n", "({})", "{}!!! 😡", "{}. Thank you", "{} please", "Please {}",
    "{}, thanks", "{} gracias", "¡{}!", "{} por favor", "ok {}", "/{}", "{} {}",
)  # fmt: skip

STOP = """
    please quit texting me | take me off this list | no más mensajes | S T O P | s.t.o.p | Stop all | opt out | Opt-Out
    stop texting me | STOP TEXTING ME!!! | stop sending me these messages | please stop the texts | plz stop msging me
    Stop messaging this number. | can you stop texting me? | could you please stop sending me texts
    would you stop with all the messages | will you quit sending me stuff all day
    i want you to stop texting me | You need to stop texting me. | I'd like to stop getting these texts
    how do i stop these messages | How do I unsubscribe? | how can I opt out of these texts | is there a way to stop the texts
    unsubscribe me please | Please unsubscribe my number | I want to unsubscribe | I would like to unsubscribe from this
    I want to opt out | I'd like to opt out. | opt me out | please opt me out of this program | i am opting out
    remove me from this list | Remove my number | remove my phone number from your system | Delete my number please
    take my name off your list | take my number off | please take me off | get me off this list | Drop me from the list
    lose my number | wrong number | You have the wrong number | you've got the wrong person | this is the wrong number
    Wrong number, stop | sorry wrong number please stop | wrong person stop texting me
    leave me alone | Leave me alone!! | please leave me alone | stop bothering me | quit bugging me | stop harassing me
    stop contacting me | do not contact me again | Do not text me. | don't text me anymore | dont msg me | never text me again
    please don't text this number | don't send me any more messages | do not send me texts | No more texts
    no more messages please | no texts please | no more of these messages | I don't want these texts
    I do not want any more messages | i dont want to get these anymore | I don't wish to receive messages from you
    I no longer want to receive these | i no longer wish to be contacted | I don't want to be texted
    i dont need these messages | I never asked for these texts | I didn't sign up for these messages
    not interested | I'm not interested in these messages | I'm done with these texts | tired of these texts
    I am sick of these messages, stop | enough with the texts | I've had enough of these messages
    I revoke my consent | I withdraw my consent to be texted | i hereby revoke consent | revoke my permission
    you no longer have my permission to text me | I do not consent to these texts | you do not have my consent
    cancel my subscription | cancel these texts | Cancel the texts from you | cancel my enrollment
    end these messages | discontinue the messages | please suspend the texts | turn off these notifications
    turn the messages off | make the texts stop | I want the texts to stop | these texts need to stop
    unenroll me | disenroll | deregister my number | put me on your do not text list | stop spamming me | STOP SPAM
    this is my husband's phone please stop texting | I already told you stop texting me | Thanks but no more texts
    I feel fine now and don't need these texts. Please stop. | All good here. Stop texting me please. Thanks!
    Stop. I changed my mind | STOP - wrong number | STOP I don't want this | stop, you are annoying | Stop it
    Stop\\nThanks\\nMary | Unsubscribe. I'm recovered | i said stop | can you stop | sign me off of this list
    stop texting me I can't feel my legs | Stop sending texts at night | quit it | stopp | STPO | unsubcribe
    please remove my wife from this list she passed away | keep me off your list | I'm going to block this number
    i'll report you as spam | stop pls | Stop now | stop forever | Stop for good please
    no quiero más mensajes | No quiero recibir mensajes | ya no quiero recibir estos textos | ya no me escriban
    no me escriban más | no me mande mensajes | no me manden más | No me envíen más mensajes por favor
    deje de escribirme | dejen de mandarme mensajes | Por favor deje de enviarme textos | paren de escribirme
    pare los mensajes | detengan los mensajes | quiero parar los mensajes | quiero cancelar los mensajes
    cancelar suscripción | quiero darme de baja | denme de baja | dar de baja | dame de baja por favor
    quíteme de la lista | quítenme de su lista | sáquenme de esta lista | bórreme de la lista | borren mi número
    elimine mi número | número equivocado | tiene el número equivocado | se equivocó de número | déjenme en paz
    déjeme en paz | no me molesten | basta de mensajes | Basta | alto a los mensajes | ya basta, no más mensajes
    no deseo recibir más mensajes | retiro mi consentimiento | revoco mi consentimiento | no me contacten
    Alto. Gracias | ALTO!!! | ¿Cómo cancelo los mensajes? | ya no más | no me interesa | no estoy interesada
    this is not my mother's number anymore | Not my number | get rid of these texts | no more communication
    cease all communication | lay off the texts | remove from list please | ya párenle | no sigan mandando mensajes
    no quiero que me sigan escribiendo | este no es mi número |
    me equivoqué, quiero salir de esta lista | ya no quiero estar en este programa | no autorizo mensajes
"""
START = """
    start texting me again | please start the texts again | resume messages | restart the texts | opt in | opt me back in
    opt me in | sign me back up | subscribe | resubscribe me | turn the messages back on | you can text me again
    please text me again | text me again | I want the texts back | I want to get messages again | I'd like to get texts again
    I changed my mind, text me | put me back on the list | Start again please | un-stop | reactivate my number
    I stopped by accident | I didn't mean to opt out | keep texting me please | it's ok to text me | bring back the texts
    add me back to the list | turn my texts back on | I opted out by mistake | quiero seguir recibiendo mensajes
    sigan mandándome mensajes | empiecen los mensajes | me arrepentí, quiero recibir mensajes
    undo stop | START. Sorry about that | i want to receive messages | send me messages again
    quiero recibir mensajes otra vez | vuelvan a escribirme | reanudar mensajes | empezar | comenzar | activar mensajes
    quiero volver a recibir los mensajes | pueden escribirme otra vez | suscribirme | deme de alta | reactivar mensajes
"""
HELP = """
    help?? | Info please | who is this | Who is this?? | who is texting me | why am i getting these texts | what is this number
    what number is this | help with this service | info about this number | how does this service work | HELP INFO
    who are you? | what is this? | how do I use this? | tell me about this service | HEPL | Instructions please
    where are these texts coming from | ¿Quiénes son ustedes? | ¿Qué es esto? | ¿cómo funciona esto? | quién me está escribiendo
    who sent this | ¿Quién es? | quien me escribe | ¿qué número es este? | ayuda con este servicio | Información por favor
    más información | de quién es este número
"""
NONE = """
    should I stop the ibuprofen | the bleeding won't stop | cancel my appointment | help me I can't breathe
    Should I stop taking my blood thinner? | when can i stop taking the pain pills | can I stop wearing the brace
    do i stop aspirin before the procedure | I stopped my warfarin | the pain won't stop | it won't stop bleeding
    my nose does not stop bleeding | make it stop | please make the pain stop | I can't stop shaking | I cant stop crying
    I can't stop throwing up | stop the bleeding how | how do I stop the bleeding | what will stop the pain
    the shaking stopped | my heart stopped racing | he stopped breathing | she stopped answering my texts
    How do I cancel? my appointment is tomorrow | I need to cancel my visit | can you cancel my follow up
    cancel my surgery | I want to cancel the procedure | please cancel tomorrow | cancel my ride
    I want to quit smoking | when should I quit smoking | quit drinking | I quit my job because of my back
    the end of my needle site is red | at the end of the day my back hurts | end of the week ok? | I want to end it all
    i want it to end | I want to end my life | I can't go on | when does the soreness end | is there an end to this pain
    how do i get help | I need help | I need help getting out of bed | help me | please help me he fell | HELP I FELL
    Help! My chest hurts | help my mom cant feel her legs | can someone help with bathing | who can help me at home
    need help at home | help with my stairs | can you help me | does ice help | will a brace help | did it help other people
    info on lifting | more info on kyphoplasty | where can I get information about cement | information about diet
    when can I start driving | can I start walking | start walking today? | when do i start exercises | should I start slowly
    when can I restart my blood thinner | can I resume eliquis | when do I resume my normal diet | can i resume work
    start with ice or heat? | I want to start physical therapy | it started bleeding | the pain started again
    the pain is back again | it started again | don't stop texting me | please don't stop the messages
    why did you stop texting me | did you stop sending messages | I stopped getting your texts | I get no more texts
    my phone stopped getting texts from you | are there more messages | I didn't get your message | did you get my text
    my ex won't stop texting me | my son keeps texting me about work | he told me to stop texting | I told him to stop texting me
    how do I stop texts from my pharmacy | can I text you a picture | can I text and drive after | can I message my doctor
    is it ok to text my surgeon | stop by the office? | should I stop by the clinic | when is the next stop
    can I stop | do I have to stop | when do I stop | should I stop | how do I stop | if it hurts do I stop
    if it hurts should I stop or keep going. Stop? | remove the bandage? | when do I remove the dressing
    can I remove the tape | take off the brace | take me off the blood thinner | take me off these pills
    get me out of this bed | take me to the hospital | pull me up in bed | I was taken off aspirin | take it off?
    do not resuscitate | I do not want surgery | I don't want this surgery | I don't want to take pills
    I no longer want the procedure | I no longer need the brace | I don't need pain pills anymore | no more pain
    no more bleeding | no more pain pills left | no pain | no | yes | ok | thanks | thank you | Hi | nope not yet
    I changed my mind about the surgery | I revoke | can I withdraw my consent for the procedure | opt out of the second injection
    can I opt out of anesthesia | what are my options | I'm done with the pills | I'm sick of this pain | sick of lying flat
    I'm tired | I'm tired of hurting | leave the bandage alone? | should I leave it alone | leave it on
    do not lift? | don't lift how much | don't call 911? | nobody calls me back | stop calling it minor it hurts
    not interested in a second procedure, is that ok? | the wrong side hurts | wrong pills? | I called the wrong number at night
    I want out of this pain | unsteady on my feet | more | MORE | who says so | who are my care team | who is my surgeon
    who are you going to send | how do I use this walker | how do i use ice | tell me about this procedure | how does it work inside the bone
    keep lying flat? | should i keep walking | continue my pills? | get rid of the pain | shut up in my room since friday
    this is not my usual pain | this isn't my first procedure | it is ok to lift? | is it ok to eat | i didn't mean to fall
    get back the feeling in my leg | i stopped eating by accident | lay off the walking? | cómo uso el andador | qué es esto en mi espalda
    para qué es esta pastilla | no quiero nada de comer | sigan las piernas flojas | no es mi primera vez
    who is going to call me | what is this procedure | what is this lump | what is cement | is this normal
    Liked “Demo Spine Clinic: ask here about your back procedure. Text HELP for help, STOP to stop.”
    the paper says text STOP to stop, is that this number? | does it cost to text you
    ¿puedo parar el ibuprofeno? | no para de sangrar | no deja de doler | no deja de sangrar la herida | cancelar mi cita
    quiero cancelar mi cita | cancele mi cita por favor | necesito ayuda | ayuda no puedo respirar | ayúdeme por favor
    ayuda se cayó mi mamá | necesito ayuda para caminar | ¿quién me puede ayudar? | cuándo puedo dejar de tomar aspirina
    puedo dejar de usar el corsé | cuándo puedo empezar a caminar | quiero empezar a caminar | cuando puedo reanudar mi dieta
    puedo volver a trabajar | no quiero más pastillas | ya no quiero tomar pastillas | no quiero vivir | ya no quiero vivir
    quiero terminar con todo | no quiero más dolor | ya no aguanto | ya no más dolor | no puedo parar de llorar | fin de semana
    tengo la presión alta | el dolor es muy alto | alto dolor de espalda | quítame el dolor | quiero quitar el vendaje
    quite el vendaje? | saque la grapa? | me quiero dar un baño | me doy un baño? | quiero salir a caminar | puedo salir
    borre la fecha | información sobre el cemento | ¿qué es este bulto? | no me manden a emergencias | quién me opera
    no me duele | no me manden otra cita | empezó otra vez el dolor | basta con una pastilla? | para qué sirve
    para mañana | parar de fumar | dejar de fumar | pare en la farmacia? | no es el número de mi doctor
"""


def _cases(text: str) -> list[str]:
    found = [case.strip().replace("\\n", "\n") for line in text.strip().splitlines() for case in line.split(" | ")]
    return [case for case in found if case]


FREE = [(kind, case) for kind, text in (("stop", STOP), ("start", START), ("help", HELP)) for case in _cases(text)]
TRAPS = _cases(NONE)


def test_there_are_enough_cases() -> None:
    assert len(FREE) > 150 and len(TRAPS) > 150
    assert not {case for _, case in FREE} & set(TRAPS)


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("kind", COMMANDS)
def test_a_command_in_any_dress(kind: str, dress: str) -> None:
    for word in COMMANDS[kind]:
        for written in (word, word.lower(), word.title()):
            found = keyword_of(dress.format(written, written))
            assert found is not None and found.kind == kind, dress.format(written, written)


@pytest.mark.parametrize(("kind", "message"), FREE)
def test_own_words(kind: str, message: str) -> None:
    found = keyword_of(message)
    assert found is not None and found.kind == kind


@pytest.mark.parametrize("message", TRAPS)
def test_what_only_sounds_like_it(message: str) -> None:
    assert keyword_of(message) is None


@pytest.mark.parametrize(
    ("message", "language"),
    [("STOP", "en"), ("ALTO", "es"), ("no más mensajes", "es"), ("take me off this list", "en"), ("ayuda", "es")],
)
def test_the_language_of_the_words(message: str, language: str) -> None:
    found = keyword_of(message)
    assert found is not None and found.language == language


def test_a_start_after_a_stop_in_one_message_stops() -> None:
    """Whoever says both is not texted until they say it plainly."""
    assert keyword_of("stop texting me, I will text start again") == Keyword("stop", "en")


@pytest.mark.parametrize("odd", ["", " ", "\n", "🙂", "...", "?", "\ud800", "\x00", "stop\ud800", "1", None, 7])
def test_odd_messages(odd: object) -> None:
    found = keyword_of(odd)  # type: ignore[arg-type]
    assert found is None or odd == "stop\ud800"


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    keyword_of(text)


@pytest.mark.parametrize(
    "piece", ["please ", "stop all ", "i dont want ", "no ", "stop. ", "a ", "can you ", "ya no ", "s "]
)
def test_a_long_message_is_read_in_no_time(piece: str) -> None:
    keyword_of("x")
    started = time.perf_counter()
    keyword_of(piece * (4000 // len(piece)))
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\nes:\n", "\nextra: 1\nes:\n", "extra"),
        ("      - unsubscribe\n", "      - <nothing> me\n", "names <nothing>"),
        ("      - unsubscribe\n", "      - please? *\n", "fits any message"),
        ("      - unsubscribe\n", '      - ""\n', "fits any message"),
        ("leads:\n", "leads: []\nled:\n", "leads"),
    ],
)
def test_the_file_refuses_what_it_does_not_know(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = tmp_path / "keywords.yml"
    path.write_text(KEYWORDS_FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=reason):
        read_model(path, KeywordFile)
