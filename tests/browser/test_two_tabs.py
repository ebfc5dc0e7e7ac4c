"""One conversation in two tabs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.announced import heard, listen
from tests.browser.chat import LEGS, LIFT, PAT, REACHED, SHOWER
from tests.browser.conftest import Visit

pytestmark = pytest.mark.model


def test_what_one_tab_asks_stands_in_the_other_without_a_reload(visit: Visit):
    one = visit().open()
    one.ask(LIFT)
    two = one.another_tab().open()
    expect(two.replies).to_have_count(1)
    one.ask(SHOWER)
    expect(two.messages.last).to_contain_text(SHOWER)
    expect(two.replies.last).to_contain_text(PAT)
    two.ask("what is the cement made of?")
    expect(one.replies).to_have_count(3)
    assert one.log.inner_text() == two.log.inner_text()


def test_another_browser_of_the_same_conversation_hears_through_the_server(visit: Visit):
    """Two devices share no storage and no channel: what reaches the second came by `changes`."""
    one = visit().open()
    one.ask(LIFT)
    two = visit()
    for key, value in one.page.evaluate("Object.entries(localStorage)"):
        two.page.evaluate(
            "([key, value]) => localStorage.setItem(key, value)",
            [key.replace(one.relay.origin, two.relay.origin), value],
        )
    two.page.reload()
    two.open()
    expect(two.replies).to_have_count(1)
    one.ask(SHOWER)
    expect(two.replies).to_have_count(2)
    expect(two.replies.last).to_contain_text(PAT)


def test_an_alarm_is_pinned_and_ended_in_both(visit: Visit):
    one = visit().open()
    one.ask(LIFT)
    two = one.another_tab().open()
    expect(two.replies).to_have_count(1)
    listen(two.page)
    one.ask(LEGS)
    expect(two.card.locator("a[href='tel:911']")).to_be_in_viewport(ratio=1)
    assert [said.how for said in heard(two.page) if "Call 911 now" in said.text] == ["assertive"]
    two.card.get_by_role("button", name=REACHED).click()
    expect(one.card).to_be_hidden()
    expect(two.card).to_be_hidden()
