"""What travels between the steps of a turn: frozen records, ids and scores only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Tier = Literal["none", "provider", "crisis", "emergency"]
Kind = Literal["answer", "escalation", "abstain", "clarify", "smalltalk"]

#: Least to greatest; `emergency` wins where it meets `crisis`.
TIERS: tuple[Tier, ...] = ("none", "provider", "crisis", "emergency")


#: Minutes in a unit of time, so that 2 days and 48 hours are the same.
MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43200, "year": 525600}


def greatest_tier(tiers: list[Tier]) -> Tier:
    """Return the greatest of the tiers, `none` when there is none."""
    return max(tiers, key=TIERS.index, default="none")


@dataclass(frozen=True)
class RedFlag:
    """One warning sign found in a message, and what it was found by."""

    id: str
    tier: Tier
    cue: str
    why: str

    def as_dict(self) -> dict[str, str]:
        """Return the flag as JSON travels: four strings."""
        return {"id": self.id, "tier": self.tier, "cue": self.cue, "why": self.why}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> RedFlag:
        """Read a flag back from a message."""
        return cls(data["id"], data["tier"], data["cue"], data["why"])


@dataclass(frozen=True)
class Figure:
    """A number on a page, as data: what it is of, its value, unit and bound."""

    of: str
    value: float
    unit: str
    bound: str | None = None


@dataclass(frozen=True)
class Stance:
    """A difference that is words rather than a number."""

    of: str
    value: str


@dataclass(frozen=True)
class Passage:
    """What one page says about one topic under one heading, in our own words."""

    id: str
    topic: str
    source: str
    heading: str
    place: str
    text: str
    sms: str
    figures: tuple[Figure, ...] = ()
    stances: tuple[Stance, ...] = ()
    reviewed_by: str | None = None
    review_due: str = ""


@dataclass(frozen=True)
class Topic:
    """A topic with its passages and the limits whose cautious side is known."""

    id: str
    title: str
    question: str
    passages: tuple[Passage, ...]
    limits: dict[str, Literal["longest", "shortest"]] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A page that answers may rest on."""

    id: str
    name: str
    publisher: str
    title: str
    dated: str | None
    headings: tuple[str, ...]
    rank: Literal["public", "local"] = "public"
    also: tuple[str, ...] = ()  # how else people write its name


@dataclass(frozen=True)
class Gap:
    """A subject that no public page covers; a clinic's own sheet may."""

    id: str
    subject: str
    near: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    amount_of: tuple[str, ...] = ()  # topics of which "how much?" asks for this
    shows: str | None = None  # the topic whose answer is shown beside it


@dataclass(frozen=True)
class Hit:
    """A passage that the retriever holds near, with its cosine score."""

    passage: str
    score: float


@dataclass(frozen=True)
class TurnRecord:
    """The one machine-readable record that ends every turn."""

    kind: Kind
    tier: Tier = "none"
    topic: str | None = None
    sources: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    model: str = "unknown"
    knowledge: str = "unknown"

    def as_dict(self) -> dict[str, Any]:
        """Return the record as it is sent: lists, not tuples."""
        return {
            "kind": self.kind,
            "tier": self.tier,
            "topic": self.topic,
            "sources": list(self.sources),
            "passages": list(self.passages),
            "red_flags": list(self.red_flags),
            "model": self.model,
            "knowledge": self.knowledge,
        }
