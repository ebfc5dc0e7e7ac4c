"""Only what is new is read aloud, once: politely, an escalation at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.announced import heard, listen
from tests.browser.chat import LEGS, LIFT, LOST, PAT, SHOWER, WAITING, Chat
from tests.browser.conftest import Visit
from tests.browser.posts import Held

pytestmark = pytest.mark.model


def _said(chat: Chat, part: str) -> list[str]:
    """Return how the announcements were made that hold these words."""
    return [said.how for said in heard(chat.page) if part in said.text]


def test_an_answer_is_said_once_and_politely(visit: Visit):
    chat = visit().open()
    chat.ask(LIFT)
    listen(chat.page)
    chat.ask(SHOWER)
    assert _said(chat, PAT) == ["polite"]
    assert _said(chat, "six weeks") == [], "an old reply was said again"
    assert _said(chat, SHOWER) == [], "the person's own words were read back"


def test_both_sides_of_a_disagreement_are_said(visit: Visit):
    chat = visit().open()
    listen(chat.page)
    chat.ask(LIFT)
    assert _said(chat, "six weeks") == ["polite"]
    assert _said(chat, "first day") == ["polite"]


def test_an_escalation_is_said_once_and_at_once(visit: Visit):
    chat = visit().open()
    listen(chat.page)
    chat.ask(LEGS)
    assert _said(chat, "Call 911 now") == ["assertive"]
    listen(chat.page)
    chat.ask(SHOWER)
    assert "assertive" not in [said.how for said in heard(chat.page)], "the pinned card was said again"


def test_an_old_conversation_is_not_read_out_after_a_reload(visit: Visit):
    chat = visit().open()
    chat.ask(LIFT)
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    listen(chat.page)
    chat.open()
    expect(chat.replies).to_have_count(1)
    assert _said(chat, "six weeks") == []


def test_losing_and_finding_the_network_is_said_once_each(visit: Visit):
    chat = visit().open()
    chat.ask(LIFT)
    chat.watch.expect(LOST)
    listen(chat.page)
    chat.page.context.set_offline(True)
    chat.send(SHOWER)
    expect(chat.messages.last).to_contain_text(WAITING, use_inner_text=True)
    lost = [said for said in heard(chat.page) if "911" in said.text]
    assert len(lost) == 1
    chat.page.context.set_offline(False)
    expect(chat.replies).to_have_count(2)
    assert _said(chat, PAT) == ["polite"]


def test_an_answer_under_way_when_the_network_is_lost_is_no_news_of_the_network(visit: Visit):
    chat = visit().open()
    chat.page.route("**/webhooks/web/changes*", lambda route: None)  # left waiting: only the message is answered
    held = Held(chat.page)
    chat.send(SHOWER)
    listen(chat.page)
    chat.page.evaluate("() => dispatchEvent(new Event('offline'))")
    held.let_go()
    expect(chat.replies).to_have_count(1)
    assert len(_said(chat, "No connection")) == 1
    assert _said(chat, "The connection is back") == []


def test_the_typing_sign_has_words_for_those_who_do_not_see_it(visit: Visit):
    chat = visit().open()
    listen(chat.page)
    chat.ask(SHOWER)
    typing = [said for said in heard(chat.page) if PAT not in said.text]
    assert len(typing) <= 1, "more was said than the reply and that it is being written"
