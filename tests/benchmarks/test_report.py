"""The quality report from results that are whole, missing, old, or the same as last time."""

from __future__ import annotations

import io
import json
import os
import tarfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from benchmarks.intervals import Rate
from benchmarks.outcomes import LIFTING, QUESTIONS, SIDES, SIGNS, SPANISH, TALKS, Outcome
from benchmarks.report import pictures
from benchmarks.report.figures import became, confusion, failed, outcomes, rates
from benchmarks.report.kept import Kept, changes, read_previous, write
from benchmarks.report.page import page
from benchmarks.report.parts import Archive, digest, read_archive, read_parts

ARCHIVE = Archive("this-model", 1000.0)
JUNIT = """\
<testsuites><testsuite>
<testcase classname="sms.x" name="good"/>
<testcase classname="sms.x" name="bad"><failure message="m">you said &lt;b&gt;</failure></testcase>
<testcase classname="sms.x" name="left"><skipped/></testcase>
</testsuite></testsuites>
"""


def _outcome(wanted: str, got: str, *, right: bool) -> Outcome:
    return Outcome(f"asked {wanted} <i>", wanted, right, got, "because", [])


def _accuracy() -> dict[str, Any]:
    empty: dict[str, list[Outcome]] = {name: [] for name in (SPANISH, TALKS, LIFTING, SIDES, *SIGNS.values())}
    groups = {
        **empty,
        QUESTIONS: [
            _outcome("ask/lifting", "answer lifting", right=True),
            _outcome("ask/lifting", "answer bathing", right=False),
            _outcome("ask/bathing", "abstain too little evidence", right=False),
        ],
        SIGNS["emergency"]: [_outcome("emergency x", "emergency", right=True)],
        SIGNS["none"]: [_outcome("none x", "provider", right=False), _outcome("none y", "none", right=True)],
    }
    bins = [{"low": 0.4, "high": 0.5, "confidence": 0.45, "right": 1, "turns": 2}]
    data: dict[str, Any] = {name: [asdict(o) for o in found] for name, found in groups.items()}
    return data | {"reliability": {"answered": {"error": 0.05, "bins": bins}}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (
        ("accuracy.json", json.dumps(_accuracy())),
        ("speed.json", json.dumps({"stages": {"memory": {"encoder": 2.5, "whole": 5.0}}})),
        ("replay.xml", JUNIT),
    ):
        (tmp_path / name).write_text(text)
        os.utime(tmp_path / name, (2000, 2000))
    return tmp_path


def _kept(parts: Any, **changed: Any) -> Kept:
    return Kept(**{"digest": digest(list(parts.values())), "rates": rates(parts), "failed": failed(parts), **changed})


def test_what_became_of_the_messages() -> None:
    found = became(outcomes(_accuracy()))
    asked = found["questions that a page covers"]
    assert (asked["answered"], asked["abstained"], asked["escalated"]) == (Rate(2, 3), Rate(1, 3), Rate(0, 3))
    assert found["look-alikes of warning signs"] == {"escalated": Rate(1, 2)}
    assert found["warning signs"] == {"escalated": Rate(1, 1)}


def test_topics_that_were_taken_for_others() -> None:
    rows = confusion(outcomes(_accuracy())[QUESTIONS])
    assert rows == {"bathing": {"abstain": 1}, "lifting": {"lifting": 1, "bathing": 1}}
    drawn = pictures.topics(rows)
    assert 'role="img"' in drawn and "1 of 3 stand on the diagonal" in drawn
    assert "asked lifting, got bathing: 1 of 2" in drawn


def test_a_page_of_what_is_there(folder: Path) -> None:
    parts = read_parts(folder, ARCHIVE)
    text = page(parts, _kept(parts), None)
    assert "missing: make safety writes" in text
    assert "1 of 2 conversations go as their suites want them" in text
    assert "you said &lt;b&gt;" in text and "asked ask/lifting &lt;i&gt;" in text and "because" in text
    assert text.count("<svg") == text.count("aria-label=") == 3
    assert "http" not in text and "<script" not in text


def test_age_is_told(folder: Path) -> None:
    assert "older than the archive" not in read_parts(folder, ARCHIVE)["speed"].note
    assert "older than the archive: make bench" in read_parts(folder, Archive("m", 3000.0))["speed"].note
    (folder / "safety-report.json").write_text(json.dumps({"hashes": {"model": "another"}}))
    assert "of another archive (another)" in read_parts(folder, ARCHIVE)["safety"].note
    (folder / "speed.json").write_text("{")
    assert "cannot be read" in read_parts(folder, ARCHIVE)["speed"].note


def test_the_archive_names_itself(tmp_path: Path) -> None:
    assert read_archive(tmp_path / "none.tar.gz") is None
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        data = json.dumps({"model_id": "m1"}).encode()
        info = tarfile.TarInfo("./metadata.json")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    found = read_archive(tmp_path / "a.tar.gz")
    assert found is not None and found.model == "m1"


def test_a_report_is_compared_with_the_one_before(folder: Path) -> None:
    parts = read_parts(folder, ARCHIVE)
    before = _kept(parts, digest="old", rates={"r": Rate(1, 100)}, failed={"conversations": ["sms.x: mended"]})
    path = folder / "report.json"
    write(path, before, None)
    now = _kept(parts, rates={"r": Rate(90, 100), "s": Rate(1, 2)})
    previous = read_previous(path, now)
    assert previous == before
    assert [row[3] for row in changes(now, before)] == ["+89.0 points, more than chance would do", "new"]
    text = page(parts, now, previous)
    assert "conversations: sms.x: bad" in text and "conversations: sms.x: mended" in text
    write(path, now, previous)
    assert read_previous(path, now) == before  # made again of the same results, it is not compared with itself
