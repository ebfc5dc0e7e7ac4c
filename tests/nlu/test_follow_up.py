"""What a message leaves unsaid is read from what was asked before."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.evidence import ASKS_WHOM, FOLLOW_UP, Decision
from bot.nlu.ellipsis import asks_who_knows, returns_to_first, returns_to_previous, says_no
from bot.nlu.follow_up import Heard, Nearness, Said, follow_up
from bot.nlu.turn_reader import Reading, TurnReader

READER = TurnReader.load(Path("data/reader/turns.npz"))
VAGUE = Decision("abstain", ("ask/diet",), 0.3, "too little evidence")


def reading(probability: dict[str, float], nearest: dict[str, float]) -> Reading:
    return Reading(probability, nearest, tuple(probability))


NOTHING = reading({"ask/diet": 0.1, "ask/lifting": 0.02}, {"ask/diet": 0.3, "ask/lifting": 0.2})
LIFTING = reading({"ask/lifting": 0.8, "ask/diet": 0.05}, {"ask/lifting": 0.8, "ask/diet": 0.3})


def both(own: Decision) -> Reading:
    """Return how a message may be read behind one on lifting."""
    if own is VAGUE:
        return LIFTING
    return reading({"ask/lifting": 0.5, own.labels[0]: 0.4}, {"ask/lifting": 0.6, own.labels[0]: 0.6})


def in_place(own: Decision, labels: tuple[str, ...]) -> Reading | None:
    """Return what a message is taken for after what was asked: what it names, else the same again."""
    if not labels:
        return None
    named = () if own is VAGUE else own.labels[:1]
    return reading({label: 0.95 - 0.93 * place for place, label in enumerate(dict.fromkeys((*named, labels[-1])))}, {})


def meant(
    text: str,
    *labels: str,
    own: Decision = VAGUE,
    alone: Reading | None = None,
    joined: Reading | None = None,
    texts: tuple[str, ...] = (),
    amount: str | None = None,
    alarmed: bool = False,
) -> Decision:
    topic = next((label[4:] for label in reversed(labels) if label.startswith("ask/")), None)
    alone = alone or (NOTHING if own is VAGUE else reading({own.labels[0]: own.score}, {own.labels[0]: own.score}))
    heard = Heard(text, alone, joined, in_place(own, labels), alarmed=alarmed)
    return follow_up(heard, own, Said(labels, texts, topic, amount), Nearness(), READER)


@pytest.mark.parametrize(
    ("text", "labels", "outcome", "label"),
    [
        ("how long?", ("ask/lifting",), "answer", "ask/lifting"),
        ("even in the shower?", ("ask/brace",), "answer", "ask/brace"),
        ("ok. even with a pad on it", ("gap/heat",), "not_covered", "gap/heat"),
        ("how long?", ("ask/lifting", "gap/driving"), "not_covered", "gap/driving"),
        ("what about the first thing I asked", ("ask/lifting", "ask/diet"), "answer", "ask/lifting"),
        ("back to my other question", ("ask/lifting", "gap/driving"), "answer", "ask/lifting"),
        ("what I asked before", ("gap/driving",), "not_covered", "gap/driving"),
        ("ok so who would know?", ("gap/insurance",), "not_covered", "gap/insurance"),
        ("is that from my hospital?", ("ask/lifting",), "say", "who_says_so"),
        ("why?", (), "say", "tell_me_more"),
    ],
)
def test_what_was_asked_before_is_meant(text: str, labels: tuple[str, ...], outcome: str, label: str) -> None:
    decision = meant(text, *labels)
    assert (decision.outcome, decision.labels) == (outcome, (label,))


def test_an_amount_of_a_medicine_is_a_dose() -> None:
    decision = meant("how much is too much?", "ask/acetaminophen", amount="gap/dose")
    assert (decision.outcome, decision.labels) == ("not_covered", ("gap/dose",))
    assert meant("how much?", "ask/lifting", joined=LIFTING).labels == ("ask/lifting",)


BATHING = Decision("answer", ("ask/bathing",), 0.93, "enough evidence")
OF_BATHING = reading({"ask/bathing": 0.95}, {"ask/bathing": 0.7, "ask/lifting": 0.3})
THANKS = Decision("say", ("chat/thanks",), 0.9, "talk")
OF_THANKS = reading({"chat/thanks": 0.97}, {"chat/thanks": 0.8})
INSULT = Decision("abstain", ("out_of_scope/insult",), 0.9, "out of scope")
OF_INSULT = reading({"out_of_scope/insult": 0.97}, {"out_of_scope/insult": 0.8})


@pytest.mark.parametrize(
    ("own", "alone", "label"),
    [
        (VAGUE, NOTHING, "ask/lifting"),  # its own words say too little
        (BATHING, OF_BATHING, "ask/bathing"),  # they say enough
        (THANKS, OF_THANKS, "chat/thanks"),
        (INSULT, OF_INSULT, "out_of_scope/insult"),
    ],
)
def test_a_short_message_is_read_with_the_one_before_it(own: Decision, alone: Reading, label: str) -> None:
    assert meant("and the grandkids", "ask/lifting", own=own, alone=alone, joined=both(own)).labels == (label,)


def test_a_reading_that_is_not_sure_changes_nothing() -> None:
    spread = reading({f"ask/{n}": 0.1 for n in range(9)}, {f"ask/{n}": 0.4 for n in range(9)})
    assert meant("the thing with the van", "gap/pets", alone=spread, joined=spread) is VAGUE


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("what signs do I watch for at night", Decision("answer", ("ask/when-to-call",), 0.93, "enough evidence")),
        ("who can I talk to", Decision("say", ("request_human",), 0.5, "talk")),
        ("ok thanks", THANKS),
        ("yes they are on their way", Decision("say", ("contacted_help",), 0.5, "talk")),
        ("what do you think of the president", INSULT),
    ],
)
@pytest.mark.parametrize("behind", [False, True])
def test_sure_words_wishes_and_news_stand_whatever_was_asked(text: str, own: Decision, behind: bool) -> None:
    alone = reading({own.labels[0]: 0.95}, {own.labels[0]: 0.8})
    assert meant(text, "ask/lifting", own=own, alone=alone, joined=both(own) if behind else None) is own


def test_who_says_so_is_of_a_gap_too() -> None:
    sources = Decision("say", ("who_says_so",), 0.95, "talk")
    assert meant("who says so?", "gap/pound-limits", own=sources).labels == ("who_says_so",)


def test_who_knows_after_a_gap_is_no_wish_for_the_sources() -> None:
    sources = Decision("say", ("who_says_so",), 0.9, "talk")
    assert meant("who does know then", "gap/driving", own=sources).labels == ("gap/driving",)
    assert meant("who does know then", "ask/lifting", own=sources).labels == ("who_says_so",)


@pytest.mark.parametrize(
    "text",
    [
        "well who in creation would know, then",
        "so I take that up with who",
        "the diabetic nurse then, or who",
        "who decides that",
    ],
)
def test_whom_to_ask_after_a_gap(text: str) -> None:
    sources = Decision("say", ("who_says_so",), 0.9, "talk")
    decision = meant(text, "gap/driving", own=sources)
    assert (decision.outcome, decision.labels, decision.why) == ("not_covered", ("gap/driving",), ASKS_WHOM)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("who'd be the one doing it", Decision("answer", ("ask/who-performs",), 0.95, "enough evidence")),
        ("ok who do I talk to, a person please", Decision("say", ("request_human",), 0.8, "talk")),
        ("who do I call if my leg goes numb", Decision("answer", ("ask/when-to-call",), 0.85, "enough evidence")),
        ("and who will call me on the day, Dr Lee", Decision("say", ("inform_date",), 0.9, "talk")),
        (
            "so who do I ask to move the visit",
            Decision("not_covered", ("gap/waiting-list",), 0.97, "no page covers it"),
        ),
        ("who plays the doctor, I ask", Decision("abstain", ("out_of_scope/off-topic",), 0.95, "out of scope")),
    ],
)
def test_what_asks_for_itself_after_a_gap_stands(text: str, own: Decision) -> None:
    assert meant(text, "gap/driving", own=own).labels == own.labels


def test_news_of_no_call_is_only_news_while_an_alarm_is_open() -> None:
    own = Decision("say", ("not_contacted",), 0.9, "talk")
    assert meant("who do I even call", "gap/driving", own=own, alarmed=True).labels == own.labels
    assert meant("who do I even call", "gap/driving", own=own).labels == ("gap/driving",)


@pytest.mark.parametrize(
    "text",
    [
        "people who check their blood pressure, is it for them",
        "the lady who answered the phone was rude",
        "my husband who has trouble hearing would like to talk",
        "does anyone know how much it costs",
        "who will help me get dressed",
        "who's," * 660,
    ],
)
def test_no_question_of_whom_to_ask(text: str) -> None:
    assert not asks_who_knows(text)


def test_what_is_too_little_by_itself_is_enough_where_it_goes_on() -> None:
    faint = Decision("abstain", ("ask/lifting",), 0.4, "too little evidence")
    alone = reading({"ask/lifting": 0.3}, {"ask/lifting": 0.5})
    decision = meant("n the shoppin bags", "ask/lifting", own=faint, alone=alone, joined=LIFTING)
    assert (decision.outcome, decision.labels, decision.why) == ("answer", ("ask/lifting",), FOLLOW_UP)


@pytest.mark.parametrize("text", ["how many days is usual", "how long's a while", "what's that in weeks then"])
def test_a_message_that_names_nothing_goes_on_with_the_last_topic(text: str) -> None:
    own = Decision("answer", ("ask/bathing",), 0.45)
    alone = reading({"follow_up": 0.5, "ask/bathing": 0.2}, {"ask/bathing": 0.5})
    assert meant(text, "ask/lifting", own=own, alone=alone, joined=LIFTING).labels == ("ask/lifting",)


def test_what_a_message_goes_back_to_by_name_is_meant() -> None:
    weeks = Decision("answer", ("ask/follow-up",), 0.63, "enough evidence")
    alone = reading({"ask/follow-up": 0.56, "ask/lifting": 0.38}, {"ask/follow-up": 0.6, "ask/lifting": 0.55})
    text = "ok and back to the lifting, how many weeks did you say?"
    assert meant(text, "ask/lifting", "ask/brace", own=weeks, alone=alone).labels == ("ask/lifting",)
    assert meant("ok and how many weeks till they see me", "ask/brace", own=weeks, alone=alone, joined=alone) is weeks


def test_why_is_kept() -> None:
    assert meant("and the grandkids", "ask/lifting", joined=LIFTING).why == FOLLOW_UP


def test_two_questions_are_left_alone() -> None:
    both = Decision("answer", ("ask/bathing",), 0.9, also=Decision("not_covered", ("gap/driving",), 0.9))
    assert meant("bath? and the car?", "ask/lifting", own=both, joined=LIFTING) is both


@pytest.mark.parametrize(
    ("text", "first", "previous", "who"),
    [
        ("Good. Now the first thing I asked, what was it?", True, False, False),
        ("what should I do in the first 24 hours", False, False, False),
        ("going back to the other thing, can I bathe", False, True, False),
        ("can I do the other thing I did before", False, False, False),
        ("who do I ask?", False, False, True),
        ("who should I call if I get a fever at night, the surgeon or you", False, False, False),
    ],
)
def test_the_words_that_point_back(text: str, first: bool, previous: bool, who: bool) -> None:
    assert (returns_to_first(text), returns_to_previous(text), asks_who_knows(text)) == (first, previous, who)


@pytest.mark.parametrize(
    "text", ["no", "No, nobody yet", "not so far", "well no, I could not reach anybody there", "haven't yet"]
)
def test_a_no(text: str) -> None:
    assert says_no(text)


@pytest.mark.parametrize(
    "text", ["yes", "I know", "now I am at the hospital", "no doubt about it, the nurse came round and looked at it"]
)
def test_not_a_no(text: str) -> None:
    assert not says_no(text)


def test_what_is_known_to_say_nothing_by_itself_is_about_the_last_topic() -> None:
    own = Decision("say", ("follow_up",), 0.8, "talk")
    assert meant("another fortnight or what", "ask/diet", "ask/brace", own=own).labels == ("ask/brace",)
    assert meant("another fortnight or what", own=own).labels == ("tell_me_more",)


def test_a_word_of_an_earlier_question_leads_back_to_it() -> None:
    texts = ("wet towels, up from the cellar", "does it matter what I eat")
    assert meant("right so back to them towels", "ask/lifting", "ask/diet", texts=texts).labels == ("ask/lifting",)
    follows = Decision("say", ("follow_up",), 0.6, "talk")
    assert meant("ok and them towels", "ask/lifting", "ask/diet", texts=texts, own=follows).labels == ("ask/lifting",)
    assert meant("right so back to them curtains", "ask/lifting", "ask/diet", texts=texts).labels == ("ask/diet",)


def test_news_does_not_hide_the_question_beside_it() -> None:
    news = reading({"contacted_help": 0.98, "ask/incision": 0.02}, {"contacted_help": 0.8})
    own = Decision("answer", ("ask/incision",), 0.7, "enough evidence", question=0)
    text = "the ER doctors are with him now. when he is home how do we look after the cut"
    assert meant(text, "ask/cement", own=own, alone=news, joined=news) is own


def test_a_wish_for_leave_does_not_hide_what_it_is_for() -> None:
    leave = reading({"out_of_scope/clearance": 0.97}, {"out_of_scope/clearance": 0.9})
    own = Decision("answer", ("ask/lifting",), 0.6, "enough evidence")
    assert meant("so I can lift tomorrow, right", "ask/bathing", own=own, alone=leave, joined=leave) is own
