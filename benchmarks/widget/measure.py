"""Load the widgets in a slowed-down Chromium, in turns, so that what else the machine does meets all alike."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from benchmarks.widget.throttled import FAST_3G, SLOW_3G, Network, slow_page, until_field

NETWORKS = (SLOW_3G, FAST_3G)
_QUESTION = "when can I take a shower?"


@dataclass
class Times:
    """Seconds of each round on one network."""

    ours: list[float] = field(default_factory=list)
    launcher: list[float] = field(default_factory=list)
    reply: list[float] = field(default_factory=list)
    deep_chat: list[float] = field(default_factory=list)

    def medians(self) -> dict[str, float]:
        """Return the median of whatever was measured."""
        return {name: statistics.median(seconds) for name, seconds in vars(self).items() if seconds}


@dataclass
class Loaded:
    """What was measured: times by network, and bytes of the widget's files over the wire."""

    times: dict[str, Times] = field(default_factory=lambda: defaultdict(Times))
    bytes_at_load: int = 0
    bytes_all: int = 0


def measure(browser: Browser, server: str, deep_chat: str | None, rounds: int) -> Loaded:
    """Measure ours, and deep-chat where there is an address of it."""
    loaded = Loaded()
    for _ in range(rounds):
        for network in NETWORKS:
            times = loaded.times[network.name]
            _launcher(browser, network, server, times, loaded)
            _page(browser, network, server, times)
            if deep_chat:
                with slow_page(browser, network) as (page, _wire):
                    times.deep_chat.append(until_field(page, deep_chat))
    return loaded


def _launcher(browser: Browser, network: Network, server: str, times: Times, loaded: Loaded) -> None:
    """Time the button of the demo page; count bytes with the chat closed, and after its first reply."""
    with slow_page(browser, network) as (page, wire):
        page.goto(server, wait_until="commit")
        launcher = page.locator("aftercare-chat [part~=launcher]")
        launcher.wait_for()
        times.launcher.append(float(page.evaluate("performance.now()")) / 1000)
        page.wait_for_load_state("networkidle")
        loaded.bytes_at_load = wire.of("/widget/")
        launcher.click()
        page.locator("aftercare-chat").get_by_role("textbox").fill(_QUESTION)
        page.keyboard.press("Enter")
        page.locator("aftercare-chat [part~=reply]").wait_for()
        loaded.bytes_all = wire.of("/widget/")


def _page(browser: Browser, network: Network, server: str, times: Times) -> None:
    """Time the full page until it takes text, and the first question until its reply is read."""
    with slow_page(browser, network) as (page, _):
        times.ours.append(until_field(page, f"{server}chat"))
        page.locator("aftercare-chat").get_by_role("textbox").fill(_QUESTION)
        started = time.perf_counter()
        page.keyboard.press("Enter")
        page.locator("aftercare-chat [part~=reply]").wait_for()
        times.reply.append(time.perf_counter() - started)
