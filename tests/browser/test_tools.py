"""Print, copy, larger text, reading aloud, dictation."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.browser.chat import LEGS, LIFT, PAT, SHOWER, Chat
from tests.browser.conftest import Visit
from tests.browser.hospital import Hospital
from tests.browser.looks import DESK, PHONE, Look
from tests.browser.measures import sideways, small_targets

pytestmark = pytest.mark.model

# Headless Chromium has no voice, no printer and no microphone: what would reach them is noted.
_DEVICES = """
window.noted = [];
window.print = () => noted.push("printed");
speechSynthesis.speak = (words) => { noted.push(`${words.lang}: ${words.text}`); words.onstart?.(); };
speechSynthesis.cancel = () => noted.push("silent");
window.webkitSpeechRecognition = window.SpeechRecognition = class extends EventTarget {
  start() { noted.push("listening"); }
  stop() {}
  abort() {}
};
"""


def _with_devices(chat: Chat) -> None:
    chat.page.add_init_script(_DEVICES)


def _noted(chat: Chat) -> list[str]:
    return list(chat.page.evaluate("window.noted"))


def _tool(chat: Chat, name: str) -> Locator:
    """Return a tool, with the menu open that it is in."""
    if chat.button(name).is_hidden():
        chat.button("Menu").click()
    return chat.button(name)


def test_the_conversation_is_copied_with_who_said_what(visit: Visit):
    chat = visit(permissions=["clipboard-read", "clipboard-write"]).open()
    chat.ask(LIFT)
    _tool(chat, "Copy the talk").click()
    expect(chat.dialog).to_contain_text("Copied")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    for part in (LIFT, "Memorial Hermann", "six weeks", "UK HealthCare"):
        assert part in copied


def test_the_print_holds_the_conversation_and_nothing_to_press(visit: Visit):
    chat = visit(before=_with_devices).open()
    for question in (LIFT, SHOWER, "what are the risks?", LEGS):
        chat.ask(question)
    _tool(chat, "Print").click()
    assert "printed" in _noted(chat)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(chat.page.pdf())).pages).split())
    for part in (LIFT, "six weeks", SHOWER, PAT, "Call 911 now"):
        assert part in text, part
    chat.page.emulate_media(media="print")
    expect(chat.field).to_be_hidden()
    chat.page.emulate_media(media="screen")
    expect(chat.field).to_be_visible()


@pytest.mark.parametrize("look", (PHONE, DESK), ids=str)
def test_text_grows_and_stays_grown(visit: Visit, look: Look):
    chat = visit(look).open()
    reply = chat.ask(SHOWER)
    size = "(e) => parseFloat(getComputedStyle(e).fontSize)"
    before = reply.evaluate(size)
    _tool(chat, "Larger text").click()
    assert chat.replies.last.evaluate(size) >= 1.2 * before
    chat.reload()
    chat.ask(LEGS)
    assert chat.replies.last.evaluate(size) >= 1.2 * before
    assert sideways(chat.page) + small_targets(chat.page) == []
    expect(chat.replies.last.get_by_role("link", name="911").first).to_be_in_viewport()
    chat.picture("larger")


def test_a_reply_is_read_aloud_when_asked_and_not_before(visit: Visit):
    chat = visit(before=_with_devices).open()
    reply = chat.ask(SHOWER)
    assert not any(PAT in line for line in _noted(chat))
    reply.get_by_role("button", name="Read aloud").click()
    assert any(line.startswith("en") and PAT in line for line in _noted(chat))


def test_starting_over_forgets_the_talk_here_and_opens_another(visit: Visit):
    chat = visit().open()
    chat.ask(LIFT)
    _tool(chat, "Start over").click()
    chat.button("Yes, start over").click()
    expect(chat.replies).to_have_count(0)
    expect(chat.log).not_to_contain_text(LIFT)
    chat.ask(SHOWER)
    chat.reload()
    expect(chat.messages).to_have_count(1)


def test_an_open_alarm_is_not_started_over(visit: Visit):
    chat = visit().open()
    chat.ask(LEGS)
    _tool(chat, "Start over").click()
    expect(chat.dialog).to_contain_text("Please call first")
    expect(chat.card).to_be_visible()
    expect(chat.replies).to_have_count(1)


def test_there_is_no_dictation_unless_the_page_asks_for_it(visit: Visit):
    chat = visit(before=_with_devices).open()
    expect(chat.field).to_be_visible()
    expect(chat.button("Dictate")).to_have_count(0)


def test_dictation_says_first_that_speech_may_leave_the_device(visit: Visit, hospital: Hospital):
    chat = visit(before=_with_devices)
    chat.page.goto(hospital.page(chat.relay.origin, attributes='dictation="on"'))
    chat.open()
    chat.button("Dictate").click()
    assert "listening" not in _noted(chat)
    expect(chat.dialog).to_contain_text("to the company that made it")
