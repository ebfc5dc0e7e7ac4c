"""The widget on a hospital's own page, elsewhere than the server, under a strict policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat import LEGS, LOST, PAT, SHOWER
from tests.browser.conftest import Visit
from tests.browser.hospital import ALLOWED, FOREIGN, Hospital
from tests.browser.measures import small_targets

pytestmark = pytest.mark.model


def test_a_hospital_on_the_list_embeds_it_with_one_line(visit: Visit, hospital: Hospital):
    chat = visit()
    chat.page.goto(hospital.page(chat.relay.origin, origin=ALLOWED))
    chat.open()
    expect(chat.dialog).to_contain_text("Our hospital")
    expect(chat.ask(SHOWER)).to_contain_text(PAT)
    chat.ask(LEGS)
    expect(chat.card.locator("a[href='tel:911']")).to_be_in_viewport(ratio=1)
    chat.picture("embedded")
    chat.reload()
    expect(chat.card.locator("a[href='tel:911']")).to_be_in_viewport(ratio=1)


def test_a_stranger_gets_no_conversation_and_the_person_still_the_number(visit: Visit, hospital: Hospital):
    chat = visit()
    chat.watch.expect("CORS|status of 403|ERR_FAILED")
    chat.page.goto(hospital.page(chat.relay.origin, origin=FOREIGN))
    chat.open()
    chat.send(SHOWER)
    expect(chat.card.locator("a[href='tel:911']")).to_be_visible()
    expect(chat.replies).to_have_count(0)


def test_the_numbers_of_the_page_stand_with_no_server_at_all(visit: Visit, hospital: Hospital):
    chat = visit()
    chat.watch.expect(LOST)
    chat.page.route("**/webhooks/**", lambda route: route.abort("connectionrefused"))
    page = hospital.page(chat.relay.origin, attributes='phone="555-0142" afterhours="555-0143"')
    chat.page.goto(page)
    chat.open()
    chat.send(SHOWER)
    for number in ("tel:911", "tel:5550142", "tel:5550143"):
        expect(chat.card.locator(f"a[href='{number}']")).to_be_visible()


def test_the_pages_own_styles_do_not_reach_in(visit: Visit, hospital: Hospital):
    """Policy allows the page no inline style, so a script sets what a hospital's stylesheet would."""
    chat = visit()
    chat.page.goto(hospital.page(chat.relay.origin))
    expect(chat.launcher).to_be_visible()
    chat.page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`html { font-size: 62.5% } body { line-height: 1; color: #bbb; text-align: center }
            button, a, p, textarea, aftercare-chat * { font-size: 9px !important; padding: 0 !important; color: #999 !important }`);
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    chat.open()
    reply = chat.ask(SHOWER)
    assert reply.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)") >= 16
    assert small_targets(chat.page) == []


def test_a_theme_is_a_matter_of_custom_properties(visit: Visit, hospital: Hospital):
    chat = visit()
    chat.page.goto(hospital.page(chat.relay.origin))
    before = chat.launcher.evaluate("(e) => getComputedStyle(e).backgroundColor")
    chat.host.evaluate("(e) => e.style.setProperty('--aftercare-color', 'rgb(90, 0, 60)')")
    expect(chat.launcher).to_have_css("background-color", "rgb(90, 0, 60)")
    assert before != "rgb(90, 0, 60)"


def test_the_full_page_may_be_framed_by_the_list(visit: Visit, hospital: Hospital):
    chat = visit()
    chat.page.goto(hospital.frame(chat.relay.origin))
    framed = chat.page.frame_locator("iframe").locator("aftercare-chat")
    framed.get_by_role("textbox").fill(SHOWER)
    framed.get_by_role("textbox").press("Enter")
    expect(framed.locator("[part~=reply]")).to_contain_text(PAT)


def test_the_full_page_is_not_framed_by_a_stranger(visit: Visit, hospital: Hospital):
    chat = visit()
    chat.watch.expect("frame-ancestors")
    with chat.page.expect_event("console", lambda message: "frame-ancestors" in message.text):
        chat.page.goto(hospital.frame(chat.relay.origin, origin=FOREIGN))
    expect(chat.page.frame_locator("iframe").locator("aftercare-chat")).to_have_count(0)


def test_the_demo_page_is_framed_by_nobody(visit: Visit):
    policy = visit().page.request.get("/").headers["content-security-policy"]
    assert policy.split("frame-ancestors")[1].strip() == "'none'"
