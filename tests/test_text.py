"""Text as it comes from people: cleaning, short forms, sentences, SMS lengths, language."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.segments import is_gsm7, sms_segments
from bot.text import clean, cores, pieces, questions, sentences, spell_out, without_pictures, words

ANY_TEXT = st.text(st.characters(), max_size=80)  # surrogates and control characters too


@given(ANY_TEXT)
def test_clean_leaves_one_sound_line(raw: str) -> None:
    text = clean(raw)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in text)
    assert not text.startswith(("/", "\\"))
    assert text == text.strip()
    text.encode("utf-8")


@given(ANY_TEXT)
def test_clean_text_stays_as_it_is(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@given(st.one_of(st.none(), st.integers(), st.binary(), st.lists(st.text()), st.dictionaries(st.text(), st.text())))
def test_what_is_no_text_is_empty(raw: object) -> None:
    assert clean(raw) == ""


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("/restart", "restart"),
        ("  //\\restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\u00ad/restart", "restart"),
        ("\u2066/restart", "restart"),
        ("／restart", "restart"),
        ("⁄restart", "restart"),
        ('/inform{"a": 1}', "1}"),
        ("/", ""),
        ("and/or", "and/or"),
        ("I can’t “feel” my legs", 'I can\'t "feel" my legs'),
        ("24–48 hours", "24-48 hours"),
        ("a\x00b\x07c", "a b c"),
        ("line one\nline two\r\n", "line one line two"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("ch\u00adest p\u200bain", "chest pain"),
        ("1½ pills", "1 1/2 pills"),
        ("½ pill", "1/2 pill"),
        ("ｃｈｅｓｔ", "chest"),
        ("niño", "niño"),
    ],
)
def test_clean(raw: str, text: str) -> None:
    assert clean(raw) == text


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("cant feel my lgs", "can't feel my legs"),
        ("U ok?", "you ok?"),
        ("2 wks post op", "2 weeks post operation"),
        ("can i lift tmrw?", "can i lift tomorrow?"),
        ("w/ food, w/o water", "with food, without water"),
        ("(ur)", "(your)"),
        ("nothing to spell", "nothing to spell"),
        ("...", "..."),
        ("", ""),
    ],
)
def test_spell_out(text: str, spelt: str) -> None:
    assert spell_out(text) == spelt


def test_words() -> None:
    assert words("I can't feel my legs, 2day_ok!") == ["i", "can't", "feel", "my", "legs", "2day", "ok"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four; five", ["One.", "Two!", "Three?", "Four;", "five"]),
        ("no end", ["no end"]),
        ("1.5 mg - twice", ["1.5 mg", "twice"]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_sentences_are_limited() -> None:
    assert len(sentences("a. " * 100)) == 32


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("My back is fine", []),
        ("My back is fine. I can't pee", ["My back is fine.", "I can't pee"]),
        ("the cut is fine and my chest hurts a lot", ["the cut is fine", "my chest hurts a lot"]),
        ("sore but ok", []),
    ],
)
def test_pieces(text: str, parts: list[str]) -> None:
    assert pieces(text) == parts


@given(st.text(max_size=300))
def test_pieces_are_few_and_never_the_whole(text: str) -> None:
    found = pieces(text)
    assert len(found) <= 24
    assert text not in found


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),  # two units each
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # "€" is not parted
        ("ñ" * 160, 1),
        ("í" * 70, 1),  # not in GSM-7
        ("í" * 71, 2),
        ("’" + "a" * 70, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("\ud800", 1),
    ],
)
def test_sms_segments(text: str, segments: int) -> None:
    assert sms_segments(text) == segments


@given(st.text(max_size=400), st.text(max_size=40))
def test_a_longer_text_never_takes_fewer_segments(text: str, more: str) -> None:
    assert 1 <= sms_segments(text) <= sms_segments(text + more)


@pytest.mark.parametrize(("text", "gsm7"), [("plain @ £ ñ ¿", True), ("{}[]€", True), ("“", False), ("í", False)])
def test_is_gsm7(text: str, gsm7: bool) -> None:
    assert is_gsm7(text) is gsm7


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("my legs are numb", {}),
        ("Hello. My legs are numb.", {"My legs are numb.": ("Hello.",), "Hello.": ("My legs are numb.",)}),
        (
            "Hi. Legs are numb. Can I shower?",
            {
                "Legs are numb. Can I shower?": ("Hi.",),
                "Hi. Legs are numb.": ("Can I shower?",),
                "Legs are numb.": ("Hi.", "Can I shower?"),
            },
        ),
    ],
)
def test_cores_leave_out_the_first_and_the_last_sentence(text: str, left: dict[str, tuple[str, ...]]):
    assert cores(text) == left


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Back at the till when? And back at the desk when?", ["Back at the till when?", "And back at the desk when?"]),
        ("Had it done on Monday. Heavy jobs about the yard when", ["Heavy jobs about the yard when"]),
        (
            "two things when do I stop eating and when do I leave",
            ["when do I stop eating", "and when do I leave"],
        ),
        ("2 things am i awake for it + how long does it go", ["am i awake for it", "+ how long does it go"]),
        (
            "whole thing take long and does she stay that night",
            ["whole thing take long", "and does she stay that night"],
        ),
        (
            "How long till that cement is hard, or would they need a second shot",
            ["How long till that cement is hard", "or would they need a second shot"],
        ),
        (
            "First, can he shower. Second, after how many days he can drive",
            ["First, can he shower.", "Second, after how many days he can drive"],
        ),
        ("I had kyphoplasty and can I lift", ["I had kyphoplasty, and can I lift"]),
        ("I know when I was happy. It is a nice day", []),
        ("what can dad eat tonight can he shower", ["what can dad eat tonight", "can he shower"]),
        ("how many days ahead do I stop, is it long", ["how many days ahead do I stop", "is it long"]),
        ("how many days ahead do I stop it", []),
        ("on day 3 can I shower", []),
        ("how long after level 2 can I lift", []),
        ("do you know when can I shower", []),
        ("Can you tell me how long should I wait before driving", []),
        ("what can I do so that mum can she", []),
        (
            "also the brace, can I take it off and can I shower",
            ["also the brace, can I take it off", "and can I shower"],
        ),
        ("also the bandage, and can he smoke", ["also the bandage", "and can he smoke"]),
        ("Now he asks two: is dad asleep, and in what way.", ["is dad asleep", "and in what way."]),
        (
            "the cat on my lap, is that fine? and picking up the dog",
            ["the cat on my lap, is that fine?", "and picking up the dog"],
        ),
        ("does somebody look in on her or is it just a chair?", []),  # the same question still
        ("can it hurt at first or how soon does it ease", ["can it hurt at first", "or how soon does it ease"]),
        ("1. what do I buy. 2 do I need a bed", ["what do I buy.", "2 do I need a bed"]),
        (
            "how long is he on his back & how long is he watched",
            ["how long is he on his back", "& how long is he watched"],
        ),
    ],
)
def test_questions_are_found_with_words_before_them_and_their_question_word_last(text, asked):
    assert questions(text) == asked


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("🙏 my legs are numb 😬", "my legs are numb"),
        ("can I shower 🚿 today", "can I shower today"),
        ("👍", "👍"),
        ("no pictures", "no pictures"),
    ],
)
def test_pictures_change_nothing_of_what_is_told(text, left):
    assert without_pictures(text) == left
