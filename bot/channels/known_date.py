"""The day of the procedure, as the hospital gave it at enrolment, put into the conversation."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.shared.core.events import SlotSet

from bot.stores.people import Person
from bot.stores.welcomes import is_date_told, mark_date_told

_SLOT = "procedure_date"


async def tell_procedure_date(agent: Any, engine: Any, person: Person) -> None:
    """Set the day before a turn, where the conversation lacks it or the hospital has given another.

    The latest word holds: what the patient says afterwards stays until the hospital changes its own.
    """
    if person.procedure_date is None or agent.processor is None:
        return
    told = await asyncio.to_thread(is_date_told, engine, person)
    known = await agent.tracker_store.retrieve(person.id) if told else None
    if known is not None and known.get_slot(_SLOT) is not None:
        return
    async with agent.lock_store.lock(person.id):
        tracker = await agent.processor.fetch_tracker_and_update_session(person.id)
        tracker.update(SlotSet(_SLOT, person.procedure_date.isoformat()), agent.domain)
        await agent.processor.save_tracker(tracker)
    await asyncio.to_thread(mark_date_told, engine, person)
