"""What of a published package a browser would load, and how the table says it."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from benchmarks.widget import packages, report
from benchmarks.widget.packages import CARBON, Package, Weight

_FILES = {
    "package/dist/es/aiChatEntry.js": b"a" * 4000,
    "package/dist/es/deeper/index.js": b"b" * 1000,
    "package/dist/es/serverEntry.js": b"c" * 9000,
    "package/dist/es/aiChatEntry.d.ts": b"d" * 9000,
    "package/dist/es-custom/aiChatEntry.js": b"e" * 9000,
}
_OURS = {"raw": 1000, "gzipped": 500}


@pytest.fixture
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """A package as npm would have left it."""
    monkeypatch.setattr(packages, "CACHE", tmp_path)
    with tarfile.open(CARBON.archive, "w:gz") as archive:
        for name, body in _FILES.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return CARBON


def test_only_what_a_browser_loads_is_weighed(fetched: Package):
    found = packages.scripts(fetched)
    assert found is not None
    weight = Weight.of(found)
    assert weight.raw == 5000
    assert 0 < weight.gzipped < 200


def test_without_npm_there_is_nothing_to_weigh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packages, "CACHE", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert packages.scripts(CARBON) is None


def test_a_package_that_could_not_be_fetched_says_so_in_its_row():
    text = report.table({"ours": _OURS, "packages": {"some-chat 1.0": None}})
    assert "npm is missing" in text
    assert "apt-get install chromium" in text


def test_sizes_and_times_are_told_as_ratios():
    weight = {"raw": 9000, "gzipped": 2000, "note": "all told"}
    times = {"launcher": 1.0, "ours": 2.0, "deep_chat": 3.0, "reply": 1.5}
    wire = {"loaded": 600, "all": 700}
    text = report.table({"ours": _OURS, "packages": {"x 1": weight}, "wire": wire, "times": {"slow 3G": times}})
    assert "4.0" in next(line for line in text.splitlines() if "x 1" in line)
    assert "1.5 times ours" in text
