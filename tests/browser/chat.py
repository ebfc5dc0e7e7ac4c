"""The chat as a person meets it: found by role and name, used by clicking and typing."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.looks import Look
from tests.browser.relay import Relay
from tests.browser.watch import Watch

#: Pictures are for people to look at; CI keeps them too.
_FOLDERS = [Path("results"), *([Path(os.environ["CI_ARTIFACTS"])] if os.environ.get("CI_ARTIFACTS") else [])]

LIFT = "how long until I can lift?"
SHOWER = "when can I take a shower?"
#: Of the reply to SHOWER alone.
PAT = "pat the cut gently"
LEGS = "my mom cant feel her legs"
#: What the card's button says that ends an emergency.
REACHED = "I called 911 and talked to them"
#: What stands under a message that could not be sent.
WAITING = "Waiting to be sent"
#: What the console says when there is no way to the server.
LOST = "net::ERR_"


@dataclass(frozen=True)
class Chat:
    """One page of one visitor, their line to the server, and what goes wrong on it."""

    page: Page
    relay: Relay
    watch: Watch
    look: Look

    @property
    def host(self) -> Locator:
        return self.page.locator("aftercare-chat")

    @property
    def launcher(self) -> Locator:
        return self.host.locator("[part~=launcher]")

    @property
    def dialog(self) -> Locator:
        return self.host.get_by_role("dialog")

    @property
    def log(self) -> Locator:
        return self.host.locator("[part~=log]")

    @property
    def card(self) -> Locator:
        """The emergency card."""
        return self.host.locator("[part~=card]")

    @property
    def field(self) -> Locator:
        return self.host.get_by_role("textbox")

    @property
    def replies(self) -> Locator:
        return self.log.locator("[part~=reply]")

    @property
    def messages(self) -> Locator:
        """What the person wrote."""
        return self.log.locator("[part~=message]")

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.host.get_by_role("button", name=name)

    def open(self) -> Chat:
        self.launcher.click()
        expect(self.field).to_be_focused()
        return self

    def reload(self) -> None:
        """Load the page anew, and open the chat unless an alarm has opened it already."""
        self.page.reload()
        self.come_back()

    def come_back(self) -> None:
        """Open the chat unless it is open."""
        expect(self.launcher.or_(self.field).filter(visible=True)).to_be_visible()
        if self.field.is_hidden():
            self.launcher.click()

    def send(self, text: str) -> None:
        """Type and send, without waiting for the reply."""
        self.field.fill(text)
        self.field.press("Enter")
        expect(self.field).to_have_value("")

    def ask(self, text: str) -> Locator:
        """Send, wait for the reply and return it."""
        before = self.replies.count()
        self.send(text)
        expect(self.replies).to_have_count(before + 1)
        return self.replies.last

    def another_tab(self) -> Chat:
        """Open the same page beside the first."""
        page = self.page.context.new_page()
        page.goto(self.page.url)
        return Chat(page, self.relay, self.watch, self.look)

    def picture(self, name: str) -> None:
        """Keep what the person sees now."""
        for folder in _FOLDERS:
            self.page.screenshot(path=folder / "screenshots" / f"{name}-{self.look.name}.png", animations="disabled")
