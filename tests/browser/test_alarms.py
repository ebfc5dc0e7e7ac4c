"""The card that cannot be missed, and when it goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat import LEGS, LOST, REACHED, SHOWER, Chat
from tests.browser.conftest import Visit
from tests.browser.looks import ASIDE, DESK, PHONE, TYPING, ZOOMED, Look

pytestmark = pytest.mark.model


def _call(chat: Chat, scheme: str) -> Locator:
    return chat.card.locator(f"a[href='{scheme}']")


@pytest.mark.parametrize("look", (PHONE, DESK), ids=str)
def test_a_warning_sign_pins_the_card_with_a_number_to_touch(visit: Visit, look: Look):
    chat = visit(look).open()
    expect(chat.ask(LEGS)).to_contain_text("Call 911 now")
    expect(_call(chat, "tel:911")).to_have_text("Call 911")
    expect(_call(chat, "tel:911")).to_be_in_viewport(ratio=1)
    chat.picture("emergency")


def test_every_tier_has_its_numbers(visit: Visit):
    crisis = visit(PHONE).open()
    crisis.ask("I want to end my life")
    expect(_call(crisis, "tel:988")).to_be_in_viewport(ratio=1)
    expect(_call(crisis, "sms:988")).to_be_in_viewport(ratio=1)
    expect(_call(crisis, "tel:911")).to_be_visible()
    crisis.picture("crisis")
    provider = visit(PHONE).open()
    provider.ask("I have had a fever since last night")
    expect(_call(provider, "tel:5550100")).to_be_in_viewport(ratio=1)
    expect(_call(provider, "tel:5550199")).to_be_in_viewport(ratio=1)
    expect(_call(provider, "tel:911")).to_be_visible()
    provider.picture("provider")


@pytest.mark.parametrize("look", (PHONE, DESK, TYPING, ASIDE, ZOOMED), ids=str)
def test_it_stays_through_other_talk_scrolling_closing_and_reloading(visit: Visit, look: Look):
    chat = visit(look).open()
    chat.ask(LEGS)
    chat.ask(SHOWER)
    chat.ask("never mind")
    for reply in (chat.replies.first, chat.replies.last):
        reply.scroll_into_view_if_needed()
        expect(_call(chat, "tel:911")).to_be_in_viewport(ratio=1)
    chat.picture("pinned")
    chat.page.keyboard.press("Escape")
    expect(chat.dialog).to_be_hidden()
    chat.launcher.click()
    expect(_call(chat, "tel:911")).to_be_in_viewport(ratio=1)
    chat.reload()
    expect(_call(chat, "tel:911")).to_be_in_viewport(ratio=1)


def test_it_goes_when_the_person_has_reached_someone_and_stays_gone(visit: Visit):
    chat = visit(PHONE).open()
    chat.ask(LEGS)
    chat.card.get_by_role("button", name=REACHED).click()
    expect(chat.card).to_be_hidden()
    expect(chat.replies).to_have_count(2)
    chat.reload()
    expect(chat.replies).to_have_count(2)
    expect(chat.card).to_be_hidden()


def test_it_stands_after_a_reload_with_no_server(visit: Visit):
    chat = visit(PHONE).open()
    chat.ask(LEGS)
    chat.watch.expect(LOST)
    chat.page.route("**/webhooks/**", lambda route: route.abort("connectionrefused"))
    chat.reload()
    expect(_call(chat, "tel:911")).to_be_in_viewport(ratio=1)
