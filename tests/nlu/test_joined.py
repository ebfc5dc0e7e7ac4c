"""A short message behind what was said before it, as one text."""

from __future__ import annotations

from bot.nlu.joined import MARK, context, halved, join, parted, run_on

LIFT = "how long until I can lift?"


def test_a_message_stands_behind_the_one_before_it() -> None:
    assert join(context([LIFT], "and showering?"), "and showering?") == f"{LIFT} {MARK} and showering?"
    assert join(("a|b",), "c|d") == f"a b {MARK} c d", "the mark is nobody's to write"


def test_a_message_before_that_leans_itself_is_read_with_the_one_before_it() -> None:
    assert context([LIFT, "and showering?"], "how long for?") == (LIFT, "and showering?")
    whole = "when can I take a shower after it, please?"
    assert context([LIFT, whole], "how long for?") == (whole,)
    assert context(["x" * 150, "and showering?"], "how long for?") == ("and showering?",)


def test_of_a_long_story_the_last_sentence_is_read() -> None:
    assert context(["x" * 200 + ". How long?"], "and then?") == ("How long?",)


def test_what_is_long_stands_alone() -> None:
    assert context([LIFT], "x" * 200) == context(["x" * 200], "and then?") == ()
    assert context([], "and then?") == context([""], "and then?") == context([LIFT], "") == ()
    assert join((), "and then?") == ""


def test_a_sign_in_several_sentences_is_parted_before_the_last() -> None:
    told = [("I fell. My leg is numb.", "neuro.numb"), ("my leg is numb", "neuro.numb")]
    told.append(("My leg is numb. " + "x" * 160 + ". And parking?", "neuro.numb"))  # cut short it would lose its sign
    assert parted(told) == [(f"I fell. {MARK} My leg is numb.", "neuro.numb")]


def test_one_sentence_is_halved_now_and_then() -> None:
    told = [(f"since noon my left leg number {n} has gone", "neuro.numb") for n in range(6)]
    told += [("I fell. My leg is numb.", "neuro.numb"), ("numb leg", "neuro.numb")]
    assert halved(told) == [(f"since noon my left {MARK} leg number {n} has gone", "neuro.numb") for n in (0, 3)]


def test_a_sentence_that_was_sent_in_two_is_one_again() -> None:
    assert run_on("i wish i would go to sleep", "and never wake up") == "i wish i would go to sleep and never wake up"
    assert run_on("I wish I would go to sleep.", "and never wake up") == "", "the first ends"
    assert run_on("when can I lift", "And showering?") == "", "the second begins anew"
    assert run_on("", "and then?") == run_on("x" * 160, "and then?") == ""
