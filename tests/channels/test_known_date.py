"""The day that the hospital gave is in the conversation from the first message on, and the latest word holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from sqlalchemy.engine import Engine

from bot.channels.known_date import tell_procedure_date
from bot.channels.tracker_stores import TrimmingInMemoryTrackerStore
from bot.channels.turn import ReplyCollector
from bot.commands.environment import MODEL
from bot.stores.database import open_database
from bot.stores.people import Enrolment, Person, enrol, find
from bot.stores.times import utc_now
from bot.stores.welcomes import is_date_told

ANNA = Enrolment("+18595550123", date(2026, 3, 2), "en", "paper form", "RN Lee")
NOW = "2026-03-05T10:00:00"


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.chdir(Path(__file__).parents[2])
    monkeypatch.setenv("AFTERCARE_PHONE_KEY", "h" * 32)
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", "e" * 32)
    engine = open_database(f"sqlite:///{tmp_path}/aftercare.db")
    yield engine
    engine.dispose()


def _enrol(engine: Engine, enrolment: Enrolment = ANNA) -> Person:
    with engine.begin() as connection:
        enrol(connection, enrolment, at=utc_now())
        return find(connection, enrolment.phone)


async def _say(agent: Any, person: Person, text: str) -> str:
    collector = ReplyCollector()
    message = UserMessage(text, collector, person.id, input_channel="sms", metadata={"now": NOW})
    await agent.handle_message(message)
    return " ".join(item.get("text", "") for item in collector.reply)


async def _known(agent: Any, person: Person) -> object:
    return (await agent.tracker_store.retrieve(person.id)).get_slot("procedure_date")


@pytest.mark.model
@pytest.mark.asyncio(loop_scope="function")
async def test_the_latest_word_holds(engine: Engine) -> None:
    from bot.replay.conversation import load

    agent: Any = load(MODEL)
    anna = _enrol(engine)
    await tell_procedure_date(agent, engine, anna)
    assert is_date_told(engine, anna)
    await _say(agent, anna, "how long until I can lift?")
    assert await _known(agent, anna) == "2026-03-02"

    await _say(agent, anna, "I had it on March 3")
    await tell_procedure_date(agent, engine, anna)
    assert await _known(agent, anna) == "2026-03-03", "what the patient says stays"

    corrected = _enrol(engine, replace(ANNA, procedure_date=date(2026, 3, 4)))
    await tell_procedure_date(agent, engine, corrected)
    await _say(agent, anna, "thanks")
    assert await _known(agent, anna) == "2026-03-04", "what the hospital corrects is told again"

    events = len((await agent.tracker_store.retrieve_full_tracker(anna.id)).events)
    await tell_procedure_date(agent, engine, corrected)
    assert len((await agent.tracker_store.retrieve_full_tracker(anna.id)).events) == events, "nothing new, nothing told"


@pytest.mark.model
@pytest.mark.asyncio(loop_scope="function")
async def test_a_stranger_has_no_day_and_a_lost_conversation_is_told_again(engine: Engine) -> None:
    from bot.replay.conversation import load

    agent: Any = load(MODEL)
    await tell_procedure_date(agent, engine, Person("nobody"))
    assert await agent.tracker_store.retrieve("nobody") is None
    anna = _enrol(engine)
    await tell_procedure_date(agent, engine, anna)
    agent.tracker_store = agent.processor.tracker_store = TrimmingInMemoryTrackerStore(agent.domain)
    await tell_procedure_date(agent, engine, anna)
    assert await _known(agent, anna) == "2026-03-02"
