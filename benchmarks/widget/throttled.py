"""Chromium with a slow processor and a slow network, as its own developer tools make them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page

CPU_TIMES_SLOWER = 4
#: Where the person types, in whatever shadow tree; noted once it can be seen and takes text.
_NOTE_FIELD = """
const field = (root) => {
  for (const element of root.querySelectorAll("*")) {
    const types = element.matches("textarea, input:not([type=hidden], [type=file]), [contenteditable=true]");
    if (types && !element.disabled && element.checkVisibility({visibilityProperty: true})) return element;
    const within = element.shadowRoot && field(element.shadowRoot);
    if (within) return within;
  }
};
window.fieldStands = new Promise((stands) => {
  const look = () => field(document) ? stands(performance.now()) : requestAnimationFrame(look);
  requestAnimationFrame(look);
});
"""


@dataclass(frozen=True)
class Network:
    """Bytes a second, and milliseconds to and fro, by the names that developer tools give."""

    name: str
    bytes_per_second: float
    latency_ms: float


SLOW_3G = Network("slow 3G", 50_000, 2_000)
FAST_3G = Network("fast 3G", 180_000, 562.5)


class Wire:
    """Count what comes over the wire to a page, headers included."""

    def __init__(self, session: CDPSession) -> None:
        self._urls: dict[str, str] = {}
        self.received: dict[str, int] = {}
        session.on("Network.responseReceived", lambda e: self._urls.update({e["requestId"]: e["response"]["url"]}))
        session.on("Network.loadingFinished", self._finished)

    def of(self, part: str) -> int:
        """Return the bytes received for addresses that hold this part."""
        return sum(size for url, size in self.received.items() if part in url)

    def _finished(self, event: dict[str, object]) -> None:
        url = self._urls.get(str(event["requestId"]), "")
        self.received[url] = self.received.get(url, 0) + int(float(str(event["encodedDataLength"])))


@contextmanager
def slow_page(browser: Browser, network: Network) -> Iterator[tuple[Page, Wire]]:
    """Open an empty page with nothing cached, slowed down."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.add_init_script(_NOTE_FIELD)
    session = context.new_cdp_session(page)
    wire = Wire(session)
    session.send("Network.enable")
    speed = {"downloadThroughput": network.bytes_per_second, "uploadThroughput": network.bytes_per_second}
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": network.latency_ms, **speed})
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_TIMES_SLOWER})
    yield page, wire
    context.close()


def until_field(page: Page, url: str) -> float:
    """Return the seconds from the first request until there is a field to type into."""
    page.goto(url, wait_until="commit")
    return float(page.evaluate("window.fieldStands")) / 1000
