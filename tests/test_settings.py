"""clinic.yml and the environment: what is refused, and how the error says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import ContentError, SettingsError
from bot.settings import Clinic, check_production, is_production, read_clinic

CLINIC = """\
demo: true
name: Test Spine Clinic
day_number: 555-0100
day_hours: 8 to 5
after_hours_number: 555-0199
emergency_number: "911"
crisis_number: "988"
time_zone: America/New_York
"""
REAL = (
    CLINIC.replace("demo: true", "demo: false").replace("555-0100", "859-323-5000").replace("555-0199", "859-323-5001")
)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("AFTERCARE_ENV", raising=False)
    read_clinic.cache_clear()
    yield
    read_clinic.cache_clear()


def _write(folder: Path, text: str) -> Path:
    path = folder / "clinic.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_development_takes_the_demo_clinic(tmp_path: Path) -> None:
    clinic = read_clinic(_write(tmp_path, CLINIC))
    assert (clinic.day_number, clinic.accept_unreviewed_content) == ("555-0100", False)


@pytest.mark.parametrize(
    ("old", "new", "entry", "reason"),
    [
        ("name: Test Spine Clinic\n", "", "name", "field required"),
        ("name: Test Spine Clinic", 'name: ""', "name", "at least 1"),
        ("555-0100", "call us", "day_number", "match"),
        ('"911"', '"nine"', "emergency_number", "match"),
        ("America/New_York", "Mars/Olympus", "time_zone", "no time zone Mars/Olympus"),
        ("America/New_York", "../../etc/passwd", "time_zone", "no time zone"),
        ("demo: true", "demo: true\nfax: 1", "fax", "extra fields"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, old: str, new: str, entry: str, reason: str) -> None:
    path = _write(tmp_path, CLINIC.replace(old, new))
    with pytest.raises(ContentError) as caught:
        read_clinic(path)
    assert caught.value.file == str(path)
    assert caught.value.entry == entry
    assert reason in caught.value.reason


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"clinic\.yml: file: is missing"):
        read_clinic(tmp_path / "clinic.yml")


@pytest.mark.parametrize(
    "text", [CLINIC, CLINIC.replace("demo: true", "demo: false"), REAL.replace("demo: false", "demo: true")]
)
def test_production_refuses_demo_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("AFTERCARE_ENV", "production")
    with pytest.raises(SettingsError, match="demo clinic"):
        read_clinic(_write(tmp_path, text))


def test_production_takes_a_real_clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERCARE_ENV", "production")
    assert not read_clinic(_write(tmp_path, REAL)).demo


@pytest.mark.parametrize(("value", "is_it"), [("production", True), (" Production ", True), ("development", False)])
def test_is_production(monkeypatch: pytest.MonkeyPatch, value: str, is_it: bool) -> None:
    monkeypatch.setenv("AFTERCARE_ENV", value)
    assert is_production() is is_it


@pytest.mark.parametrize("value", ["prod", "staging", ""])
def test_any_other_mode_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("AFTERCARE_ENV", value)
    with pytest.raises(SettingsError, match="development or production"):
        is_production()


@pytest.mark.parametrize(
    ("mode", "unsigned", "accepted", "refused"),
    [
        ("production", 3, False, True),
        ("production", 3, True, False),
        ("production", 0, False, False),
        ("development", 3, False, False),
    ],
)
def test_unsigned_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, unsigned: int, accepted: bool, refused: bool
) -> None:
    monkeypatch.setenv("AFTERCARE_ENV", mode)
    text = REAL + f"accept_unreviewed_content: {str(accepted).lower()}\n"
    clinic: Clinic = read_clinic(_write(tmp_path, text))
    if refused:
        with pytest.raises(SettingsError, match="3 entries .* signed by no clinician"):
            check_production(unsigned, clinic)
    else:
        check_production(unsigned, clinic)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("retention_days: 29", "retention_days"),
        ("text_from_hour: 24", "text_from_hour"),
        ("text_from_hour: 9\ntext_until_hour: 9", "must be later than text_from_hour"),
    ],
)
def test_hours_and_days_that_cannot_be(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason):
        read_clinic(_write(tmp_path, f"{CLINIC}{line}\n"))


def test_what_is_kept_for_how_long_has_a_default(tmp_path: Path) -> None:
    clinic = read_clinic(_write(tmp_path, CLINIC))
    assert clinic.retention_days >= 30 and clinic.text_from_hour < clinic.text_until_hour
