"""Conversations replayed against the trained model through REST."""

from __future__ import annotations

import uuid

import pytest

from tests.conftest import Server
from tests.conversations_suite import Case, cases, faults

CASES = cases()


def test_there_are_at_least_a_hundred():
    assert len(CASES) >= 100


@pytest.mark.model
@pytest.mark.parametrize(("name", "case"), CASES, ids=[name for name, _ in CASES])
def test_conversation(server: Server, name: str, case: Case):
    sender = uuid.uuid4().hex
    said, now = [], case.now
    for step in case.steps:
        now = step.now or now
        items = server.say(sender, step.user, input_channel=case.channel, metadata={"now": now} if now else None)
        said.append(f"user: {step.user}\nbot:  {items}")
        found = faults(step.bot, items)
        assert not found, f"{name}\n" + "\n".join(said) + "\n→ " + "; ".join(found)
