"""The environment of Rasa's processes: secrets, ports, quiet."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.commands.environment import SECRETS, environment, port
from bot.errors import SettingsError
from tests.conftest import free_port

KEY = "AFTERCARE_PSEUDONYM_KEY"


@pytest.fixture(autouse=True)
def _clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (*SECRETS, "AFTERCARE_ENV", "PORT", "ACTION_PORT", "RASA_TELEMETRY_ENABLED"):
        monkeypatch.delenv(name, raising=False)


def test_development_makes_a_secret_once(tmp_path: Path) -> None:
    secret = environment()[KEY]
    assert len(secret) >= 32
    assert environment()[KEY] == secret
    file = tmp_path / "var" / "secrets" / KEY
    assert file.read_text(encoding="utf-8") == secret
    assert file.stat().st_mode & 0o077 == 0


def test_a_secret_that_is_set_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, "s" * 40)
    assert {environment()[name] for name in SECRETS} == {"s" * 40}
    assert not (tmp_path / "var").exists()


def test_a_secret_set_to_nothing_is_generated_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "")
    secret = environment()[KEY]
    assert len(secret) >= 32
    assert (tmp_path / "var" / "secrets" / KEY).read_text(encoding="utf-8") == secret


@pytest.mark.parametrize("value", [None, ""])
def test_production_refuses_to_start_without_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.setenv("AFTERCARE_ENV", "production")
    if value is not None:
        monkeypatch.setenv(KEY, value)
    with pytest.raises(SettingsError, match=f"{KEY} is not set"):
        environment()
    assert not (tmp_path / "var").exists()


def test_what_is_set_wins_over_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment()["RASA_TELEMETRY_ENABLED"] == "false"
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "true")
    assert environment()["RASA_TELEMETRY_ENABLED"] == "true"
    assert environment(RASA_TELEMETRY_ENABLED="maybe")["RASA_TELEMETRY_ENABLED"] == "maybe"
    assert environment()["ACTION_PORT"] == "5055"


def test_a_free_port_is_taken() -> None:
    free = free_port()
    assert port("PORT", free) == free


def test_the_environments_port_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    free = free_port()
    monkeypatch.setenv("PORT", str(free))
    assert port("PORT", 5005) == free


@pytest.mark.parametrize("value", ["", "http", "-1", "0", "65536", "50 05", "5005.0"])
def test_what_is_no_port_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(SettingsError, match="PORT is .*; set it to a number from 1 to 65535"):
        port("PORT", 5005)


def test_a_taken_port_is_one_clear_line() -> None:
    with socket.socket() as server:
        server.bind(("0.0.0.0", 0))
        server.listen()
        taken = server.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {taken} is taken"):
            port("PORT", taken)
