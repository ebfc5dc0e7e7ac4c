"""What a message leaves unsaid is read from what was asked before."""

from __future__ import annotations

import pytest

from bot.knowledge.evidence import FOLLOW_UP, Decision
from bot.nlu.ellipsis import asks_who_knows, returns_to_first, returns_to_previous, says_no
from bot.nlu.follow_up import Nearness, Said, follow_up

NEARNESS = Nearness(own=0.55, joined=0.6)
LIFTING = Decision("answer", ("ask/lifting",), 0.8, "enough evidence")
VAGUE = Decision("abstain", ("ask/diet",), 0.3, "too little evidence")


def meant(
    text: str,
    *labels: str,
    own: Decision = VAGUE,
    joined: Decision | None = None,
    texts: tuple[str, ...] = (),
) -> Decision:
    topic = next((label[4:] for label in reversed(labels) if label.startswith("ask/")), None)
    return follow_up(text, own, joined, Said(labels, texts, topic), NEARNESS)


@pytest.mark.parametrize(
    ("text", "labels", "outcome", "label"),
    [
        ("how long?", ("ask/lifting",), "answer", "ask/lifting"),
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
    said = Said(("ask/acetaminophen",), topic="acetaminophen", amount="gap/dose")
    decision = follow_up("how much is too much?", VAGUE, LIFTING, said, NEARNESS)
    assert (decision.outcome, decision.labels) == ("not_covered", ("gap/dose",))
    assert meant("how much?", "ask/lifting", joined=LIFTING).labels == ("ask/lifting",)


@pytest.mark.parametrize(
    ("own", "joined", "label"),
    [
        (VAGUE, LIFTING, "ask/lifting"),  # its own words say too little
        (Decision("answer", ("ask/bathing",), 0.7), LIFTING, "ask/bathing"),  # they say enough
        (VAGUE, Decision("answer", ("ask/brace",), 0.5), "ask/diet"),  # together they say too little
        (VAGUE, Decision("answer", ("ask/lifting",), 0.5), "ask/lifting"),  # but that they are on the same as before
        (Decision("say", ("chat/thanks",), 0.9), LIFTING, "chat/thanks"),
        (Decision("abstain", ("out_of_scope/insult",), 0.9, "out of scope"), LIFTING, "out_of_scope/insult"),
    ],
)
def test_a_short_message_is_read_with_the_one_before_it(own: Decision, joined: Decision, label: str) -> None:
    assert meant("and the grandkids", "ask/lifting", own=own, joined=joined).labels == (label,)


def test_a_long_message_stands_alone() -> None:
    text = "my neighbour Joan had something like it done years ago and she was fine"
    assert meant(text, "ask/lifting", joined=LIFTING) is VAGUE


def test_why_is_kept() -> None:
    assert meant("and the grandkids", "ask/lifting", joined=LIFTING).why == FOLLOW_UP


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("how many days is usual", "ask/lifting"),
        ("how long's a while", "ask/lifting"),
        ("what about my mum, hers is next month, same for her?", "ask/lifting"),
        ("and showering?", "ask/bathing"),
        ("what about the brace", "ask/bathing"),
    ],
)
def test_a_message_without_a_subject_is_on_the_last_one(text: str, label: str) -> None:
    own = Decision("answer", ("ask/bathing",), 0.8)
    assert meant(text, "ask/lifting", own=own).labels == (label,)


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
    assert meant("right so back to them curtains", "ask/lifting", "ask/diet", texts=texts) == VAGUE
