"""No network, no server, a slow server, a page left in the middle: nothing is lost, nothing is said twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat import LEGS, LIFT, LOST, PAT, SHOWER, WAITING, Chat
from tests.browser.conftest import Visit
from tests.browser.looks import DESK, PHONE, Look
from tests.browser.posts import Held, Posts, forge_token_once, refuse_once

pytestmark = pytest.mark.model


@pytest.mark.parametrize("look", (PHONE, DESK), ids=str)
def test_offline_a_message_waits_and_is_sent_once(visit: Visit, look: Look):
    chat = visit(look).open()
    chat.ask(LIFT)
    posts = Posts(chat.page)
    chat.watch.expect(LOST)
    chat.page.context.set_offline(True)
    chat.send(SHOWER)
    expect(chat.messages.last.get_by_text(WAITING)).to_be_in_viewport()
    expect(chat.dialog).to_contain_text("911")
    chat.page.context.set_offline(False)
    expect(chat.replies).to_have_count(2)
    expect(chat.messages.last).not_to_contain_text(WAITING, use_inner_text=True)
    assert len(set(posts.ids)) == 1
    _only_turns(chat, [LIFT, SHOWER])


def test_what_waits_is_sent_after_a_reload_in_its_order(visit: Visit):
    chat = visit().open()
    chat.ask(LIFT)
    chat.watch.expect(LOST)
    chat.relay.mute = True
    chat.send(SHOWER)
    chat.send("what is the cement made of?")
    chat.relay.mute = False
    chat.reload()
    expect(chat.replies).to_have_count(3)
    _only_turns(chat, [LIFT, SHOWER, "what is the cement made of?"])


def test_a_warning_sign_typed_offline_shows_the_numbers_at_once(visit: Visit):
    chat = visit(PHONE).open()
    chat.watch.expect(LOST)
    chat.page.context.set_offline(True)
    chat.send(LEGS)
    expect(chat.card.locator("a[href='tel:911']")).to_be_in_viewport(ratio=1)
    chat.page.context.set_offline(False)
    expect(chat.replies.last).to_contain_text("Call 911 now")


@pytest.mark.parametrize("look", (PHONE, DESK), ids=str)
def test_with_the_server_down_the_numbers_stand_and_the_message_is_kept(visit: Visit, look: Look):
    chat = visit(look).open()
    chat.ask(LIFT)
    chat.watch.expect(LOST)
    chat.relay.cut()
    chat.send(SHOWER)
    expect(chat.card.locator("a[href='tel:911']")).to_be_in_viewport(ratio=1)
    expect(chat.card).to_contain_text("555-0100")
    expect(chat.messages.last.get_by_text(WAITING)).to_be_in_viewport()
    chat.relay.mend()
    expect(chat.replies).to_have_count(2, timeout=15_000)
    expect(chat.card).to_be_hidden()
    _only_turns(chat, [LIFT, SHOWER])


def test_a_server_that_was_never_there_leaves_the_numbers(visit: Visit):
    chat = visit(PHONE)
    expect(chat.launcher).to_be_visible()
    chat.watch.expect(LOST)
    chat.relay.cut()
    chat.launcher.click()
    chat.send(SHOWER)
    expect(chat.card.locator("a[href='tel:911']")).to_be_in_viewport(ratio=1)
    expect(chat.messages.last).to_contain_text(SHOWER)


def test_a_slow_reply_is_waited_for_and_then_excused(visit: Visit):
    chat = visit(PHONE, before=lambda chat: chat.page.clock.install())
    chat.open()
    chat.ask(LIFT)
    held = Held(chat.page)
    chat.send(SHOWER)
    chat.page.clock.fast_forward(3_000)
    expect(chat.log.locator("[part~=typing]")).to_be_visible()
    chat.picture("typing")
    chat.page.clock.fast_forward(13_000)
    expect(chat.dialog).to_contain_text("Sorry")
    expect(chat.dialog.locator("a[href='tel:911']").first).to_be_visible()
    expect(chat.dialog).to_contain_text("555-0100")
    chat.picture("slow")
    held.let_go()
    expect(chat.replies.last).to_contain_text(PAT)
    expect(chat.log.locator("[part~=typing]")).to_be_hidden()


def test_a_reply_that_was_lost_is_fetched_and_the_turn_taken_once(visit: Visit):
    chat = visit().open()
    chat.ask(LIFT)
    chat.watch.expect(LOST)
    posts = Posts(chat.page)
    chat.relay.mute = True
    chat.send(SHOWER)
    expect(chat.card).to_be_visible()
    chat.relay.mute = False
    expect(chat.replies).to_have_count(2, timeout=15_000)
    assert len(set(posts.ids)) == 1
    _only_turns(chat, [LIFT, SHOWER])


def test_a_reload_in_mid_reply_loses_nothing(visit: Visit):
    chat = visit().open()
    chat.ask(LIFT)
    chat.watch.expect(LOST)
    chat.relay.mute = True
    chat.send(SHOWER)
    assert chat.relay.lost.wait(10), "the message did not reach the server"
    chat.relay.mute = False
    chat.reload()
    expect(chat.replies).to_have_count(2)
    _only_turns(chat, [LIFT, SHOWER])


def test_a_token_that_no_longer_holds_is_changed_without_a_word(visit: Visit):
    chat = visit().open()
    chat.ask(LIFT)
    chat.watch.expect("status of 401")
    forge_token_once(chat.page)
    expect(chat.ask(SHOWER)).to_contain_text(PAT)
    _only_turns(chat, [LIFT, SHOWER])


def test_too_many_messages_are_refused_kindly_and_sent_later(visit: Visit):
    chat = visit().open()
    chat.watch.expect("status of 429")
    refuse_once(chat.page, "You sent many messages in a short time. If this is an emergency, call 911 now.", seconds=3)
    chat.send(SHOWER)
    expect(chat.dialog).to_contain_text("many messages in a short time")
    expect(chat.replies).to_have_count(1, timeout=20_000)
    _only_turns(chat, [SHOWER])


def test_a_warning_sign_in_a_refused_message_still_pins_the_card(visit: Visit):
    chat = visit().open()
    chat.watch.expect("status of 4(13|29)")
    chat.field.fill("so anyway " * 420 + LEGS)
    chat.field.press("Enter")
    expect(chat.dialog).to_contain_text("too long")
    expect(chat.card.locator("a[href='tel:911']")).to_be_in_viewport(ratio=1)


def test_a_browser_that_keeps_nothing_still_talks(visit: Visit):
    shut = "Object.defineProperty(window, '%s', {get() { throw new DOMException('shut', 'SecurityError'); }});"
    script = shut % "localStorage" + shut % "sessionStorage"
    chat = visit(before=lambda chat: chat.page.add_init_script(script)).open()
    chat.ask(SHOWER)
    chat.ask(LEGS)
    expect(chat.card.locator("a[href='tel:911']")).to_be_in_viewport(ratio=1)


def test_a_browser_without_scripts_gets_the_number(visit: Visit):
    chat = visit(path="/chat", java_script_enabled=False)
    expect(chat.page.get_by_role("link", name="911")).to_be_visible()


def _only_turns(chat: Chat, texts: list[str]) -> None:
    """Hold what the server knows of the conversation to these messages, each with its reply, in this order."""
    with chat.page.expect_response("**/webhooks/web/history") as answered:
        chat.reload()
    known = answered.value.json()["messages"]
    assert [(message["text"], message["reply"] is not None) for message in known] == [(text, True) for text in texts]
