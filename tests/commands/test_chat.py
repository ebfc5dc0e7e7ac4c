"""A talk written as a suite is a suite."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.commands.chat import _lines
from bot.errors import ContentError
from bot.replay.answered import Answered
from bot.replay.judge import faults
from bot.replay.save import save
from bot.replay.suite import read_suite

NOW = "2026-11-21T10:00:00"


def _answered(**changed: Any) -> Answered:
    record = {"kind": "answer", "tier": "none", "topic": "lifting", "sources": ["oncolink"], "red_flags": []}
    return Answered("Lift nothing.", {**record, **changed})


TALK = [
    ("when can I lift?", _answered()),
    ("yes: no # ' \" {a}", _answered(kind="abstain", topic=None, sources=[])),
    ("¿puedo? 💊", _answered(kind="escalation", tier="provider", red_flags=["infection.fever"])),
]


def test_what_was_said_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "pattern" / "a-talk.yml"
    save(path, "a talk", "sms", NOW, TALK)
    (case,) = read_suite(path)
    assert (case.name, case.channel) == ("a talk", "sms")
    assert [turn.user for turn in case.turns] == [said for said, _ in TALK]
    for turn, (_, got) in zip(case.turns, TALK, strict=True):
        assert turn.now == NOW
        assert faults(turn, got) == []
    assert faults(case.turns[0], _answered(topic="bathing")) == ["topic bathing, not lifting"]


def test_a_second_talk_is_one_case_more(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    save(path, "one", "web", NOW, TALK[:1])
    save(path, "two", "web", NOW, TALK[1:])
    assert [case.name for case in read_suite(path)] == ["one", "two"]
    with pytest.raises(ContentError, match="has a case of this name"):
        save(path, "two", "web", NOW, TALK)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--save", "x.txt"], "its name ends in .yml"), (["--now", "Monday"], "write it as 2026-11-21T10:00:00")],
)
def test_faults_are_one_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chat", *arguments]) == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("end", ["", "/stop\nnever read\n"])
def test_a_talk_ends_as_people_expect(
    end: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"can I lift?\n{end}"))
    assert list(_lines()) == ["can I lift?"]
