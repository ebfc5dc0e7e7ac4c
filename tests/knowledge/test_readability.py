"""The grade of a text, as this project counts it."""

from __future__ import annotations

import pytest

from bot.knowledge.readability import NAMES, grade


@pytest.mark.parametrize("text", ["", "...", "!?", "—"])
def test_a_text_without_words_has_grade_nought(text: str) -> None:
    assert grade(text) == 0


def test_the_formula() -> None:
    # 6 words of one syllable in one sentence.
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)


@pytest.mark.parametrize(
    ("easier", "harder"),
    [
        ("Rest for a day. Then walk.", "Rest for a day and then walk."),
        ("You can walk the next day.", "Ambulation is recommended the following day."),
        ("- Rest\n- Walk\n- Eat", "Rest and walk and eat and sleep and read"),
        ("Call us: we help.", "Call us so that we can help."),
    ],
)
def test_short_words_and_sentences_are_easier(easier: str, harder: str) -> None:
    assert grade(easier) < grade(harder)


@pytest.mark.parametrize("name", [n for n in NAMES if " " not in n])
def test_a_name_counts_as_one_syllable(name: str) -> None:
    assert grade(f"The {name} is here now.") == pytest.approx(grade("The name is here now."))
