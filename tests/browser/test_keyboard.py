"""The keyboard alone, from end to end."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat import LEGS, REACHED, SHOWER, Chat
from tests.browser.conftest import Visit

pytestmark = pytest.mark.model

_STEPS = 40
_OUTLINE = """(element) => {
  const style = getComputedStyle(element);
  return parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
}"""


def _tab_to(chat: Chat, target: Locator, key: str = "Tab") -> None:
    """Go on with the Tab key until the focus is on the target, and see that it shows."""
    for _ in range(_STEPS):
        if target.evaluate("(e) => e.getRootNode().activeElement === e"):
            assert target.evaluate(_OUTLINE), "the focus does not show"
            return
        chat.page.keyboard.press(key)
    raise AssertionError(f"{_STEPS} steps of the Tab key do not lead to {target}")


def test_from_end_to_end(visit: Visit):
    chat = visit()
    keys = chat.page.keyboard
    _tab_to(chat, chat.launcher)
    keys.press("Enter")
    expect(chat.field).to_be_focused()
    keys.type(SHOWER)
    keys.press("Enter")
    expect(chat.replies).to_have_count(1)
    expect(chat.field).to_be_focused()
    _tab_to(chat, chat.replies.last.locator("summary"), "Shift+Tab")
    keys.press("Enter")
    expect(chat.replies.last.locator("details").get_by_text("OncoLink")).to_be_visible()
    _tab_to(chat, chat.button("Who says so?"))
    keys.press("Enter")
    expect(chat.replies).to_have_count(2)
    _tab_to(chat, chat.field)
    keys.type(LEGS)
    keys.press("Enter")
    expect(chat.replies).to_have_count(3)
    _tab_to(chat, chat.card.get_by_role("link", name="Call 911"), "Shift+Tab")
    _tab_to(chat, chat.card.get_by_role("button", name=REACHED))
    keys.press("Enter")
    expect(chat.card).to_be_hidden()
    assert chat.host.evaluate("(e) => e.shadowRoot.activeElement !== null"), "the focus went with the card"
    keys.press("Escape")
    expect(chat.dialog).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_a_line_is_broken_with_shift_and_enter(visit: Visit):
    chat = visit().open()
    chat.page.keyboard.type("one")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("two")
    expect(chat.field).to_have_value("one\ntwo")
    expect(chat.messages).to_have_count(0)


def test_the_long_conversation_scrolls_by_keys(visit: Visit):
    chat = visit().open()
    for question in (SHOWER, "how long until I can lift?", "what are the risks?", "what is the cement made of?"):
        chat.ask(question)
    scroller = chat.log.evaluate_handle(
        "(e) => { while (e && e.scrollHeight <= e.clientHeight + 1) e = e.parentElement; return e; }"
    )
    assert scroller.as_element(), "the conversation does not scroll: make it longer"
    assert scroller.evaluate("(e) => e.tabIndex === 0"), "the keyboard does not reach what scrolls"


def test_the_focus_stays_in_a_full_screen_dialog(visit: Visit):
    chat = visit().open()
    if chat.dialog.get_attribute("aria-modal") != "true":
        return  # beside the page, the page may be reached
    for _ in range(_STEPS):
        chat.page.keyboard.press("Tab")
        assert chat.page.evaluate("document.activeElement?.localName") == "aftercare-chat"
