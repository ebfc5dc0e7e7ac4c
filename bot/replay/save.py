"""Write a talk as a suite: what was said, and of each reply what a suite can be held to."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot.errors import ContentError
from bot.replay.answered import Answered
from bot.replay.suite import read_suite

_HEAD = "# yaml-language-server: $schema=../schema.json\n"
_WIDE = 4096


def save(path: Path, name: str, channel: str, now: str, talk: list[tuple[str, Answered]]) -> None:
    """Write a talk to a new file, or as one case more to a suite that is there; the result is read once more."""
    case = CommentedMap(test_case=name)
    if channel != "web":
        case["channel"] = channel
    case["now"] = now
    case["steps"] = [CommentedMap(user=said, bot=_expected(got)) for said, got in talk]
    before = path.read_text(encoding="utf-8") if path.is_file() else None
    if before is not None and name in {known.name for known in read_suite(path)}:
        raise ContentError(str(path), name, "the suite has a case of this name")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        (before.rstrip("\n") + "\n" if before else _HEAD + "test_cases:\n") + _entry(case), encoding="utf-8"
    )
    read_suite(path)


def _expected(got: Answered) -> CommentedMap:
    """Return what a reply was: kind and tier always, topic and sources where there are any."""
    found = CommentedMap(kind=got.record["kind"], tier=got.record["tier"])
    if got.record["topic"]:
        found["topic"] = got.record["topic"]
    if got.record["sources"] or got.record["kind"] == "abstain":
        found["cites"] = _flow(list(got.record["sources"]))
    if got.record["red_flags"]:
        found["flags"] = _flow(list(got.record["red_flags"]))
    found.fa.set_flow_style()
    return found


def _flow(values: list[str]) -> Any:
    seq = CommentedSeq(values)
    seq.fa.set_flow_style()
    return seq


def _entry(case: CommentedMap) -> str:
    """Return a case as an entry of `test_cases`."""
    yaml = YAML()
    yaml.width = _WIDE
    stream = io.StringIO()
    yaml.dump([case], stream)
    return stream.getvalue()
