"""Settings of the web channel from the environment, each fault one clear line."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.errors import SettingsError

KEY = "AFTERCARE_WEB_KEY"
_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


@dataclass(frozen=True)
class WebSettings:
    """Whose pages may hold the chat, who stands before the server, how much one person may send."""

    key: bytes
    origins: frozenset[str] = frozenset()
    proxies: int = 0
    session_messages: int = 12  # a minute, in bursts of half of it
    address_messages: int = 60  # a minute
    address_sessions: int = 20  # an hour


def read_web_settings(environ: Mapping[str, str] = os.environ) -> WebSettings:
    """Read an environment; SettingsError where a value is missing or makes no sense."""
    key = environ.get(KEY, "")
    if len(key) < 32:
        raise SettingsError(f"{KEY} must be set to a random text of 32 characters or more.")
    return WebSettings(
        key=key.encode(),
        origins=read_origins(environ),
        proxies=_number(environ, "AFTERCARE_PROXIES", 0, least=0, most=9),
        session_messages=_number(environ, "AFTERCARE_SESSION_MESSAGES", 12),
        address_messages=_number(environ, "AFTERCARE_ADDRESS_MESSAGES", 60),
        address_sessions=_number(environ, "AFTERCARE_ADDRESS_SESSIONS", 20),
    )


def read_origins(environ: Mapping[str, str] = os.environ) -> frozenset[str]:
    """Return the origins of AFTERCARE_ORIGINS, in lower case."""
    listed = [origin.strip() for origin in environ.get("AFTERCARE_ORIGINS", "").split(",") if origin.strip()]
    for origin in listed:
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f"AFTERCARE_ORIGINS names '{origin}'; write origins as https://www.example.org, separated by commas."
            )
    return frozenset(origin.lower() for origin in listed)


def _number(environ: Mapping[str, str], name: str, default: int, *, least: int = 1, most: int = 1_000_000) -> int:
    text = environ.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise SettingsError(f"{name} is '{text}'; set it to a number from {least} to {most}.")
    return int(text)
