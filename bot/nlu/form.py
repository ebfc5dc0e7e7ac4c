"""What the form of a message tells of whether it goes on with the last subject: its length, its opening, its words that point."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.nlu.ellipsis import leans_on_last_topic, names_nothing

_OPENS = r"^(?:\w+ ){0,2}"
#: Each may stand in a message that goes on as in one that does not; together with what it names they tell.
_TRAITS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:it|its|it's|that|that's|this|them|those|these|ones?|they|same|dat|dis|dem)\b",  # points at something
        r"^(?:and|an|n|but|so|or|then|ok|okay|also|now)\b",
        r"\b(?:what|how|wat|wot) about\b",
        r"\b(?:why|how come|what for|reason)\b",
        r"\b(?:how long|hw lng|how soon|when)\b",
        r"\bhow (?:much|many|often)\b",
        rf"{_OPENS}(?:what|which|who|where|how|whats|what's|who's)\b",
        rf"{_OPENS}(?:is|are|can|could|do|does|did|will|would|should|may|am|was|were|has|have)\b",
        r"\b(?:if|suppose|say)\b",
        r"\b(?:sure|right|really|true|sorry)\b",
        r"\b(?:back to|go back|again|earlier|before that|still)\b",
        r"\b(?:my|his|her|their|mum|mom|dad|she|he)\b",
        r"\bi\b",
    )
)


@dataclass(frozen=True)
class Form:
    """How many words a message has, whether they name nothing, whether it has a question mark; then each of `_TRAITS`."""

    words: int
    leans: bool = False
    asks: bool = False
    traits: tuple[bool, ...] = (False,) * len(_TRAITS)

    @classmethod
    def of(cls, text: str) -> Form:
        """Return the form of a message."""
        leans = leans_on_last_topic(text) or names_nothing(text)
        return cls(len(text.split()), leans, "?" in text, tuple(bool(trait.search(text)) for trait in _TRAITS))
