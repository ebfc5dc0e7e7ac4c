"""What the browser sends to the server, seen on its way; held up, lost or answered otherwise where a test wants it."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, Request, Route

_MESSAGES = "**/webhooks/web/message"


class Posts:
    """Sees every message that a page sends."""

    def __init__(self, page: Page) -> None:
        self.sent: list[dict[str, Any]] = []
        page.on("request", self._note)

    @property
    def ids(self) -> list[str]:
        return [post["id"] for post in self.sent]

    def _note(self, request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/webhooks/web/message"):
            self.sent.append(json.loads(request.post_data or "{}"))


class Held:
    """Keeps messages on their way until they are let go."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._routes: list[Route] = []
        page.route(_MESSAGES, lambda route: self._routes.append(route))

    def let_go(self) -> None:
        """Send on what was kept, and keep nothing from now on."""
        for route in self._routes:
            route.continue_()
        self._page.unroute(_MESSAGES)


def forge_token_once(page: Page) -> None:
    """Send the next message under a token that the server never gave."""

    def forge(route: Route) -> None:
        route.continue_(headers={**route.request.headers, "authorization": "Bearer bm90.b3Vycw"})

    page.route(_MESSAGES, forge, times=1)


def refuse_once(page: Page, text: str, *, seconds: int) -> None:
    """Refuse the next message as the server does where too many came; its limits are too high for a test to reach."""

    def refuse(route: Route) -> None:
        body = {"error": "too_many", "text": text, "tier": "none", "alarm": None}
        route.fulfill(status=429, headers={"Retry-After": str(seconds)}, json=body)

    page.route(_MESSAGES, refuse, times=1)


def change_reply(page: Page, **changes: Any) -> None:
    """Put other values into the replies of the server; to be asked before the page is opened."""

    def change(route: Route) -> None:
        answered = route.fetch()
        body = answered.json()
        body["reply"] |= changes
        route.fulfill(response=answered, json=body)

    page.route(_MESSAGES, change)
    page.route("**/webhooks/web/changes*", lambda route: None)  # left waiting: the true reply would come this way
