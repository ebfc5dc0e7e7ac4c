"""Enrolment by the hospital's system: POST /sms/enrolments, closed unless a key is set."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import os
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from functools import lru_cache
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.enrolment_entry import EntryError, read_entry
from bot.errors import SettingsError
from bot.stores.database import open_database
from bot.stores.people import enrol
from bot.stores.phones import hash_key
from bot.stores.sealed import check_keys

logger = logging.getLogger(__name__)

KEY = "AFTERCARE_ENROLMENT_KEY"
MOST_ENTRIES = 500
_MOST_BYTES = 512 * 1024
_SHORTEST_KEY = 32


class EnrolmentChannel(InputChannel):
    """POST /sms/enrolments with `Authorization: Bearer KEY` and one enrolment or a list of them."""

    @classmethod
    def name(cls) -> str:
        return "enrolment"

    def url_prefix(self) -> str:
        return "/sms"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the route; a key that is missing or too short where one is needed stops the start."""
        key = _key()
        routes = Blueprint("aftercare_enrolment")
        engine = lru_cache(maxsize=1)(open_database)

        @routes.post("/enrolments")
        async def receive(request: Request) -> HTTPResponse:
            if not key:
                return response.json({"error": "closed"}, status=404)
            if not _is_authorised(request.headers.get("Authorization", ""), key):
                return response.json({"error": "key"}, status=401, headers={"WWW-Authenticate": "Bearer"})
            entries = _entries(request.body)
            if isinstance(entries, str):
                return response.json({"error": entries}, status=413 if entries == "too_long" else 400)
            results = await asyncio.to_thread(lambda: enrol_all(engine(), entries))
            refused = any("error" in result for result in results)
            return response.json({"results": results}, status=422 if refused else 200)

        return routes


def _key() -> str:
    """Return the bearer's key, empty where the address is closed."""
    key = os.environ.get(KEY, "")
    if key:
        if len(key) < _SHORTEST_KEY:
            raise SettingsError(f"{KEY} must be a random text of {_SHORTEST_KEY} characters or more.")
        hash_key()
        check_keys()
    return key


def enrol_all(engine: Any, entries: list[Any]) -> list[dict[str, Any]]:
    """Keep each entry that is sound; return what became of each, by its place in the list."""
    results = [{"index": index, **_enrol_one(engine, entry)} for index, entry in enumerate(entries)]
    outcomes = [str(result.get("outcome", "refused")) for result in results]
    counts = {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}
    logger.info("Enrolments: %s", ", ".join(f"{count} {outcome}" for outcome, count in counts.items()))
    return results


def _enrol_one(engine: Any, entry: object) -> dict[str, str]:
    try:
        enrolment = read_entry(entry)
    except EntryError as error:
        return {"error": str(error)}
    with engine.begin() as connection:
        return {"outcome": enrol(connection, enrolment, at=datetime.now(timezone.utc))}


def _is_authorised(header: str, key: str) -> bool:
    """Compare in a time that tells nothing of how much of the key was right."""
    scheme, _, given = header.partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode("utf-8", "replace"), key.encode())


def _entries(body: bytes) -> list[Any] | str:
    """Return the entries of a body, or why there are none."""
    if len(body) > _MOST_BYTES:
        return "too_long"
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return "malformed"
    entries = content if isinstance(content, list) else [content]
    if not entries:
        return "malformed"
    return entries if len(entries) <= MOST_ENTRIES else "too_long"
