"""Derive a stored turn again: the conversation as it stood, the same message, the same minute, an archive."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.tracker_stores import TrimmingInMemoryTrackerStore
from bot.channels.turn import ReplyCollector
from bot.replay.stored import StoredTurn
from bot.stores.conversations import EventData

_SENDER = "explained"
#: What Rasa adds to an event of its own; here it is this archive's.
_OF_THE_MODEL = {"model_id", "assistant_id"}
#: What the pipeline wrote that a reply depends on.
KEYS = (
    "intent",
    "intent_ranking",
    "hits",
    "red_flags",
    "urgency",
    "decision",
    "procedure",
    "procedure_date",
    "language",
)


async def derive(agent: Agent, turn: StoredTurn) -> tuple[dict[str, Any], EventData | None]:
    """Return what the archive makes of the message now, and the reply's event.

    The tracker is what the server had: earlier turns are saved and read back one by one, so that
    the store trims them as it did then; a session that the turn began is begun, not judged anew.
    """
    tracker = await _as_it_stood(agent, turn)
    message = turn.message
    metadata = {key: value for key, value in (message.get("metadata") or {}).items() if key not in _OF_THE_MODEL}
    metadata.setdefault("now", datetime.fromtimestamp(message["timestamp"], timezone.utc).isoformat())
    sent = UserMessage(
        message.get("text"),
        ReplyCollector(),
        _SENDER,
        input_channel=message.get("input_channel"),
        message_id=message.get("message_id"),
        metadata=metadata,
    )
    processor = agent.processor
    assert processor is not None
    await processor._handle_message_with_tracker(sent, tracker)
    tracker = await processor.run_action_extract_slots(sent.output_channel, tracker)
    parsed = dict(tracker.latest_message.parse_data)  # type: ignore[union-attr]
    await processor._run_prediction_loop(sent.output_channel, tracker)
    events = list(tracker.events)
    said = max(place for place, event in enumerate(events) if event is tracker.latest_message)
    replies = [event.as_dict() for event in events[said:] if isinstance(event, BotUttered)]
    return parsed, replies[0] if replies else None


async def _as_it_stood(agent: Agent, turn: StoredTurn) -> DialogueStateTracker:
    store = TrimmingInMemoryTrackerStore(agent.domain)
    for events in turn.earlier:
        tracker = await store.retrieve(_SENDER) or DialogueStateTracker(_SENDER, agent.domain.slots)
        _update(tracker, events)
        await store.save(tracker)
    tracker = await store.retrieve(_SENDER) or DialogueStateTracker(_SENDER, agent.domain.slots)
    _update(tracker, turn.opening)
    tracker.model_id = agent.model_id
    return tracker


def _update(tracker: DialogueStateTracker, events: tuple[EventData, ...]) -> None:
    for data in events:
        event = Event.from_parameters(data)
        if event is not None:
            tracker.update(event)


def differences(turn: StoredTurn, parsed: dict[str, Any], reply: EventData | None) -> list[str]:
    """Return how what was derived is not what was stored; empty where the reply is the same, byte for byte."""
    stored = turn.reply
    if stored is None or reply is None:
        return [f"{'no reply is stored' if stored is None else 'no reply was written'}: the last resort answered"]
    found = []
    for name, old, new in (
        ("the text", stored.get("text"), reply.get("text")),
        *(_named(f"the record's {key}", stored, reply, "custom", key) for key in _keys(stored, reply)),
        ("the buttons", _data(stored, "buttons"), _data(reply, "buttons")),
    ):
        if old != new:
            found.append(f"{name}: stored {old!r}, now {new!r}")
    inner = [key for key in KEYS if turn.parsed.get(key) != parsed.get(key)]
    return [*found, *(f"{key}: stored {turn.parsed.get(key)!r}, now {parsed.get(key)!r}" for key in inner)]


def _keys(stored: EventData, reply: EventData) -> list[str]:
    return list(dict.fromkeys([*(_data(stored, "custom") or {}), *(_data(reply, "custom") or {})]))


def _named(name: str, stored: EventData, reply: EventData, part: str, key: str) -> tuple[str, Any, Any]:
    return name, (_data(stored, part) or {}).get(key), (_data(reply, part) or {}).get(key)


def _data(event: EventData, key: str) -> Any:
    return (event.get("data") or {}).get(key)


def run(agent: Agent, turn: StoredTurn) -> tuple[dict[str, Any], EventData | None]:
    """Derive a turn in an event loop of its own."""
    return asyncio.run(derive(agent, turn))
