"""WCAG 2.2 AA by axe-core, 7:1, 44 pixels and no sideways scrolling, on every state and every screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chat import LEGS, LIFT, LOST, PAT, SHOWER, WAITING, Chat
from tests.browser.conftest import Visit
from tests.browser.looks import CALM, DESK, EVERY_LOOK, FORCED, NARROW, PHONE, ZOOMED, Look
from tests.browser.measures import faults, pale, sideways, small_targets

pytestmark = pytest.mark.model


def _sound(chat: Chat, state: str) -> None:
    """Hold the state that the page is in to all that can be measured, and keep a picture of it."""
    chat.picture(state.replace(" ", "-"))
    found = faults(chat.page) + small_targets(chat.page) + sideways(chat.page)
    if chat.look != FORCED:  # there the colours are the person's own
        found += pale(chat.page)
    assert found == [], f"{state}, {chat.look.name}"


@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_every_state_is_sound(visit: Visit, look: Look):
    chat = visit(look)
    expect(chat.launcher).to_be_visible()
    _sound(chat, "closed")
    chat.open()
    _sound(chat, "open")
    chat.button("Menu").click()
    _sound(chat, "menu")
    chat.button("Start over").click()
    _sound(chat, "asked whether to start over")
    chat.button("No, keep it").click()
    reply = chat.ask(LIFT)
    reply.locator("summary").click()
    _sound(chat, "disagreement with sources")
    chat.watch.expect(LOST)
    chat.page.context.set_offline(True)
    chat.send(SHOWER)
    expect(chat.messages.last).to_contain_text(WAITING, use_inner_text=True)
    _sound(chat, "offline")
    chat.page.context.set_offline(False)
    expect(chat.replies).to_have_count(2)
    chat.ask(LEGS)
    _sound(chat, "escalation")
    chat.relay.cut()
    chat.send(SHOWER)
    expect(chat.messages.last).to_contain_text(WAITING, use_inner_text=True)
    _sound(chat, "error")


@pytest.mark.parametrize("look", (PHONE, DESK, NARROW, ZOOMED), ids=str)
def test_the_full_page_is_sound(visit: Visit, look: Look):
    chat = visit(look, "/chat")
    expect(chat.field).to_be_visible()
    _sound(chat, "full page")
    chat.ask(LEGS)
    _sound(chat, "full page with escalation")


@pytest.mark.parametrize("look", (NARROW, ZOOMED), ids=str)
def test_on_the_smallest_screen_all_can_be_read_and_typed(visit: Visit, look: Look):
    chat = visit(look).open()
    chat.ask(LIFT)
    chat.ask(LEGS)
    link = chat.card.get_by_role("link", name="Call 911").first
    for part in (link, chat.replies.first, chat.replies.last, chat.field):
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport()
    chat.picture("smallest")
    expect(chat.ask(SHOWER)).to_contain_text(PAT)


def test_forced_colours_keep_edges_and_focus(visit: Visit):
    chat = visit(FORCED).open()
    chat.ask(LEGS)
    for part in (chat.dialog, chat.field, chat.card, chat.card.get_by_role("link").first):
        assert part.evaluate("(e) => parseFloat(getComputedStyle(e).borderTopWidth) >= 1"), f"no edge: {part}"
    chat.picture("forced-colours")


def test_nothing_moves_for_those_who_asked_for_calm(visit: Visit):
    chat = visit(CALM).open()
    chat.send(LIFT)
    moving = "() => document.getAnimations().filter((a) => a.playState === 'running').length"
    assert chat.page.evaluate(moving) == 0
    expect(chat.replies).to_have_count(1)
    assert chat.page.evaluate(moving) == 0


def test_letters_are_large_and_grow_with_the_browsers_setting(visit: Visit):
    chat = visit().open()
    reply = chat.ask(SHOWER)
    size = "(e) => parseFloat(getComputedStyle(e).fontSize)"
    usual = reply.evaluate(size)
    assert usual >= 16
    # The page's own policy forbids style attributes in markup, not what a script sets.
    chat.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert reply.evaluate(size) >= 1.9 * usual
    assert sideways(chat.page) == []


def test_the_measures_find_what_they_are_for(browser: Browser):
    page = browser.new_page()
    page.set_content(
        """<main><p style="color: #666; background: #fff">pale</p><p style="color: #000; background: #fff">dark</p>
        <p style="background: linear-gradient(#000, #fff)">on a picture</p><button style="width: 43px; height: 60px">x</button>
        <div style="width: 3000px">wide</div><img src="data:,"></main>"""
    )
    assert [line.split(": ")[1] for line in pale(page)] == ["pale", "on a picture"]
    assert len(small_targets(page)) == 1
    assert any("HTML" in line for line in sideways(page))
    assert any(line.startswith("image-alt") for line in faults(page))
    page.close()
