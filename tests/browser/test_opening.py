"""The launcher, the dialog, and where the focus is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat import PAT, SHOWER
from tests.browser.conftest import Visit
from tests.browser.looks import DESK, PHONE, Look

pytestmark = pytest.mark.model


@pytest.mark.parametrize("look", (PHONE, DESK), ids=str)
def test_the_dialog_opens_with_the_focus_in_it_and_gives_it_back(visit: Visit, look: Look):
    chat = visit(look)
    expect(chat.dialog).to_be_hidden()
    chat.open()
    expect(chat.dialog).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.dialog).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_it_fills_a_phone_and_leaves_a_desk_its_page(visit: Visit):
    for look, whole in ((PHONE, True), (DESK, False)):
        box = visit(look).open().dialog.bounding_box()
        assert box is not None
        assert (box["width"] >= look.width - 1 and box["height"] >= look.height - 1) is whole


def test_the_full_page_needs_no_launcher(visit: Visit):
    chat = visit(path="/chat")
    expect(chat.field).to_be_visible()
    expect(chat.launcher).to_be_hidden()
    expect(chat.ask(SHOWER)).to_contain_text(PAT)


def test_an_element_that_the_page_holds_already_stays_the_only_one(visit: Visit):
    chat = visit(path="/chat")
    expect(chat.field).to_be_visible()
    expect(chat.host).to_have_count(1)


def test_nothing_is_asked_of_the_server_until_it_is_opened(visit: Visit):
    asked: list[str] = []
    chat = visit(before=lambda chat: chat.page.on("request", lambda r: asked.append(r.url)))
    expect(chat.launcher).to_be_visible()
    assert [url for url in asked if "/webhooks/" in url] == []


def test_the_emergency_number_stands_before_anything_is_typed(visit: Visit):
    chat = visit().open()
    expect(chat.dialog).to_contain_text("911")
    expect(chat.dialog).to_contain_text("not a doctor")
