"""The addresses beside the channels: is the process alive, can it answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.lean import spare_what_stays


class SiteChannel(InputChannel):
    """GET /healthz and /readyz."""

    @classmethod
    def name(cls) -> str:
        return "site"

    def url_prefix(self) -> str:
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes."""
        routes = Blueprint("aftercare_site")
        routes.listener("after_server_start")(_started)

        @routes.get("healthz")
        async def healthz(request: Request) -> HTTPResponse:
            return response.json({"status": "alive"})

        @routes.get("readyz")
        async def readyz(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            ready = agent is not None and agent.is_ready()
            return response.json({"status": "ready" if ready else "no model loaded"}, status=200 if ready else 503)

        return routes


async def _started(*_: Any) -> None:
    spare_what_stays()
