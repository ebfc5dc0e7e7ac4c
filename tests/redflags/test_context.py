"""What voids a warning sign and what does not: sentences and the provider and emergency signs they show.

The sentences lean on provider signs, and on `neuro.leg-weakness` where an emergency sign matters.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.redflags.rules import RuleDetector

REAL = [
    # Denial covers what it denies and no more.
    ("no temperature, just green stuff on the dressing", "infection.incision"),
    ("no fever, my feet are tingling", "neuro.tingling"),
    ("no fever my feet are tingling", "neuro.tingling"),
    ("No fever. Calf is swollen though", "circulation.calf"),
    ("no pain no redness, dizzy as anything", "consciousness.dizzy"),
    ("no chills but I do have a fever", "infection.fever"),
    ("I have no cough, only a fever", "infection.fever"),
    ("not dizzy. fell though", "mobility.fall"),
    ("without my walker I'm unsteady", "mobility.trouble-walking"),
    ("I can't sit up without a headache", "head.headache-sitting-up"),
    ("can't go a night without chills", "infection.chills"),
    ("it's not only the fever, it's the shivering", "infection.fever"),
    ("not just a rash, it's everywhere", "skin.rash"),
    ("never had a fever like this", "infection.fever"),
    ("no chills until last night", "infection.chills"),
    ("I didn't not fall, I fell softly", "mobility.fall"),
    ("no my calf is swollen", "circulation.calf"),
    ("no, my calf is swollen and hot", "circulation.calf"),
    ("No doubt it's a fever", "infection.fever"),
    ("not sure if it's pus or cream on the dressing", "infection.incision"),
    ("the pills do not help the pain one bit", "pain.not-controlled"),
    ("not bleeding a lot, the dressing has a bit of blood", "infection.incision"),
    ("fever no better", "infection.fever"),
    ("dizzy no matter how slow I stand", "consciousness.dizzy"),
    ("no fever yesterday, 101.6 today", "infection.fever"),
    ("not a fever as such, but chills", "infection.chills"),
    ("he denies pain, calf red and swollen on exam", "circulation.calf"),
    ("sin fiebre pero me sale pus de la herida", "infection.incision"),
    ("no tengo tos, tengo fiebre", "infection.fever"),
    ("no fiebre solo escalofrios", "infection.chills"),
    # Reassurance, politeness and opinions never void.
    ("it's probably nothing but my incision is oozing", "infection.incision"),
    ("my husband says not to bother you, I have a fever", "infection.fever"),
    ("my son says it's normal, the wound smells", "infection.incision"),
    ("my daughter is a nurse, she looked at the redness round the cut and said it's fine", "infection.incision"),
    ("never mind me, just a bit dizzy when I get up", "consciousness.dizzy"),
    ("lol slipped on the ice and fell, all good", "mobility.fall"),
    ("sorry to be a pest, skin's gone yellow, have a lovely day", "liver.yellow-skin"),
    # Disguised questions.
    ("is it normal that my legs tingle", "neuro.tingling"),
    ("should I worry my foot went numb", "neuro.tingling"),
    ("why is my calf swollen", "circulation.calf"),
    ("what is this rash on my belly", "skin.rash"),
    ("what is the green stuff coming out of the bandage", "infection.incision"),
    ("does everybody get chills after this", "infection.chills"),
    ("can the cement make me itch all over? started last night", "skin.rash"),
    ("is a fever a side effect? I've had one since Monday", "infection.fever"),
    ("what are the signs of infection, my cut is red and hot", "infection.incision"),
    ("who do I call if I have a fever because I have one now", "infection.fever"),
    ("if I stand up I get dizzy, what should I do", "consciousness.dizzy"),
    ("what do I do, the dressing is soaked through with blood", "infection.incision"),
    ("es normal que me arda al orinar? me arde desde ayer", "urine.burning-or-blood"),
    # Came and went, or worse than before the procedure.
    ("had chills last night, gone this morning", "infection.chills"),
    ("my back is worse than before the procedure", "pain.back-new-or-worse"),
    ("my toes are numb, they weren't before the surgery", "neuro.tingling"),
    ("before surgery I walked fine and now I'm limping", "mobility.trouble-walking"),
    ("I had a stroke in 2009, my calf is swollen", "circulation.calf"),
    ("used to be steady, now I'm wobbly", "mobility.trouble-walking"),
    ("used to get dizzy years ago and it has started again", "consciousness.dizzy"),
    # Looked at by someone, and yet.
    ("the nurse looked at the wound, said fine, but it's oozing again", "infection.incision"),
    ("they checked me and sent me home. calf is swollen now", "circulation.calf"),
    ("nurse on the phone said a little redness is normal. the cut is red and spreading", "infection.incision"),
    # Animals, films, leaflets in the sentence of a real sign.
    ("tripped over the dog and fell", "mobility.fall"),
    ("the dog jumped up and my wound opened", "infection.incision"),
    ("legs tingly while I was watching a film", "neuro.tingling"),
    ("the sheet says call for fever and I have one, 101.2", "infection.fever"),
    ("the thermometer, it says 102", "infection.fever"),
    ("they told us to watch for chills and now he has chills", "infection.chills"),
    ("My neighbour is here and she has a fever after her cement", "infection.fever"),
    # An errand's question beside a sign.
    ("what do I do chest pain", "heart.chest-pain"),
    ("how long is the drive, chest pain", "heart.chest-pain"),
    ("if you could call me back, chest pain", "heart.chest-pain"),
    ("my dog is outside, can't breathe", "breathing.short-of-breath"),
    ("is her fever something to call about", "infection.fever"),
    ("he's at 101, does that count as a fever", "infection.fever"),
    ("will I wet myself again", "neuro.bladder-bowel"),
    ("is this rash a side effect", "skin.rash"),
    ("how do I know if he is having a stroke", "stroke.signs"),
    ("worst chest pain of all my life", "heart.chest-pain"),
    # Everyday words beside a sign.
    ("the bandage fell off and it's oozing", "infection.incision"),
    ("my cut opened up last night", "infection.incision"),
    ("back's out again", "pain.back-new-or-worse"),
    ("new pain pills are not working", "pain.not-controlled"),
    ("can only take shallow breaths", "breathing.short-of-breath"),
    ("fell off the bed", "mobility.fall"),
    ("threw up everything I ate", "stomach.vomiting"),
    ("constipated for 7 days from the pain pills and it hurts", "stomach.no-bowel-movement"),
    # Plain wordings.
    ("my husband is not waking up for his supper", "consciousness.cannot-wake"),
    ("Daddy's legs stopped working", "neuro.leg-weakness"),
    ("he needs to pee but it won't come out", "neuro.cannot-pass-urine"),
    ("took half a box of Tylenol", "medicine.overdose"),
    ("has been cutting her wrists", "crisis.self-harm"),
    # Figures of speech that are none.
    ("my calf is killing me", "circulation.calf"),
    ("fell asleep on the toilet and fell off it", "mobility.fall"),
]  # fmt: skip

NONE = [
    # Denied.
    "no fever, chills or pus",
    "no fever or chills",
    "Denies fever, chills, drainage.",
    "denies dizziness and falls",
    "I haven't fallen",
    "has not had any chills",
    "he isn't dizzy or unsteady",
    "never had a rash from it",
    "fever: no. chills: none.",
    "she has no trouble walking",
    "there is no sign of pus",
    "without fever so far",
    "the wound isn't red",
    "nothing is leaking from the cut",
    "sin fiebre ni escalofrios",
    "no tiene fiebre",
    "nunca tuve mareos",
    # Asked or supposed.
    "what do I do if I get a fever",
    "should I call if I get chills",
    "what if the incision starts oozing",
    "can it cause a rash",
    "what are the signs of a fever",
    "is dizziness a common side effect",
    "how do I check for pus",
    "in case of a fall who do I ring",
    "does the tramadol cause itching",
    "what does drainage mean",
    "what if he falls",
    "at what number is it a fever",
    "que hago si me da fiebre",
    "puede causar mareos",
    "If he develops a fever, who do we call",
    # Past or cleared.
    "I fell two years ago",
    "had a fever as a kid with measles",
    "before the procedure I was limping",
    "history of vertigo",
    "the surgeon looked at the redness this morning and said it was healed",
    "the doctor checked my calf and said it was fine",
    "hace diez anos tuve una caida",
    # Somebody or something else.
    "my dog has a fever",
    "the cat fell off the wardrobe",
    "mi gato tiene fiebre",
    "in the movie he fell off a roof",
    "the leaflet says fever and chills",
    "the consent form mentions bleeding at the wound",
    "I dreamt I was falling down the stairs",
    # Figures of speech and everyday words.
    "cabin fever over here",
    "fell in love with my new chair",
    "I'm itching to go outside",
    "burning question, can I have coffee",
    "how do I wash the incision",
    "will they numb the area",
    "can I change my fall appointment",
    "a little sore where the needle went in",
    "when do I change the dressing",
    "how much can I walk",
    "should I keep taking the tablets",
    # A question about signs in general, which holds the sign.
    "is a fever something to call about",
    "would a rash be a reason to ring you",
    "is 99.5 a fever",
    "what temperature is too high",
    "how do I know if the cut is infected",
    "will it hurt more at first",
    "can the pain be worse right after",
    "would a UTI cancel the procedure",
    "suppose the bandage smells",
    # Everyday words and other people's trades.
    "most of them end up happy with it",
    "will I still have to do them up after it's fixed",
    "sit up for it",
    "the tape fell off",
    "who goes over the medicines with us",
    "what goes down easy",
    "is it safer than being cut open",
    "does the balloon pop the bone back up",
    "can they take it back out again",
    "can I take two different pain pills",
    "how do I take my pills",
    "forgive me for asking again",
    "at what point may I carry bread",
    "not a pool, just my own tub",
    "the bandage got wet in the shower",
    "my dad takes Xarelto for his afib",
    "my daughter treats me like an eggshell",
    "do the slow breaths before bed",
    "I had a stroke in 1987",
]  # fmt: skip


@pytest.mark.parametrize(("text", "sign"), REAL)
def test_real_signs_stand(signs: Callable[[str], set[str]], text: str, sign: str) -> None:
    assert sign in signs(text)


@pytest.mark.parametrize("text", NONE)
def test_looks_like_a_sign_and_is_none(signs: Callable[[str], set[str]], text: str) -> None:
    assert signs(text) == set()


@pytest.mark.parametrize("text", ["what do you do when you want to die", "Do other people feel suicidal? I do."])
def test_a_question_never_voids_a_crisis(detector: RuleDetector, text: str) -> None:
    assert "crisis" in {flag.tier for flag in detector.detect(text)}


def test_context_is_named(detector: RuleDetector) -> None:
    finding = detector.findings("no fever at all")[0]
    assert (finding.id, finding.context) == ("infection.fever", "denied")
