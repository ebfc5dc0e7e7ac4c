"""The same in Spanish."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.hospital import Hospital
from tests.browser.looks import PHONE
from tests.browser.measures import faults

pytestmark = pytest.mark.model


def test_a_browser_set_to_spanish_gets_spanish(visit: Visit, hospital: Hospital):
    chat = visit(PHONE, locale="es-US")
    chat.page.goto(hospital.page(chat.relay.origin, attributes='lang="es"'))
    expect(chat.launcher).to_contain_text("Pregunt")
    chat.open()
    expect(chat.ask("no puedo respirar y me duele el pecho")).to_contain_text("Llame al 911 ahora")
    expect(chat.card.get_by_role("link", name="Llamar al 911")).to_be_in_viewport(ratio=1)
    assert faults(chat.page) == []
    chat.picture("spanish")
    chat.card.get_by_role("button", name="Llamé al 911").click()
    expect(chat.card).to_be_hidden()


def test_a_spanish_reply_on_an_english_page_is_marked_as_spanish(visit: Visit):
    chat = visit().open()
    reply = chat.ask("tengo fiebre desde anoche")
    expect(reply.locator("[lang=es]")).to_contain_text("Llame hoy")
