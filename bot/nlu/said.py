"""What the messages before this one asked for, as the conversation keeps it."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge.evidence import QUESTIONS, Decision
from bot.knowledge.published import published
from bot.nlu.follow_up import Said


def last_asked(tracker: DialogueStateTracker | None) -> str | None:
    """Return the label that was asked last, without reading the messages before it; None where none was."""
    if tracker is None:
        return None
    uttered = (event for event in reversed(tracker.events) if isinstance(event, UserUttered))
    label = next((asked[-1] for event in uttered if (asked := _asked(event.parse_data or {}))), None)
    return label or tracker.get_slot("last_label")


def said_before(tracker: DialogueStateTracker | None, knowledge: str | None) -> Said:
    """Return what was asked before, in order, and what follows from it; knowledge: the digest of what is published."""
    if tracker is None:
        return Said()
    uttered = [event for event in tracker.events if isinstance(event, UserUttered)]
    asked = [(label, event.text or "") for event in uttered for label in _asked(event.parse_data or {})]
    last = tracker.get_slot("last_label")  # it outlives the messages that a long conversation leaves behind
    asked = asked or ([(last, "")] if last else [])
    labels = tuple(label for label, _ in asked)
    topic = labels[-1].removeprefix("ask/") if labels else None
    gaps = published(knowledge).gaps.values() if knowledge and labels else ()
    amount = next((f"gap/{gap.id}" for gap in gaps if topic in gap.amount_of), None)
    return Said(labels, tuple(text for _, text in asked), tracker.get_slot("last_topic"), amount)


def _asked(data: Any) -> list[str]:
    decision = Decision.from_dict(data["decision"]) if data.get("decision") else Decision("abstain")
    asked = [d for d in (decision, decision.also) if d is not None and d.outcome in QUESTIONS]
    return [d.labels[0] for d in asked if d.labels]
