"""One browser for the suite, one server for the session; every visitor has a context and a line of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chat import Chat
from tests.browser.hospital import ALLOWED, FOREIGN, Hospital
from tests.browser.looks import DESK, Look
from tests.browser.relay import Relay
from tests.browser.watch import Watch
from tests.conftest import Server

_MISSING = "Chromium is missing: apt-get install chromium (or CHROMIUM=/path/to/chrome)"
#: An assertion of Playwright's own waits so long at most; a condition that holds costs no wait.
_PATIENCE_MS = 8_000


class Visit(Protocol):
    """Opens a page as a new visitor."""

    def __call__(
        self, look: Look = ..., path: str = ..., *, before: Callable[[Chat], object] = ..., **context: Any
    ) -> Chat: ...


def chromium() -> str:
    """Return the path of Chromium; without one skip, or fail in CI."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(_MISSING)
    return found


def pytest_runtest_setup() -> None:
    """Ask before the server is started; said from one place, it is one line for the whole suite."""
    chromium()


@pytest.fixture(scope="package")
def hospital() -> Iterator[Hospital]:
    """Pages of a hospital, elsewhere than the server."""
    with Hospital() as pages:
        yield pages


# Playwright's sync API keeps an event loop running in this thread for as long as it lives, so it must end with
# this package: later tests of the session run loops of their own.
@pytest.fixture(scope="package")
def browser(hospital: Hospital) -> Iterator[Browser]:
    """Chromium itself; the hospitals' names lead to this machine."""
    names = ",".join(f"MAP {name.removeprefix('http://')}:80 127.0.0.1:{hospital.port}" for name in (ALLOWED, FOREIGN))
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-software-rasterizer", f"--host-resolver-rules={names}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    """Return what opens a page as a new visitor; at the end nothing may have gone wrong on any page."""
    visits: list[tuple[Relay, Chat, Watch]] = []

    def start(
        look: Look = DESK, path: str = "/", *, before: Callable[[Chat], object] | None = None, **context: Any
    ) -> Chat:
        relay = Relay(server.port)
        own = browser.new_context(base_url=relay.origin, **{"locale": "en-US", **look.context(), **context})
        own.set_default_timeout(_PATIENCE_MS)
        watch = Watch(own)
        chat = Chat(own.new_page(), relay, watch, look)
        visits.append((relay, chat, watch))
        if before:
            before(chat)
        chat.page.goto(path)
        return chat

    yield start
    for relay, chat, _ in visits:
        chat.page.context.close()
        relay.cut()
    assert [problem for *_, watch in visits for problem in watch.wrong] == []
