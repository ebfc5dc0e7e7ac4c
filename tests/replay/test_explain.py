"""A stored turn told and derived again from the archive that wrote it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.commands import explain as command
from bot.errors import AftercareError
from bot.replay.explain import told
from bot.replay.plugin import agent_of
from bot.replay.stored import from_export, turn_of

NOW = "2026-11-21T10:00:00"
#: A sign, help reached, a day told, a follow-up that looks back, and more turns than the store reads.
TALK = (
    "when can I lift?",
    "it was on Wednesday",
    "and now my leg is numb and I cannot move it",
    "how long must I lie flat?",
    "I called 911 and they are here",
    "who says so?",
    "can I drive?",
    "",
)


@pytest.fixture(scope="module")
def events(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """The stored events of a talk."""
    agent = agent_of(request.config)
    from bot.replay.conversation import Conversation

    conversation = Conversation(agent, channel="sms", now=NOW)

    async def talk() -> None:
        for text in TALK:
            await conversation.say(text)

    asyncio.run(talk())
    _, rows = agent.tracker_store._tracker_store._rows.read(conversation._sender, all_events=True)
    return [data for _, data in rows]


@pytest.mark.model
@pytest.mark.parametrize("number", range(1, len(TALK) + 1))
def test_every_turn_is_derived_again(request: pytest.FixtureRequest, events: list[dict[str, Any]], number: int) -> None:
    from bot.replay.derive import run

    agent = agent_of(request.config)
    turn = turn_of(events, number)
    lines, same = told(turn, *run(agent, turn), Path("models/aftercare.tar.gz"), str(agent.model_id))
    assert same, "\n".join(lines)


@pytest.mark.model
def test_what_differs_is_said(request: pytest.FixtureRequest, events: list[dict[str, Any]]) -> None:
    from bot.replay.derive import run

    agent = agent_of(request.config)
    changed = json.loads(json.dumps(events))
    reply = next(e for e in changed if e["event"] == "bot")
    reply["text"] += " And more."
    reply["data"]["custom"]["model"] = "another"
    turn = turn_of(changed, 1)
    lines, same = told(turn, *run(agent, turn), Path("models/aftercare.tar.gz"), str(agent.model_id))
    assert not same
    assert any(line.startswith("  the text: stored ") and "And more." in line for line in lines)
    assert any("another archive" in line for line in lines)


@pytest.mark.model
def test_the_terminal_shows_what_it_rests_on(request: pytest.FixtureRequest, events: list[dict[str, Any]]) -> None:
    from bot.replay.derive import run

    agent = agent_of(request.config)
    turn = turn_of(events, 3)
    text = "\n".join(told(turn, *run(agent, turn), Path("a.tar.gz"), str(agent.model_id))[0])
    for words in ("Turn 3 of 8", "cannot move it", "sign: emergency", "SafetyPolicy: utter_escalation", "urgency"):
        assert words in text


def _stored(*names: str) -> list[dict[str, Any]]:
    return [{"event": name.split(":")[0], "name": name.split(":")[-1], "timestamp": 0.0} for name in names]


def test_a_session_that_a_turn_opens_is_its_own() -> None:
    first = ("action:action_session_start", "session_started", "action:action_listen", "user", "bot")
    again = ("action:action_listen", "action:action_session_start", "session_started", "slot:x", "user", "bot")
    turn = turn_of(_stored(*first, *again), 2)
    assert [len(events) for events in turn.earlier] == [6]
    assert [event["event"] for event in turn.opening] == ["action", "session_started", "slot"]
    assert turn.whole and turn.turns == 2


@pytest.mark.parametrize("number", [0, 3])
def test_a_turn_that_is_not_there(number: int) -> None:
    with pytest.raises(AftercareError, match="has 2 turns"):
        turn_of(_stored("user", "bot", "user"), number)


def test_an_export_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("[1]")
    with pytest.raises(AftercareError, match="holds no events"):
        from_export(path)


def test_the_command_wants_one_of_two(capsys: pytest.CaptureFixture[str]) -> None:
    from bot.__main__ import main

    assert main(["explain", "1"]) == 1
    assert "Name a conversation" in capsys.readouterr().err
    assert command.MODEL.name == "aftercare.tar.gz"
