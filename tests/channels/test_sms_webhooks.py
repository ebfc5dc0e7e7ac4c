"""What is posted to the channel by somebody else than the provider, or by a provider gone astray."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.stores.tables import sms_inbox
from tests.channels.provider import FROM, TOKEN, Provider, run_provider, sign
from tests.channels.running import ANNA, PUBLIC, Channel, run_channel

FIELDS = {"MessageSid": "SM1", "From": ANNA, "Body": "can i shower?", "NumMedia": "0"}
HOOK = "/webhooks/sms/webhook"


@pytest.fixture
def provider() -> Iterator[Provider]:
    yield from run_provider()


@pytest.fixture
def channel(provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Channel]:
    yield from run_channel(provider, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "x",
        "é",
        sign("another-token", PUBLIC + HOOK, FIELDS),
        sign(TOKEN, "https://x" + HOOK, FIELDS),
    ],
)
def test_a_forged_message_is_refused(channel: Channel, signature: str) -> None:
    assert channel.phone.post(HOOK, FIELDS, signature=signature.encode("latin-1").decode("latin-1"))[0] == 403
    assert channel.rows(sms_inbox) == []


def test_a_signed_message_with_one_word_changed_is_refused(channel: Channel) -> None:
    signature = sign(TOKEN, PUBLIC + HOOK, FIELDS)
    for name in FIELDS:
        assert channel.phone.post(HOOK, {**FIELDS, name: FIELDS[name] + "1"}, signature=signature)[0] == 403
    assert channel.phone.post(HOOK, {**FIELDS, "More": ""}, signature=signature)[0] == 403
    assert channel.phone.post(HOOK, FIELDS, signature=signature)[0] == 200


def test_another_account_is_refused(channel: Channel) -> None:
    assert channel.phone.post(HOOK, {**FIELDS, "AccountSid": "AC" + "6" * 32})[0] == 403


def test_a_report_is_refused_without_its_signature_and_token(channel: Channel) -> None:
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    assert channel.phone.post("/webhooks/sms/status?message=x", fields, signature="x")[0] == 403
    assert channel.phone.post("/webhooks/sms/status", fields)[0] == 400
    assert channel.phone.post("/webhooks/sms/status?message=x", {**fields, "MessageStatus": "eaten"})[0] == 400
    assert channel.phone.post("/webhooks/sms/status?message=x", fields)[0] == 204


@pytest.mark.parametrize("without", ["MessageSid", "From"])
def test_a_message_without_what_it_needs_is_malformed(channel: Channel, without: str) -> None:
    fields = {name: value for name, value in FIELDS.items() if name != without}
    assert channel.phone.post(HOOK, fields)[0] == 400


def test_a_body_that_is_too_long_is_refused_unread(channel: Channel) -> None:
    assert channel.phone.post_raw(HOOK, b"Body=" + b"a" * 70_000, "x")[0] == 413


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_bytes_of_any_kind_break_nothing(channel: Channel, body: bytes) -> None:
    assert channel.phone.post_raw(HOOK, body, "x")[0] in {400, 403}


_NAMES = st.sampled_from(["MessageSid", "From", "Body", "NumMedia", "OptOutType", "AccountSid", "Über", ""])
_VALUES = st.one_of(st.text(max_size=80), st.sampled_from(["SM1", ANNA, "0", "-1", "9" * 30, "STOP", "whatsapp:+1"]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(_NAMES, _VALUES, max_size=8))
def test_signed_fields_of_any_kind_break_nothing(channel: Channel, fields: dict[str, str]) -> None:
    try:
        status, _ = channel.phone.post(HOOK, fields)
    except UnicodeEncodeError:
        return  # no form can hold half a character
    assert status in {200, 400, 403}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=300).filter(lambda t: t.isprintable()))
def test_words_of_any_kind_are_signed_alike_by_both_sides(channel: Channel, words: str) -> None:
    assert channel.phone.text(FROM, words) == 200
