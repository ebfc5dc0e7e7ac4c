"""Count the segments of a text message, by the GSM-7 alphabet's rules."""

from __future__ import annotations

_GSM7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_TWO = set("^{}\\[~]|€\f")


def sms_segments(text: str) -> int:
    """Return how many SMS segments a text takes: GSM-7 at 160/153, else UCS-2 at 70/67."""
    if is_gsm7(text):
        units, one, many = [2 if c in _GSM7_TWO else 1 for c in text], 160, 153
    else:
        units, one, many = [2 if ord(c) > 0xFFFF else 1 for c in text], 70, 67
    if sum(units) <= one:
        return 1
    segments, used = 1, 0
    for unit in units:  # a character of two units is never parted
        if used + unit > many:
            segments, used = segments + 1, 0
        used += unit
    return segments


def is_gsm7(text: str) -> bool:
    """Tell whether a text stays in the GSM-7 alphabet."""
    return all(c in _GSM7 or c in _GSM7_TWO for c in text)
