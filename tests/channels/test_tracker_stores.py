"""Trackers are trimmed when they are read; nothing is lost, in the slots or in the database."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels import tracker_stores
from bot.channels.tracker_stores import TURNS, TrimmingInMemoryTrackerStore, TrimmingSQLTrackerStore
from bot.nlu.sentence_encoder import READ_BACK, messages_before, words_of

SLOTS = ("open_escalation", "flag_evidence", "procedure_date", "last_topic")
ALARM = {"tier": "emergency", "flags": ["neuro.leg-weakness"], "since": "2026-01-01T00:00:00"}
TURN_ROWS = 5  # message, slot, action, reply, listen

pytestmark = pytest.mark.asyncio(loop_scope="function")


def domain_that(*, carries: bool) -> Domain:
    slot = {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}
    session = {"session_expiration_time": 4320, "carry_over_slots_to_new_session": carries}
    return Domain.from_dict(
        {"slots": {name: {**slot} for name in SLOTS}, "intents": ["ask"], "session_config": session}
    )


@pytest.fixture(scope="module")
def domain() -> Domain:
    return domain_that(carries=True)


@pytest.fixture
def opened() -> Iterator[list[Any]]:
    stores: list[Any] = []
    yield stores
    for store in stores:
        store.engine.dispose()


@pytest.fixture
def sql(tmp_path: Path, domain: Domain, opened: list[Any]) -> Callable[[], TrimmingSQLTrackerStore]:
    """Return a way to open the store; each call is a server started anew."""

    def start() -> TrimmingSQLTrackerStore:
        opened.append(TrimmingSQLTrackerStore(domain, dialect="sqlite", db=str(tmp_path / "conversations.db")))
        return opened[-1]

    return start


@pytest.fixture(params=["sql", "memory"])
def store(request: pytest.FixtureRequest, domain: Domain) -> TrackerStore:
    if request.param == "memory":
        return TrimmingInMemoryTrackerStore(domain)
    return request.getfixturevalue("sql")()  # type: ignore[no-any-return]


def turn(number: int, *slots: SlotSet) -> list[Event]:
    return [
        UserUttered(f"question {number}", {"name": "ask"}, parse_data={"red_flags": []}, input_channel="sms"),
        SlotSet("last_topic", f"topic-{number}"),
        *slots,
        ActionExecuted("utter_answer"),
        BotUttered(f"answer {number}"),
        ActionExecuted("action_listen"),
    ]


def session_start() -> list[Event]:
    return [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]


async def say(store: TrackerStore, sender: str, *events: Event) -> DialogueStateTracker:
    """Do what Rasa's processor does in a turn: load, start a session if there is none, add, save."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    tracker.model_id = "model"
    if not tracker.applied_events():
        tracker.update_with_events(session_start(), None)
    tracker.update_with_events(list(events), None)
    await store.save(tracker)
    return tracker


async def loaded(store: TrackerStore, sender: str = "one") -> DialogueStateTracker:
    tracker = await store.retrieve(sender)
    assert tracker is not None
    return tracker


def said(tracker: DialogueStateTracker) -> list[str | None]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def texts(tracker: DialogueStateTracker) -> list[str | None]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered | BotUttered)]


async def stored(store: TrackerStore, sender: str = "one") -> list[dict[str, Any]]:
    tracker = await store.retrieve_full_tracker(sender)
    assert tracker is not None
    return [event.as_dict() for event in tracker.events]


async def test_slots_survive_and_the_alarm_stays_open_after_250_turns(store: TrackerStore) -> None:
    opening = (SlotSet("open_escalation", ALARM), SlotSet("flag_evidence", ["neuro.leg-weakness"]))
    await say(store, "one", *turn(0, *opening, SlotSet("procedure_date", "2026-01-01")))
    for number in range(1, 251):
        await say(store, "one", *turn(number))
        tracker = await loaded(store)
        assert tracker.get_slot("open_escalation") == ALARM
        assert len(tracker.events) <= 4 + (TURNS + 1) * TURN_ROWS + 3
    assert tracker.get_slot("flag_evidence") == ["neuro.leg-weakness"]
    assert tracker.get_slot("procedure_date") == "2026-01-01"
    assert tracker.get_slot("last_topic") == "topic-250"


async def test_a_slot_that_was_emptied_stays_empty(store: TrackerStore) -> None:
    await say(store, "one", *turn(0, SlotSet("open_escalation", ALARM)))
    await say(store, "one", *turn(1, SlotSet("open_escalation", None)))
    for number in range(2, 20):
        await say(store, "one", *turn(number))
    assert (await loaded(store)).get_slot("open_escalation") is None


async def test_a_read_never_begins_in_mid_turn_and_reaches_back_far_enough(store: TrackerStore) -> None:
    for number in range(30):
        await say(store, "one", *turn(number))
        tracker = await loaded(store)
        events = [event for event in tracker.events if not isinstance(event, SlotSet)]
        assert isinstance(events[0], UserUttered) or events[0].as_dict().get("name") == "action_listen"
        assert said(tracker)[-TURNS:] == [f"question {n}" for n in range(max(0, number - TURNS + 1), number + 1)]
        assert tracker.latest_action_name == "action_listen"


async def test_what_the_turn_reads_is_as_in_an_untrimmed_store(store: TrackerStore, domain: Domain) -> None:
    long = DialogueStateTracker("one", domain.slots)
    long.update_with_events(session_start(), None)
    for number in range(300):
        slots = [SlotSet(SLOTS[number % 3], {"at": number} if number % 7 else None)] if number % 2 else []
        events = turn(number, *slots)
        long.update_with_events(events, None)
        await say(store, "one", *events)
        short = await loaded(store)
        assert short.current_slot_values() == long.current_slot_values()
        assert [words_of(m) for m in messages_before(short, READ_BACK)] == [
            words_of(m) for m in messages_before(long, READ_BACK)
        ]
        assert short.get_latest_input_channel() == long.get_latest_input_channel()
        assert short.latest_action_name == long.latest_action_name
        assert short.latest_message == long.latest_message
        assert any(isinstance(event, BotUttered) for event in short.events)
        assert short.followup_action == long.followup_action
        assert texts(short)[-6:] == texts(long)[-6:][-len(texts(short)) :]


async def test_the_database_holds_every_event_once_in_order(store: TrackerStore) -> None:
    given: list[dict[str, Any]] = []
    for number in range(60):
        events = turn(number)
        await say(store, "one", *events)
        given += [event.as_dict() for event in events]
    assert (await stored(store))[3:] == given


async def test_saving_twice_in_a_turn_stores_once(store: TrackerStore) -> None:
    for number in range(TURNS * 3):
        tracker = await say(store, "one", *turn(number))
        await store.save(tracker)
        tracker.update(SlotSet("procedure_date", "2026-01-02"))
        await store.save(tracker)
    assert len(await stored(store)) == 3 + TURNS * 3 * (TURN_ROWS + 1)


async def test_senders_are_apart(store: TrackerStore) -> None:
    await say(store, "one", *turn(0, SlotSet("open_escalation", ALARM)))
    for number in range(20):
        for sender in ("one", "two"):
            await say(store, sender, *turn(number))
    assert (await loaded(store, "one")).get_slot("open_escalation") == ALARM
    assert (await loaded(store, "two")).get_slot("open_escalation") is None
    assert len(await stored(store, "two")) == 3 + 20 * TURN_ROWS
    assert sorted(await store.keys()) == ["one", "two"]
    assert await store.retrieve("three") is None


async def test_a_restart_of_the_server_in_the_middle(sql: Callable[[], TrackerStore]) -> None:
    await say(sql(), "one", *turn(0, SlotSet("open_escalation", ALARM)))
    for number in range(1, 40):
        await say(sql(), "one", *turn(number))
    store = sql()
    assert (await loaded(store)).get_slot("open_escalation") == ALARM
    assert len(await stored(store)) == 3 + 1 + 40 * TURN_ROWS


async def test_a_restart_event_empties_the_slots_as_in_an_untrimmed_store(store: TrackerStore) -> None:
    await say(store, "one", *turn(0, SlotSet("open_escalation", ALARM)))
    for number in range(1, 12):
        await say(store, "one", *turn(number))
    await say(store, "one", Restarted())
    tracker = await loaded(store)
    assert tracker.get_slot("open_escalation") is None
    assert tracker.followup_action == "action_session_start"
    for number in range(12, 30):
        await say(store, "one", *turn(number))
        assert (await loaded(store)).get_slot("open_escalation") is None
    assert len([data for data in await stored(store) if data["event"] == "restart"]) == 1


async def test_a_session_that_starts_anew_keeps_the_slots(store: TrackerStore) -> None:
    """Also where its start saw none of them, because a read had failed."""
    await say(store, "one", *turn(0, SlotSet("open_escalation", ALARM)))
    for number in range(1, 12):
        await say(store, "one", *turn(number))
    blind = FailSafeTrackerStore(store)
    blind.retrieve = _nothing  # type: ignore[method-assign]
    await say(blind, "one", *turn(12))
    tracker = await loaded(store)
    assert said(tracker) == ["question 12"]
    assert tracker.get_slot("open_escalation") == ALARM
    assert len(await stored(store)) == 3 + 1 + 13 * TURN_ROWS + 3
    for number in range(13, 30):
        await say(store, "one", *turn(number))
        assert (await loaded(store)).get_slot("open_escalation") == ALARM


async def _nothing(sender_id: str) -> None:
    return None


async def test_slots_end_with_the_session_where_the_domain_says_so(store: TrackerStore) -> None:
    store.domain = domain_that(carries=False)
    await say(store, "one", *turn(0, SlotSet("open_escalation", ALARM)))
    await say(store, "one", *session_start(), *turn(1))
    assert (await loaded(store)).get_slot("open_escalation") is None


async def test_messages_that_were_taken_back_do_not_bring_old_slots_back(store: TrackerStore) -> None:
    await say(store, "one", *turn(0, SlotSet("open_escalation", ALARM)))
    for number in range(1, 20):
        taken_back = UserUttered(f"not this {number}", {"name": "ask"})
        wrong = [taken_back, SlotSet("open_escalation", None), UserUtteranceReverted(), ActionExecuted("action_listen")]
        await say(store, "one", *wrong)
        assert (await loaded(store)).get_slot("open_escalation") == ALARM
        await say(store, "one", *turn(number))
        assert (await loaded(store)).get_slot("open_escalation") == ALARM


async def test_a_pause_and_a_form_are_carried(store: TrackerStore) -> None:
    await say(store, "one", *turn(0), ConversationPaused(), ActiveLoop("some_form"))
    for number in range(1, 20):
        await say(store, "one", *turn(number))
    tracker = await loaded(store)
    assert tracker.is_paused()
    assert tracker.active_loop_name == "some_form"


async def test_a_database_of_rasas_own_store_is_taken_over(
    tmp_path: Path, domain: Domain, sql: Callable[[], TrackerStore], opened: list[Any]
) -> None:
    theirs = SQLTrackerStore(domain, dialect="sqlite", db=str(tmp_path / "conversations.db"))
    opened.append(theirs)
    for number in range(30):
        await say(theirs, "one", *turn(number, *([SlotSet("open_escalation", ALARM)] if number == 0 else [])))
    store = sql()
    assert len(said(await loaded(store))) == 30
    await say(store, "one", *turn(30))
    assert len(said(await loaded(store))) == TURNS
    await say(theirs, "one", *turn(31))  # and back
    assert said(await loaded(store))[-2:] == ["question 30", "question 31"]
    assert (await loaded(store)).get_slot("open_escalation") == ALARM
    assert len(await stored(store)) == 3 + 1 + 32 * TURN_ROWS


async def test_a_tracker_from_elsewhere_adds_only_what_is_new(store: TrackerStore, domain: Domain) -> None:
    for number in range(10):
        await say(store, "one", *turn(number))
    before = await stored(store)
    foreign = DialogueStateTracker.from_dict("one", json.loads(json.dumps(before)), domain.slots)
    foreign.update_with_events(turn(10), None)
    await store.save(foreign)
    assert len(await stored(store)) == len(before) + TURN_ROWS


async def test_many_messages_in_one_save(store: TrackerStore) -> None:
    """As when events are appended by hand: the bookmark goes no further than what was stored."""
    await say(store, "one", *turn(0, SlotSet("open_escalation", ALARM)))
    await say(store, "one", *(event for number in range(1, 30) for event in turn(number)))
    assert said(await loaded(store))[0] == "question 0"
    await say(store, "one", *turn(30))
    tracker = await loaded(store)
    assert said(tracker) == [f"question {n}" for n in range(31 - TURNS, 31)]
    assert tracker.get_slot("open_escalation") == ALARM


async def test_another_writer_is_waited_for_briefly(sql: Callable[[], TrackerStore], tmp_path: Path) -> None:
    store = sql()
    await say(store, "one", *turn(0))
    other = sqlite3.connect(tmp_path / "conversations.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert said(await loaded(store)) == ["question 0"], "reading waits for no writer"
    started = asyncio.get_running_loop().time()
    with pytest.raises(Exception, match="locked") as error:
        await say(store, "one", *turn(1))
    assert asyncio.get_running_loop().time() - started < 3
    assert "question 1" not in str(error.value)
    other.execute("ROLLBACK")
    other.close()
    await say(store, "one", *turn(2))
    assert said(await loaded(store)) == ["question 0", "question 2"]


async def test_endpoints_name_a_store_that_exists() -> None:
    """Rasa falls back to memory, with a warning only, where the name is wrong."""
    text = (Path(__file__).parents[2] / "endpoints.yml").read_text(encoding="utf-8")
    assert f"type: {tracker_stores.__name__}.{TrimmingSQLTrackerStore.__name__}\n" in text
