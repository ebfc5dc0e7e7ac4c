"""Nothing may go wrong unseen: violations of the page's policy, errors in the console, errors of scripts, dialogs."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page

#: Chromium says it in the console too, but not for every kind and not in the same words.
_REPORT = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI} ${event.sample}`));
"""


class Watch:
    """Collects what went wrong on the pages of one visitor."""

    def __init__(self, context: BrowserContext) -> None:
        self.wrong: list[str] = []
        self._expected: list[str] = []
        context.add_init_script(_REPORT)
        context.on("page", self._look_at)

    def expect(self, pattern: str) -> None:
        """Let messages that match pass from now on: a lost connection is an error in the console too."""
        self._expected.append(pattern)

    def _look_at(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"error of a script: {error}"))
        page.on("dialog", self._dialog)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(re.search(p, message.text) for p in self._expected):
            self.wrong.append(f"{message.text} ({message.location.get('url')})")

    def _dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"a dialog of the browser: {dialog.message}")
        dialog.dismiss()
