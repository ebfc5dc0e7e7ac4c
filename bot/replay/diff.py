"""Hold all suites with two archives, each in a process of its own, and tell what changed, reply by reply."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import ArchiveError
from bot.records import TIERS

#: What changed in a reply, gravest first.
WEIGHTS = (
    "the tier fell",
    "the tier rose",
    "the kind of reply changed",
    "other warning signs",
    "the topic changed",
    "the sources changed",
    "the words changed",
)


@dataclass(frozen=True)
class Change:
    """One reply that is not what it was."""

    weight: int  # its place in WEIGHTS
    suite: str
    name: str
    channel: str
    earlier: tuple[str, ...]  # what the person said before
    user: str
    old: dict[str, Any]  # text, record, faults
    new: dict[str, Any]

    @property
    def what(self) -> str:
        return WEIGHTS[self.weight]


@dataclass(frozen=True)
class Comparison:
    """Two archives over the same suites."""

    old: dict[str, str]  # model, knowledge, file
    new: dict[str, str]
    conversations: int
    replies: int
    changes: tuple[Change, ...]


def write_page(old: Path, new: Path, suites: Path, page: Path, environment: Mapping[str, str]) -> int:
    """Compare two archives and write the page; 1 where a tier fell."""
    from bot.replay.diff_page import diff_page

    found = compare(old, new, suites, environment)
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(diff_page(found), encoding="utf-8")
    print(f"{len(found.changes)} of {found.replies} replies changed in {found.conversations} conversations: {page}")
    for weight, name in enumerate(WEIGHTS):
        number = sum(change.weight == weight for change in found.changes)
        if number:
            print(f"  {number:4} × {name}")
    return int(any(change.weight == 0 for change in found.changes))


def compare(old: Path, new: Path, suites: Path, environment: Mapping[str, str]) -> Comparison:
    """Return what changed, gravest first."""
    for archive in (old, new):
        if not archive.is_file():
            raise ArchiveError(f"{archive} is no archive; train one, or name another")
    with tempfile.TemporaryDirectory() as name:
        outs = [Path(name) / "old.json", Path(name) / "new.json"]
        processes = [_play(a, suites, out, environment) for a, out in zip((old, new), outs, strict=True)]
        errors = [process.communicate()[1] for process in processes]
        for archive, process, error in zip((old, new), processes, errors, strict=True):
            if process.returncode != 0:
                last = error.strip().splitlines()[-1:] or ["no reason given"]
                raise ArchiveError(f"{archive} could not be held: {last[0]}")
        held = [json.loads(out.read_text(encoding="utf-8")) for out in outs]
    changes = sorted(_changes(*held), key=lambda change: (change.weight, change.suite, change.name))
    replies = sum(len(case["turns"]) for case in held[0])
    return Comparison(_ids(old, held[0]), _ids(new, held[1]), len(held[0]), replies, tuple(changes))


def _play(archive: Path, suites: Path, out: Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "ignore", "-m", "bot.replay.play", str(archive), str(suites), str(out)]
    return subprocess.Popen(
        command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def _ids(archive: Path, held: list[dict[str, Any]]) -> dict[str, str]:
    records = [turn["record"] for case in held for turn in case["turns"]]
    known: dict[str, str] = next((r for r in records if r.get("model") != "unknown"), {})
    return {
        "file": archive.name,
        "model": known.get("model", "unknown"),
        "knowledge": known.get("knowledge", "unknown"),
    }


def _changes(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Change]:
    for before, after in zip(old, new, strict=True):
        said: list[str] = []
        for was, is_ in zip(before["turns"], after["turns"], strict=True):
            weight = weigh(was, is_)
            if weight is not None:
                place = (before["suite"], before["name"], before["channel"])
                yield Change(weight, *place, tuple(said), was["user"], was, is_)
            said.append(was["user"])


def weigh(was: dict[str, Any], is_: dict[str, Any]) -> int | None:
    """Return the gravest thing that changed in a reply, as its place in WEIGHTS; None where nothing did."""
    old, new = was["record"], is_["record"]
    tiers = TIERS.index(new["tier"]) - TIERS.index(old["tier"])
    if tiers:
        return 0 if tiers < 0 else 1
    for weight, keys in ((2, ("kind",)), (3, ("red_flags",)), (4, ("topic",)), (5, ("sources", "passages"))):
        if any(old[key] != new[key] for key in keys):
            return weight
    return 6 if was["text"] != is_["text"] else None
