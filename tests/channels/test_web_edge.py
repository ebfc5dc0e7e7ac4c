"""Whose address counts, and what settings are taken."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from sanic.compat import Header

from bot.channels.web_edge import address, is_allowed
from bot.channels.web_settings import WebSettings, read_web_settings
from bot.errors import SettingsError

KEY = "AFTERCARE_WEB_KEY"


def _request(ip: str = "10.0.0.1", **headers: str) -> Any:
    return SimpleNamespace(ip=ip, headers=Header({name.replace("_", "-"): value for name, value in headers.items()}))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "192.0.2.1", "10.0.0.1"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.7, 192.0.2.1", "192.0.2.1"),
        (2, "198.51.100.7, 192.0.2.1, 10.0.0.9", "192.0.2.1"),
        (2, "192.0.2.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2::9", "2001:db8:1:2::/64"),
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
        (1, "[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
    ],
)
def test_whose_address_counts(proxies: int, forwarded: str, counted: str) -> None:
    assert address(_request(x_forwarded_for=forwarded), WebSettings(b"", proxies=proxies)) == counted


@pytest.mark.parametrize(
    ("proxies", "headers", "allowed"),
    [
        (0, {}, True),
        (0, {"origin": "https://chat.example", "host": "chat.example"}, True),
        (0, {"origin": "https://chat.example", "host": "inside:5005"}, False),
        (0, {"origin": "https://chat.example", "host": "inside:5005", "x_forwarded_host": "chat.example"}, False),
        (1, {"origin": "https://chat.example", "host": "inside:5005", "x_forwarded_host": "chat.example"}, True),
        (0, {"origin": "https://one.example", "host": "chat.example"}, True),
        (0, {"origin": "https://one.example.evil.example", "host": "chat.example"}, False),
        (0, {"origin": "null", "host": "chat.example"}, False),
        (0, {"origin": "null", "host": ""}, False),
        (0, {"origin": "https://", "host": ""}, False),
    ],
)
def test_whose_page_may(proxies: int, headers: dict[str, str], allowed: bool) -> None:
    known = WebSettings(b"", frozenset({"https://one.example"}), proxies)
    assert is_allowed(_request(**headers), known) is allowed


def test_settings_have_defaults_beside_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "k" * 32)
    assert read_web_settings() == WebSettings(b"k" * 32)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (KEY, ""),
        (KEY, "short"),
        ("AFTERCARE_ORIGINS", "hospital.example"),
        ("AFTERCARE_ORIGINS", "https://hospital.example/"),
        ("AFTERCARE_ORIGINS", "*"),
        ("AFTERCARE_ORIGINS", "https://*.hospital.example"),
        ("AFTERCARE_ORIGINS", "https://a.example; script-src *"),
        ("AFTERCARE_PROXIES", "-1"),
        ("AFTERCARE_PROXIES", "one"),
        ("AFTERCARE_ADDRESS_SESSIONS", "0"),
        ("AFTERCARE_SESSION_MESSAGES", "²"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(KEY, "k" * 32)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        read_web_settings()


@pytest.mark.parametrize(
    "value", ["https://a.example,http://b.example:8080", " https://A.example , http://b.example:8080,"]
)
def test_origins_are_a_list(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(KEY, "k" * 32)
    monkeypatch.setenv("AFTERCARE_ORIGINS", value)
    assert read_web_settings().origins == {"https://a.example", "http://b.example:8080"}
