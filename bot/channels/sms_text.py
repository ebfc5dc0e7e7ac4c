"""What a text message may look like: the alphabet that costs least, and no letter changed."""

from __future__ import annotations

#: Signs outside the GSM-7 alphabet that have a plain twin. Letters stay: "mamá" is not "mama", and an
#: accent that is lost can turn a word into another.
_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "′": "'", "ʼ": "'",
        "“": '"', "”": '"', "„": '"', "″": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "…": "...", "•": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": "", "\ufeff": "",
        "\u2028": "\n", "\u2029": "\n", "\t": " ", "\r": "",
    }
)  # fmt: skip


def as_text_message(text: str) -> str:
    """Return a text with quotes, dashes and spaces of the plain alphabet, and nothing else changed."""
    return text.translate(_PLAIN).strip()
