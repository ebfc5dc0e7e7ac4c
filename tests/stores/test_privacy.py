"""What is kept holds no identifiers; what a question asks stays readable."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsError
from bot.stores.privacy import pseudonym, without_identifiers


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("call me at 859-323-5000", "call me at [phone]"),
        ("+1 (859) 323 5000", "[phone]"),
        ("tel8593235000", "tel[number]"),
        ("555.123.4567 ext 4", "[number] ext 4"),
        ("MRN 1234567", "MRN [number]"),
        ("zip 40536", "zip [number]"),
        ("SSN 123-45-6789", "SSN [number]"),
        ("write to a.b@example.org please", "write to [email] please"),
        ("see https://example.org/me?id=7", "see [link]"),
        ("I live at 12 Main Street", "I live at [address]"),
        ("it was 2/14 or 02/14/2026", "it was [date] or [date]"),
        ("born 14.03.1941", "born [date]"),
        ("on March 3rd, 2026 I fell", "on [date] I fell"),
        ("the 22nd of May 1941", "the [date]"),
        ("I am 82 years old", "I am [age] years old"),
        ("an 82-year-old man", "an [age]-year-old man"),
        ("my name is anna smith and I hurt", "my name is [name] and I hurt"),
        ("My name's Jo", "My name's [name]"),
        ("this is Anna Maria Smith", "this is [name] Smith"),
        ("Dr. O'Neil said no", "Dr. [name] said no"),
        ("mrs miller wants to know", "mrs [name] wants to know"),
        ("regards, Bob", "regards, [name]"),
        ("my son John Miller drives me", "my son [name] drives me"),
    ],
)
def test_identifiers_go(text: str, kept: str) -> None:
    assert without_identifiers(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "can I lift after 1-2 weeks",
        "10-15 minutes of ice",
        "24 - 48 hours",
        "is 100.4 a fever",
        "I take 5.5 mg",
        "my bp is 120/80",
        "help at home 24/7",
        "call 911 or 988?",
        "vertebra L1/L2 and T12",
        "this is my second question",
        "the doctor said I can walk",
        "nurse told me to rest",
        "I miss walking",
        "call me back please",
        "I love the garden",
        "can I take Tylenol with Eliquis",
        "2 pills 3 times a day",
        "",
    ],
)
def test_the_question_stays(text: str) -> None:
    assert without_identifiers(text) == text


_DIGITS = st.integers(2_000_000_000, 9_899_999_999).map(str)
_FORMS = [
    "{a}{b}{c}", "{a}-{b}-{c}", "({a}) {b}-{c}", "{a}.{b}.{c}", "{a} {b} {c}", "+1{a}{b}{c}", "+1 ({a}) {b}-{c}",
    "1-{a}-{b}-{c}", "{a} - {b} - {c}", "{a}–{b}–{c}", "({a}){b}-{c}",
]  # fmt: skip


@given(st.text(max_size=30), _DIGITS, st.sampled_from(_FORMS), st.text(max_size=30))
def test_no_phone_number_is_ever_left(before: str, digits: str, form: str, after: str) -> None:
    number = form.format(a=digits[:3], b=digits[3:6], c=digits[6:])
    kept = without_identifiers(f"{before}{number}{after}")
    assert number not in kept
    assert digits not in re.sub(r"\D", "", kept)
    assert digits[3:] not in re.sub(r"\D", "", kept)


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_no_long_number_stays(text: str) -> None:
    kept = without_identifiers(text)
    assert not re.search(r"\d{5}", kept)


@pytest.mark.parametrize("unit", ["a@", "a.", "1-", "5 ", "Dr A ", "(1", "my name is "])
def test_a_long_message_takes_no_time(unit: str) -> None:
    started = time.perf_counter()
    without_identifiers((unit * 4000)[:4000])
    assert time.perf_counter() - started < 2


def test_a_pseudonym_is_the_same_each_time_and_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERCARE_PSEUDONYM_KEY", "k" * 32)
    name = pseudonym("+18593235000")
    assert name == pseudonym("+18593235000")
    assert re.fullmatch("[0-9a-f]{32}", name)
    assert name != pseudonym("+18593235001")
    monkeypatch.setenv("AFTERCARE_PSEUDONYM_KEY", "l" * 32)
    assert name != pseudonym("+18593235000")


@pytest.mark.parametrize("key", [None, "", "short", "k" * 31])
def test_without_a_key_nothing_is_named(monkeypatch: pytest.MonkeyPatch, key: str | None) -> None:
    monkeypatch.delenv("AFTERCARE_PSEUDONYM_KEY", raising=False)
    if key is not None:
        monkeypatch.setenv("AFTERCARE_PSEUDONYM_KEY", key)
    with pytest.raises(SettingsError, match="32 characters or more"):
        pseudonym("x")
