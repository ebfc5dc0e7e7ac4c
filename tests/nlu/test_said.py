"""What was asked before is read from the conversation, the last of it without the rest."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge.evidence import Decision
from bot.nlu.said import last_asked, said_before

LIFTING = Decision("answer", ("ask/lifting",), 0.9)
BOTH = Decision("answer", ("ask/lifting",), 0.9, also=Decision("not_covered", ("gap/driving",), 0.9))
TALK = Decision("say", ("chat/thanks",), 0.9)


def tracker(*decisions: Decision, last: str | None = None) -> DialogueStateTracker:
    slots = [AnySlot(name, mappings=[{}]) for name in ("last_label", "last_topic")]
    events: list[Any] = [SlotSet("last_label", last)]
    events += [UserUttered("x", parse_data={"decision": decision.as_dict()}) for decision in decisions]  # type: ignore[typeddict-unknown-key]
    return DialogueStateTracker.from_events("me", events, slots)


@pytest.mark.parametrize(
    ("talk", "label"),
    [
        (tracker(), None),
        (tracker(LIFTING, TALK), "ask/lifting"),
        (tracker(LIFTING, BOTH), "gap/driving"),
        (tracker(TALK, last="ask/diet"), "ask/diet"),  # the messages themselves are gone
    ],
)
def test_the_last_that_was_asked(talk: DialogueStateTracker, label: str | None) -> None:
    assert last_asked(talk) == label
    assert said_before(talk, None).labels[-1:] == ((label,) if label else ())


def test_no_conversation() -> None:
    assert last_asked(None) is None
    assert said_before(None, None).labels == ()
