"""The command line of the replay; what it starts is tested beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands import replay
from bot.replay.marks import read_yaml_fast
from bot.replay.suite import read_suite

_SUITE = "test_cases:\n- test_case: a name\n  steps:\n  - user: hello\n    bot: {kind: smalltalk}\n"


def test_suites_are_read_and_not_held(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.yml").write_text(_SUITE)
    assert main(["replay", "--check", "--suites", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "1 conversations read.\n"
    (tmp_path / "x.yml").write_text(_SUITE.replace("kind", "knd"))
    assert main(["replay", "--check", "--suites", str(tmp_path)]) == 1
    assert "x.yml:5: test_cases > 0 > steps > 0 > bot > knd: unknown key; did you mean kind?" in capsys.readouterr().err


def test_the_schema_is_one_that_editors_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "SCHEMA", tmp_path / "schema.json")
    assert main(["replay", "--schema"]) == 0
    schema = json.loads((tmp_path / "schema.json").read_text())
    assert schema["properties"]["test_cases"]["minItems"] == 1
    assert schema["definitions"]["Expected"]["additionalProperties"] is False
    assert all("description" in key for key in schema["definitions"]["Expected"]["properties"].values())


def test_an_archive_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "--diff", str(tmp_path / "old.tar.gz"), str(tmp_path / "new.tar.gz")]) == 1
    assert "old.tar.gz is no archive" in capsys.readouterr().err


def test_the_example_of_the_documentation_is_a_suite(tmp_path: Path) -> None:
    text = Path("docs/conversations.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    (tmp_path / "x.yml").write_text(text)
    (case,) = read_suite(tmp_path / "x.yml")
    assert case.turns[-1].expected[0].on_day == 4


def test_the_workflow_runs_what_a_developer_runs() -> None:
    workflow = read_yaml_fast(Path(".github/workflows/knowledge.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["knowledge"]["steps"]
    run = "\n".join(step.get("run", "") for step in steps)
    order = [run.index(words) for words in ("make check", "make train", "bot replay --workers", "make report")]
    assert order == sorted(order)
    assert workflow["on"]["pull_request"]["paths"] == ["knowledge/**"]
