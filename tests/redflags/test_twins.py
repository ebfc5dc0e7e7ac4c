"""Look-alikes and their dangerous twins: a few words apart, one of them nobody's sign, the other one real."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.redflags.rules import RuleDetector

#: The look-alike, its twin, and the sign that the twin shows.
TWINS = [
    # Before the procedure, or long ago, and done with.
    (
        "I could hardly walk to the gate before the injection, now I'm up and down the lane",
        "I could walk to the gate before the injection, now I can hardly walk",
        "neuro.leg-weakness",
    ),
    (
        "before they mended me I couldn't get a full breath",
        "before they mended me I breathed fine, now I can't get a full breath",
        "breathing.short-of-breath",
    ),
    (
        "Before the procedure, I couldn't feel my toes. When may I garden?",
        "Before the procedure I could garden. I can't feel my toes.",
        "neuro.leg-weakness",
    ),
    (
        "I lost my speech for a day. That was eleven years ago. Do they need to know?",
        "I lost my speech for a minute. That was an hour ago. Do they need to know?",
        "stroke.signs",
    ),
    (
        "I coughed up blood in '84 with the TB",
        "I had TB in '84 and today I coughed up blood",
        "bleeding.vomit-or-cough-blood",
    ),
    (
        "as a young woman I was very low and wanted to die, that was fifty years ago",
        "fifty years ago I was very low, and now I want to die",
        "crisis.suicidal-thoughts",
    ),
    (
        "years ago I couldn't hold my bladder after the twins, they stitched it",
        "years ago they stitched my bladder, and since Monday I couldn't hold my bladder at all",
        "neuro.bladder-bowel",
    ),
    (
        "I used to get chest pains before my stents, none since",
        "I used to get chest pains before my stents and they are back",
        "heart.chest-pain",
    ),
    (
        "hace veinte años me desmayé en una boda",
        "hace veinte minutos me desmayé en una boda",
        "consciousness.fainting",
    ),
    (
        "antes de la operación no podía caminar, ahora ando muy bien",
        "antes de la operación caminaba muy bien, ahora no puedo mover las piernas",
        "neuro.leg-weakness",
    ),
    # Long so, and unchanged.
    (
        "Dad's right arm has been weak since his stroke nine years ago, no change at all. May he lie face down?",
        "Dad had a stroke nine years ago and his right arm has been weak since breakfast. May he lie face down?",
        "stroke.signs",
    ),
    (
        "I limp, always have since polio, same as ever",
        "I limped with polio as a boy and I'm limping again",
        "mobility.trouble-walking",
    ),
    (
        "my left foot has tingled for thirty years, always the same",
        "my left foot tingled thirty years ago, it is back and worse since the cement",
        "neuro.tingling",
    ),
    (
        "cojeo igual que siempre, desde niño",
        "desde ayer cojeo y me tambaleo",
        "mobility.trouble-walking",
    ),
    # Seen and cleared by a clinician.
    (
        "Passed out Saturday, they kept me in overnight, found it was the pressure pill, and sent me home fine.",
        "Passed out Saturday, they kept me in overnight and sent me home. Passed out again at lunch.",
        "consciousness.fainting",
    ),
    (
        "Mom had chest pressure last week, the cardiologist has cleared her since. Is the tub all right?",
        "Mom has chest pressure, the cardiologist cleared her last week. Is the tub all right?",
        "heart.chest-pain",
    ),
    (
        "I had chest tightness on Friday, the ER doctor cleared me since.",
        "I had chest tightness on Friday, the nurse looked at my incision yesterday and said it was fine.",
        "heart.chest-pain",
    ),
    (
        "Ran a fever Sunday, the doctor looked me over and said I'm clear. What can I carry now?",
        "Ran a fever Sunday, the doctor looked me over and said I'm clear. It is 101 now.",
        "infection.fever",
    ),
    (
        "the rash was the tape, the nurse looked at it and changed it, all clear",
        "the nurse looked at it and changed the tape, but the rash is spreading",
        "skin.rash",
    ),
    (
        "Doctor checked the swelling in my calf with a scan on Monday, no clot, and released me",
        "Doctor said no clot on Monday. Today there's swelling in my other calf",
        "circulation.calf",
    ),
    (
        "his breathing was checked at the hospital on Tuesday, all normal, he was discharged well",
        "the doctor said it's nothing but I still can't breathe",
        "breathing.short-of-breath",
    ),
    # Denied.
    (
        "The doctor asked if I was short of breath. I told him not at all.",
        "The doctor asked if I was short of breath. I told him not really, only on the stairs and in bed.",
        "breathing.short-of-breath",
    ),
    (
        "they asked about chest pain and I said none",
        "they asked about chest pain and I said none, but now there is some",
        "heart.chest-pain",
    ),
    (
        "I've never once thought of harming myself",
        "I never thought of harming myself until this week",
        "crisis.self-harm",
    ),
    (
        "no thoughts of suicide, only bored",
        "no pain, thoughts of suicide though",
        "crisis.suicidal-thoughts",
    ),
    (
        "denies dizziness, passing water without difficulty, eating well",
        "denies dizziness, passing water with burning",
        "urine.burning-or-blood",
    ),
    (
        "me preguntaron si tenía dolor de pecho, dije que no",
        "me preguntaron si tenía dolor de pecho, dije que sí",
        "heart.chest-pain",
    ),
    # Made up, to ask about it.
    (
        "Suppose Dad was to get confused on the tablets, who do I ring? He hasn't started them.",
        "Dad got confused on the tablets, who do I ring? He started them yesterday.",
        "consciousness.confusion",
    ),
    (
        "I suppose that would matter if she can't feel her legs. She hasn't had it done yet, what then?",
        "I suppose it's the tablets, she can't feel her legs, what then?",
        "neuro.leg-weakness",
    ),
    (
        "worst comes to worst and I can't pass water afterwards, which number is it?",
        "it came to the worst and I can't pass water, which number is it?",
        "neuro.cannot-pass-urine",
    ),
    (
        "In the event that he can't be woken, what do we do?",
        "He can't be woken, what do we do?",
        "consciousness.cannot-wake",
    ),
    (
        "what if I can't move my legs when I wake up? my operation's not till May",
        "my operation was in May and I can't move my legs, what if it's the cement?",
        "neuro.leg-weakness",
    ),
    (
        "say she fainted on the way home, what then? we are booked for Tuesday",
        "I'd say she fainted on the way home. we were booked for Tuesday",
        "consciousness.fainting",
    ),
    (
        "would numb legs be usual afterwards? I have mine next month",
        "is it normal that I can't feel my legs",
        "neuro.leg-weakness",
    ),
    (
        "What would we do if she started running a fever at night? Surgery's not till the 9th.",
        "What do we do, she started running a fever last night. Surgery was the 9th.",
        "infection.fever",
    ),
    (
        "supongamos que se desmaya en el coche, ¿a quién llamo?",
        "se desmayó en el coche, ¿a quién llamo?",
        "consciousness.fainting",
    ),
    # In quotation marks, by a form or a stranger.
    (
        "My going-home sheet has 'chest pain, call 911' in bold. Is that on everybody's?",
        "My going-home sheet has 'chest pain, call 911' in bold, and I have that.",
        "heart.chest-pain",
    ),
    (
        "On a forum some man wrote 'I can't move my legs'. Are forums any good?",
        "she told me 'I can't move my legs' just now",
        "neuro.leg-weakness",
    ),
    (
        "On the website a lady wrote “my throat closed up”. Is that site reliable?",
        "my wife wrote “my throat is closing” on the pad",
        "allergy.swelling",
    ),
    (
        "Question 6 on the form: 'Do you have thoughts of suicide?' Do I fill it in for Dad?",
        "Question 6 on the form: 'Do you have thoughts of suicide?' Yes, I do.",
        "crisis.suicidal-thoughts",
    ),
    (
        "My uncle always says 'I can't breathe' when he opens a bill. What does it cost?",
        "My uncle says 'I can't breathe' and he looks it. What do we do?",
        "breathing.short-of-breath",
    ),
    (
        "why does the booklet mention 'numbness in the saddle area'?",
        "the booklet is no help, he says 'my saddle area is numb'",
        "neuro.saddle-numbness",
    ),
    (
        "“Chills, rash, swelling.” Which page is that from?",
        "Chills, rash, swelling. Which page is that on?",
        "infection.chills",
    ),
    (
        "el folleto dice 'si no puede respirar, llame', ¿lo mandan a todos?",
        "mi papá dice 'no puedo respirar', ¿qué hago?",
        "breathing.short-of-breath",
    ),
    (
        "copying this off the page for the fridge: fever, redness, pus at the incision. Is that all?",
        "copying this for the nurse: fever, redness, pus at the incision since Friday",
        "infection.fever",
    ),
    # Somebody or something else.
    (
        "this kettle's wheezing like an old man, may I lift it down",
        "this old man's wheezing like a kettle, may I lift him up",
        "breathing.short-of-breath",
    ),
    (
        "my neighbor's dog had a seizure on the rug, may I bend to clean it",
        "my neighbor had a seizure on the rug by his dog",
        "consciousness.seizure",
    ),
    (
        "our old beagle can't use her back legs, may I lift her",
        "my sister tripped on the old beagle and can't use her legs",
        "neuro.leg-weakness",
    ),
    (
        "In last night's play the butler fainted. Anyhow, when may I shower?",
        "I fainted at last night's play. When may I shower?",
        "consciousness.fainting",
    ),
    (
        "in the novel I'm reading she's poisoned and can't breathe by page ten",
        "I was reading a novel and now I can't breathe",
        "breathing.short-of-breath",
    ),
    (
        "my church is praying for a man who had a seizure",
        "my church is praying for me, I had a seizure",
        "consciousness.seizure",
    ),
    (
        "I'm writing a story for my class where the gran faints",
        "I was writing a story for my class and I fainted",
        "consciousness.fainting",
    ),
    # Figures of speech.
    ("there's a chill in the air, do I wear a coat", "there's a chill in me I can't shake, do I wear a coat", "infection.chills"),
    ("the Bears collapsed in the fourth quarter", "my dad collapsed in the fourth aisle", "consciousness.fainting"),
    ("my legs are itching to go dancing", "my legs are itching since the new tablet", "skin.rash"),
    ("could I have a fall appointment or a spring one", "could I have an appointment, I had a fall", "mobility.fall"),
    ("I laughed so hard I nearly wet myself at that film", "I wet myself and never felt it", "neuro.bladder-bowel"),
]  # fmt: skip


@pytest.mark.parametrize("text", [pair[0] for pair in TWINS])
def test_a_look_alike_raises_nothing(signs: Callable[[str], set[str]], text: str) -> None:
    assert signs(text) == set()


@pytest.mark.parametrize(("text", "sign"), [pair[1:] for pair in TWINS])
def test_its_twin_is_real(signs: Callable[[str], set[str]], text: str, sign: str) -> None:
    assert sign in signs(text)


#: Reassurance, an opinion or a form beside a sign takes nothing away from it.
STILL_REAL = [
    ("I can't feel my legs. The nurse on the phone asked 'can you walk?'", "neuro.leg-weakness"),
    ("'shortness of breath' the sheet says, and since noon I have just that, I can't get my breath", "breathing.short-of-breath"),
    ("He keeps saying 'I want to die'", "crisis.suicidal-thoughts"),
    ("Mom left a note: 'I don't want to live'", "crisis.suicidal-thoughts"),
    ("he wrote on the form 'I want to die'", "crisis.suicidal-thoughts"),
    ("my chest hurts, always has since Tuesday", "heart.chest-pain"),
    ("I had a stroke in 2011, my face is drooping", "stroke.signs"),
    ("when I was young I fainted a lot, and I fainted this morning", "consciousness.fainting"),
    ("I'm not having it till June, I have chest pain, what should I do", "heart.chest-pain"),
    ("procedure's next week. Why can't I feel my feet since yesterday?", "neuro.leg-weakness"),
    ("the cardiologist cleared me for this and I have chest pain", "heart.chest-pain"),
    ("They cleared me for the procedure. I passed out an hour ago.", "consciousness.fainting"),
    ("no change: still can't pee", "neuro.cannot-pass-urine"),
    ("worse than before the shot, my back", "pain.back-new-or-worse"),
    ("my legs were fine before it and now I can't feel them", "neuro.leg-weakness"),
    ("I used to walk miles before the shot. Can't stand up.", "neuro.leg-weakness"),
    ("imagine how scared I am, I can't move my legs", "neuro.leg-weakness"),
    ("just in case it matters, I passed out this morning", "consciousness.fainting"),
    ("in theory I'm healing but I can't breathe", "breathing.short-of-breath"),
    ("I was watching a film and my face went droopy", "stroke.signs"),
    ("saw a play, came home, chest pain", "heart.chest-pain"),
    ("the fridge is empty, I can't stand up", "neuro.leg-weakness"),
    ("my neighbor's here, she had a seizure", "consciousness.seizure"),
    ("asked my son if I sound short of breath and he said no more than a train", "breathing.short-of-breath"),
    ("the aide asked if he had chest pain, he said no, and then he grabbed it and said my chest hurts", "heart.chest-pain"),
    ("passing water without difficulty but there's blood in my pee", "urine.burning-or-blood"),
    ("I can't move my legs, the doctor looked at me yesterday and said I'm fine", "neuro.leg-weakness"),
    ("fever without pain.", "infection.fever"),
    ("I can't walk without pain.", "neuro.leg-weakness"),
    ("sats of 88, can't breathe", "breathing.short-of-breath"),
    ("Resident in 72, chest pain.", "heart.chest-pain"),
    ("evening note, 2015, resident fainted in the hall", "consciousness.fainting"),
    ("I was fine till the op, can't feel my legs", "neuro.leg-weakness"),
    ("had the cement two years ago, chest pain", "heart.chest-pain"),
    ("had it done a year ago and passed out in the garden", "consciousness.fainting"),
    ("At the opera, passed out.", "consciousness.fainting"),
    ("watching eastenders, can't breathe", "breathing.short-of-breath"),
    ("what if my chest pain means something? op's on the 9th", "heart.chest-pain"),
    ("suppose this fever is the wound, who do I call?", "infection.fever"),
    ("say my chest hurts, what do I do", "heart.chest-pain"),
    ("weak leg since polio, same as ever. now it's gone numb, can't feel my foot", "neuro.leg-weakness"),
    ("is it normal that I can't feel my legs? my second procedure is next month", "neuro.leg-weakness"),
    ("The doctor said it would be fine. I can't pee", "neuro.cannot-pass-urine"),
    ("endorses hopelessness, states 'I'd rather be dead', the booklet is on the table", "crisis.suicidal-thoughts"),
    ("How do I answer Mum when she begs me to help her end it? I used to dance before the procedure.", "crisis.suicidal-thoughts"),
    ("en la novela ya me dio sueño, no puedo mover las piernas", "neuro.leg-weakness"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sign"), STILL_REAL)
def test_what_stands_beside_a_sign_takes_nothing_away(signs: Callable[[str], set[str]], text: str, sign: str) -> None:
    assert sign in signs(text)


def test_a_quotation_is_named(detector: RuleDetector) -> None:
    finding = detector.findings("the poster has 'a fever of 103' on it")[0]
    assert (finding.id, finding.context) == ("infection.fever", "quoted")
