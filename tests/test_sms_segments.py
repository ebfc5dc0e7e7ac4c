"""The segment counter against the published rules: 3GPP TS 23.038 (the alphabet) and 23.040 (the parts)."""

from __future__ import annotations

import pytest

from bot.channels.sms_text import as_text_message
from bot.segments import is_gsm7, sms_segments

#: The basic table of TS 23.038 in the order of its codes, 0x00 to 0x7F; 0x1B leads to the extension.
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅå" "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ" " !\"#¤%&'()*+,-./" "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO" "PQRSTUVWXYZÄÖÑÜ§" "¿abcdefghijklmno" "pqrstuvwxyzäöñüà"
)  # fmt: skip
EXTENSION = "\f^{}\\[~]|€"


def test_the_tables_are_whole() -> None:
    assert (len(BASIC), len(set(BASIC)), len(EXTENSION)) == (128, 128, 10)


def test_every_character_is_in_the_alphabet_or_not() -> None:
    mine = {chr(code) for code in range(0x11000) if not 0xD800 <= code < 0xE000 and is_gsm7(chr(code))}
    assert mine == set(BASIC) - {"\x1b"} | set(EXTENSION)


@pytest.mark.parametrize("character", sorted(set(BASIC) - {"\x1b"}))
def test_a_basic_character_takes_one_place(character: str) -> None:
    assert [sms_segments(character * n) for n in (160, 161, 306, 307)] == [1, 2, 2, 3]


@pytest.mark.parametrize("character", EXTENSION)
def test_a_character_of_the_extension_takes_two(character: str) -> None:
    # 153 places hold 76 of them: the second half of one never begins the next part.
    assert [sms_segments(character * n) for n in (80, 81, 152, 153)] == [1, 2, 2, 3]


@pytest.mark.parametrize("character", "áíóúÁÍÓÚçâ“”’–—…\u00a0`ñ"[:-1] + "中")
def test_any_other_makes_the_whole_message_ucs2(character: str) -> None:
    lengths = (70, 71, 134, 135, 201, 202)
    assert [sms_segments("a" * (n - 1) + character) for n in lengths] == [1, 2, 2, 3, 3, 4]


@pytest.mark.parametrize("character", "🙂🦵𝄞")
def test_a_character_beyond_the_first_plane_takes_two_of_ucs2(character: str) -> None:
    assert [sms_segments(character * n) for n in (35, 36, 66, 67)] == [1, 2, 2, 3]
    # 67 places: it is not parted between two segments.
    assert sms_segments("á" * 66 + character + "á" * 66) == 3


@pytest.mark.parametrize(
    ("text", "segments"),
    [("", 1), ("a" * 160, 1), ("a" * 159 + "€", 2), ("a" * 158 + "€", 1), ("a" * 152 + "€" + "a" * 152, 3)],
)
def test_at_the_edges(text: str, segments: int) -> None:
    assert sms_segments(text) == segments


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("“Call” – it’s 911…", '"Call" - it\'s 911...'),
        ("a\u00a0b\u202fc", "a b c"),
        ("‹x› «y» 5′ 6″", "'x' \"y\" 5' 6\""),
        ("Sí, mamá: ¿duele? ¡Ñandú!", "Sí, mamá: ¿duele? ¡Ñandú!"),
        ("«Llame al 911» – mañana", '"Llame al 911" - mañana'),
        ("héllo 🙂 中", "héllo 🙂 中"),
        ("  two\n\nparts \n", "two\n\nparts"),
    ],
)
def test_signs_are_folded_and_letters_stay(text: str, sent: str) -> None:
    assert as_text_message(text) == sent


def test_an_english_text_with_typographers_signs_stays_in_the_cheap_alphabet() -> None:
    text = "Don’t lift — wait “six weeks”… then ask."
    assert (is_gsm7(text), is_gsm7(as_text_message(text))) == (False, True)
