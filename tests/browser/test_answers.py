"""A question, its answer, where it is from, and what can be done with it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chat import LIFT, PAT, SHOWER, Chat
from tests.browser.conftest import Visit
from tests.browser.looks import DESK, PHONE, Look
from tests.browser.posts import Posts, change_reply

pytestmark = pytest.mark.model


@pytest.mark.parametrize("look", (PHONE, DESK), ids=str)
def test_an_answer_shows_its_sources_when_asked(visit: Visit, look: Look):
    chat = visit(look).open()
    reply = chat.ask(SHOWER)
    expect(reply).to_contain_text(PAT)
    sources = reply.locator("details")
    expect(sources.get_by_text("What is recovery like?")).to_be_hidden()
    sources.locator("summary").click()
    expect(sources.get_by_text("OncoLink")).to_be_visible()
    expect(sources.get_by_text("What is recovery like?")).to_be_in_viewport()
    expect(sources).to_contain_text("Page dated July 14, 2025")
    chat.picture("answer")


@pytest.mark.parametrize("look", (PHONE, DESK), ids=str)
def test_a_disagreement_stands_as_labelled_sides(visit: Visit, look: Look):
    chat = visit(look).open()
    reply = chat.ask(LIFT)
    expect(reply).to_contain_text("My sources differ")
    sides = reply.locator("[part~=side]")
    expect(sides.filter(has_text="Memorial Hermann")).to_contain_text("six weeks")
    expect(sides.filter(has_text="UK HealthCare")).to_contain_text("first day")
    expect(reply.get_by_text("six weeks")).to_have_count(1)
    expect(reply).to_contain_text("longer limit is the safer one")
    chat.picture("disagreement")


def test_a_quick_reply_sends_what_the_server_offered_and_no_text(visit: Visit):
    chat = visit().open()
    posts = Posts(chat.page)
    chat.ask(SHOWER)
    chat.button("Who says so?").click()
    expect(chat.replies).to_have_count(2)
    expect(chat.replies.last).to_contain_text("public pages")
    expect(chat.messages.last).to_contain_text("Who says so?")
    assert set(posts.sent[-1]) == {"id", "choice"}


def test_only_the_last_reply_offers_quick_replies(visit: Visit):
    chat = visit().open()
    chat.ask(SHOWER)
    chat.ask(LIFT)
    expect(chat.button("Who says so?")).to_have_count(1)


def test_one_tap_says_whether_it_helped(visit: Visit):
    chat = visit().open()
    reply = chat.ask(SHOWER)
    with chat.page.expect_response("**/webhooks/web/feedback") as answered:
        reply.get_by_role("button", name="Yes").click()
    assert answered.value.status == 204
    expect(reply).to_contain_text("Thank you")
    expect(reply.get_by_role("button", name="No")).to_have_count(0)


def test_every_message_carries_its_time(visit: Visit):
    chat = visit().open()
    chat.ask(SHOWER)
    times = chat.log.locator("time")
    expect(times).to_have_count(2)
    for time in times.all():
        assert re.match(r"20\d\d-\d\d-\d\dT", time.get_attribute("datetime") or "")


MARKUP = '<img src=x onerror="alert(1)"><script>alert(2)</script><b>bold</b> [a](javascript:alert(3)) &amp;'


def _no_markup(chat: Chat) -> None:
    expect(chat.host.locator("img[src=x], script, a[href^=javascript], [onerror]")).to_have_count(0)


def test_markup_of_the_person_stays_text(visit: Visit):
    chat = visit().open()
    chat.ask(MARKUP)
    expect(chat.messages.last).to_contain_text(MARKUP)
    chat.reload()
    expect(chat.messages.last).to_contain_text(MARKUP)
    _no_markup(chat)


def test_markup_of_the_server_stays_text_too(visit: Visit):
    source = {"publisher": MARKUP, "title": MARKUP, "heading": MARKUP, "dated": MARKUP, "local": False}
    call = [{"kind": "tel", "number": "javascript:alert(4)", "label": MARKUP}]
    hostile = {
        "text": MARKUP,
        "sources": [source],
        "sides": [{"source": MARKUP, "text": MARKUP}],
        "opening": MARKUP,
        "closing": MARKUP,
        "choices": [{"id": MARKUP, "title": MARKUP}],
        "alarm": {"tier": "emergency", "since": MARKUP, "open": True, "call": call},
    }
    chat = visit(before=lambda chat: change_reply(chat.page, **hostile)).open()
    expect(chat.ask(LIFT)).to_contain_text(MARKUP)
    expect(chat.card).to_contain_text(MARKUP)
    _no_markup(chat)
