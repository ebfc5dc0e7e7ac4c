"""A long conversation is answered as if all of it were read at every turn."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore

from bot.commands.environment import MODEL

#: An alarm that opens, a day that is told, follow-ups that lean on the turn before, signs over two messages.
_TALK = (
    "hello",
    "I had it on Tuesday",
    "how long until I can lift?",
    "for how long?",
    "my legs",
    "they went numb",
    "when can I drive?",
    "says who?",
    "can I take a shower?",
    "why?",
    "is a little soreness normal?",
    "the weather is nice",
)
_TURNS = 72


@pytest.mark.model
@pytest.mark.asyncio(loop_scope="function")
async def test_replies_are_the_same_as_with_the_whole_conversation(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.replay.conversation import Conversation, load

    monkeypatch.chdir(Path(__file__).parents[2])
    agent = load(MODEL)
    assert agent.processor is not None
    trimming, whole = agent.processor.tracker_store, InMemoryTrackerStore(agent.domain)
    talks = {store: Conversation(agent, now="2026-03-05T10:00:00") for store in (trimming, whole)}
    for text in itertools.islice(itertools.cycle(_TALK), _TURNS):
        replies = []
        for store, talk in talks.items():
            agent.processor.tracker_store = store
            replies.append(await talk.say(text))
        assert replies[0] == replies[1], text
