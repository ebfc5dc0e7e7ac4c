"""The policy's slots over a conversation of our own making: opens, rises, asks, ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.knowledge.evidence import Decision
from bot.policies.safety import SafetyPolicy

ROOT = Path(__file__).parents[2]
DOMAIN = Domain.load([str(ROOT / "domain.yml"), str(ROOT / "data" / "responses")])
LEGS = {"id": "neuro.leg-weakness", "tier": "emergency", "cue": "legs", "why": "rule"}
FEVER = {"id": "infection.fever", "tier": "provider", "cue": "fever", "why": "rule"}
OPENED, LATER, LATE = "2026-11-20T10:00:00", "2026-11-20T12:00:00", "2026-11-23T12:00:00"


@pytest.fixture
def policy(tmp_path: Path) -> SafetyPolicy:
    """The policy as an archive gives it back."""
    context, resource = ExecutionContext(GraphSchema({})), Resource("safety")
    storage = LocalModelStorage(tmp_path)
    config = {**SafetyPolicy.get_default_config(), "knowledge": str(ROOT / "knowledge")}
    SafetyPolicy.create(config, storage, resource, context).train([], DOMAIN)
    return SafetyPolicy.load(config, storage, resource, context)


class Talk:
    """A tracker that is told messages with what the pipeline would have made of them."""

    def __init__(self, policy: SafetyPolicy) -> None:
        self._policy = policy
        self._tracker = DialogueStateTracker("x", DOMAIN.slots)
        self._count = 0

    def say(
        self, text: str, *, flags: tuple[dict[str, str], ...] = (), intent: str | None = None, now: str = LATER
    ) -> Any:
        """Return the alarm after a message."""
        self._count += 1
        decision = Decision("say", (intent,)) if intent else Decision("abstain")
        data = {"red_flags": list(flags), "decision": decision.as_dict(), "intent": {"name": intent}, "text": text}
        message = UserUttered(
            text, {"name": intent}, parse_data=data, metadata={"now": now}, message_id=f"m{self._count}"
        )
        self._tracker.update_with_events([ActionExecuted("action_listen"), message], DOMAIN)
        prediction = self._policy.predict_action_probabilities(self._tracker, DOMAIN)
        self._tracker.update_with_events([e for e in prediction.events if isinstance(e, SlotSet)], DOMAIN)
        self._tracker.update(BotUttered("Did you talk to 911, a doctor or a nurse?"))
        return self._tracker.get_slot("open_escalation")

    @property
    def ended(self) -> Any:
        return self._tracker.get_slot("ended_escalation")


@pytest.fixture
def talk(policy: SafetyPolicy) -> Talk:
    return Talk(policy)


def test_since_is_the_messages_own_time_in_utc(talk: Talk) -> None:
    alarm = talk.say("my legs are numb", flags=(LEGS,), now=OPENED)
    assert (alarm["tier"], alarm["since"], alarm["id"]) == ("emergency", "2026-11-20T15:00:00+00:00", "m1")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I'll call", "contacted_help"),
        ("left a message with the nurse", "contacted_help"),
        ("she called me", "contacted_help"),
        ("I called the office about my fever", "contacted_help"),
        ("never mind", "not_contacted"),
        ("voy a llamar", None),
    ],
)
def test_the_intent_alone_ends_nothing(talk: Talk, text: str, intent: str | None) -> None:
    talk.say("my legs are numb", flags=(LEGS,))
    assert talk.say(text, intent=intent)["tier"] == "emergency"
    assert talk.ended is None


@pytest.mark.parametrize(
    "text",
    ["the ambulance is here", "ya llamé y me atendieron, estoy con el doctor", "estoy en la sala de emergencias"],
)
def test_the_words_end_it_whatever_the_intent(talk: Talk, text: str) -> None:
    talk.say("my legs are numb", flags=(LEGS,))
    assert talk.say(text) is None
    assert talk.ended["id"] == "m1"
    assert talk.ended["flags"] == [LEGS["id"]]
    assert talk.ended["ended_by"].startswith("reached help: ")
    assert talk.ended["ended_at"] == "2026-11-20T17:00:00+00:00"


def test_a_new_sign_beside_help_keeps_it(talk: Talk) -> None:
    talk.say("fever", flags=(FEVER,))
    alarm = talk.say("I'm at the ER and my legs are numb", flags=(LEGS,))
    assert (alarm["tier"], alarm["id"]) == ("emergency", "m1")


def test_a_call_of_unknown_end_is_asked_after(talk: Talk) -> None:
    talk.say("my legs are numb", flags=(LEGS,))
    assert talk.say("I called them")["asking"] == "contact"
    assert talk.say("when can I lift")["asking"] == ""
    assert talk.say("yes") is not None
    talk.say("I called them")
    assert talk.say("yes") is None
    assert talk.ended["ended_by"] == "reached help: yes, when asked"


def test_after_72_hours_it_asks_once(talk: Talk) -> None:
    talk.say("my legs are numb", flags=(LEGS,), now=OPENED)
    assert talk.say("hello", now=LATER)["asking"] == ""
    assert talk.say("hello", now=LATE)["asking"] == "check"
    alarm = talk.say("hello", now=LATE)
    assert (alarm["asking"], alarm["checked"]) == ("", True)


def test_without_an_alarm_nothing_is_read(talk: Talk) -> None:
    assert talk.say("the ambulance is here", intent="contacted_help") is None
    assert talk.ended is None
