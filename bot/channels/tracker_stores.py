"""Tracker stores whose turns cost the same at the tenth and at the two hundredth.

Rasa's own replay the whole conversation at every turn. These read the last few turns and, placed
first, the slots as they stood before them; all events stay stored, each once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, ConversationPaused, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.stores.conversations import Bookmark, ConversationLists, ConversationRows
from bot.stores.database import connect

#: The messages that a read goes back: a message is read behind two before it at most,
#: a follow-up with the topic's slot; one turn more is to spare.
TURNS = 3
#: On a tracker: the ids of the events that are stored, in order; None for one that stands for
#: earlier events. What lies past their end is new.
_IDS = "_stored_ids"


class TrimmingTrackerStore(TrackerStore):
    """Read from the bookmark on, append what is new."""

    _rows: ConversationRows | ConversationLists

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the last turns of the latest session, the state before them placed first."""
        bookmark, rows = self._rows.read(sender_id)
        events = _events([(None, data) for data in bookmark.state] + rows)
        return self._tracker(sender_id, _latest_session(sender_id, events, self.domain)) if events else None

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """Return all events of all sessions."""
        _, rows = self._rows.read(conversation_id, all_events=True)
        return self._tracker(conversation_id, _events(rows)) if rows else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the tracker's new events and move the bookmark."""
        if not tracker.events and getattr(tracker, _IDS, None) is None:
            setattr(tracker, _IDS, [])
        new = self._new(tracker)
        if new:
            if self.event_broker is not None:
                await self._stream_new_events(self.event_broker, new, tracker.sender_id)
            self._rows.append(tracker.sender_id, [event.as_dict() for event in new], _bookmark(tracker))
            setattr(tracker, _IDS, [*getattr(tracker, _IDS, []), *(None for _ in new)])

    def _tracker(self, sender_id: str, events: list[tuple[int | None, Event]]) -> DialogueStateTracker:
        tracker = DialogueStateTracker.from_events(sender_id, [event for _, event in events], self.domain.slots)
        setattr(tracker, _IDS, [number for number, _ in events])
        return tracker

    def _new(self, tracker: DialogueStateTracker) -> list[Event]:
        """Return the events that are not stored yet."""
        ids = getattr(tracker, _IDS, None)
        if ids is not None:
            return list(tracker.events)[len(ids) :]
        # A tracker that somebody else made (PUT /conversations/<id>/tracker/events).
        _, rows = self._rows.read(tracker.sender_id, all_events=True)
        stored = {(data["event"], data.get("timestamp"), data.get("name")) for _, data in rows}
        new = [e for e in tracker.events if (e.type_name, e.timestamp, e.as_dict().get("name")) not in stored]
        setattr(tracker, _IDS, [None] * (len(tracker.events) - len(new)))
        return new


class TrimmingSQLTrackerStore(TrimmingTrackerStore, SQLTrackerStore):
    """Rasa's SQL store and table, read from the bookmark on."""

    def __init__(self, domain: Domain | None = None, **settings: Any) -> None:
        super().__init__(domain, **settings)
        engine: Any = self.engine  # type: ignore[has-type]
        if engine.dialect.name == "sqlite":  # Rasa's waits long for a lock and opens the file at each read
            engine.dispose()
            engine = connect(engine.url, disk_at_once=False)
            self.sessionmaker.configure(bind=engine)
        self.engine = engine
        self._rows = ConversationRows(engine, self.SQLEvent.__table__)


class TrimmingInMemoryTrackerStore(TrimmingTrackerStore, InMemoryTrackerStore):
    """Rasa's store in memory, read from the bookmark on."""

    def __init__(self, domain: Domain | None = None, **settings: Any) -> None:
        super().__init__(domain, **settings)
        self._rows = ConversationLists()

    async def keys(self) -> Iterable[str]:
        """Return the ids of all conversations."""
        return list(self._rows.events)  # type: ignore[union-attr]


def _events(rows: list[Any]) -> list[tuple[int | None, Event]]:
    found = [(number, _event_class(data.get("event")), data) for number, data in rows]
    return [(number, event_class._from_parameters(data)) for number, event_class, data in found if event_class]


@lru_cache(maxsize=64)
def _event_class(name: str | None) -> Any:
    """Return an event's class, or None; Rasa would search all its classes for every event."""
    return Event.resolve_by_type(name) if name else None


def _latest_session(
    sender_id: str, events: list[tuple[int | None, Event]], domain: Domain
) -> list[tuple[int | None, Event]]:
    """Cut at the last start of a session; slots live on, whether or not that turn saw them.

    A session that starts because a read failed has none of them: its start must not end an alarm.
    """
    starts = [place for place, (_, event) in enumerate(events) if isinstance(event, SessionStarted)]
    if not starts:
        return events
    before = DialogueStateTracker.from_events(sender_id, [event for _, event in events[: starts[-1]]], domain.slots)
    carried = _state(before) if domain.session_config.carry_over_slots else []
    return [*((None, event) for event in carried), *events[starts[-1] + 1 :]]


def _bookmark(tracker: DialogueStateTracker) -> Bookmark | None:
    """Return where the next read begins, or None to leave it: TURNS messages back, never in mid-turn.

    It begins at a message that no later event took back, so what stands before it is settled.
    """
    ids: list[int | None] = getattr(tracker, _IDS, [])
    events = list(tracker.events)
    applied = {id(event) for event in tracker.applied_events()}
    said = [place for place, e in enumerate(events) if isinstance(e, UserUttered) and id(e) in applied]
    old = [place for place in said[: 1 - TURNS] if place < len(ids) and ids[place] is not None]
    if not old:
        return None
    before = tracker.init_copy()
    for event in events[: old[-1]]:
        before.update(event)
    first = ids[old[-1]]
    assert first is not None
    return Bookmark(first, [event.as_dict() for event in _state(before)])


def _state(tracker: DialogueStateTracker) -> list[Event]:
    """Return events that bring a new tracker to this one's slots, pause and form."""
    latest = tracker.events[-1].timestamp if tracker.events else None
    slots = [slot for slot in tracker.slots.values() if slot.value != slot.initial_value]
    events: list[Event] = [SlotSet(slot.name, slot.value, timestamp=latest) for slot in slots]
    if tracker.is_paused():
        events.append(ConversationPaused(timestamp=latest))
    if tracker.active_loop_name:
        events.append(ActiveLoop(tracker.active_loop_name, timestamp=latest))
    return events
