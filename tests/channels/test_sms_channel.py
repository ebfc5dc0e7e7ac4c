"""The channel over HTTP: what a text message is answered with, and what it is not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.stores.people import Enrolment, enrol
from bot.stores.tables import consent_events, escalations, sms_inbox, sms_outbox
from tests.channels.provider import FROM, Provider, new_sid, run_provider
from tests.channels.running import ANNA, BEN, ROSA, STRANGER, Channel, run_channel


@pytest.fixture
def provider() -> Iterator[Provider]:
    yield from run_provider()


@pytest.fixture
def mode() -> dict[str, str]:
    """Further settings; a test's own parametrisation replaces it."""
    return {}


@pytest.fixture
def channel(
    provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: dict[str, str]
) -> Iterator[Channel]:
    yield from run_channel(provider, tmp_path, monkeypatch, **mode)


def test_a_message_is_answered_once(channel: Channel) -> None:
    channel.enrol(ANNA)
    assert channel.say(ANNA, "can i shower?") == ['You said "can i shower?" - fine.']
    (row,) = channel.rows(sms_outbox)
    assert (row.state, row.segments) == ("taken", 1)
    (sender, _) = channel.assistant.heard[0]
    assert len(sender) == 32 and ANNA[2:] not in sender


def test_the_same_message_again_is_not_answered_again(channel: Channel) -> None:
    channel.enrol(ANNA)
    sid = new_sid()
    assert len(channel.say(ANNA, "can i shower?", sid=sid)) == 1
    assert [channel.say(ANNA, words, sid=sid) for words in ("can i shower?", "something else")] == [[], []]
    assert len(channel.assistant.heard) == 1


def test_twenty_copies_at_once_are_one_message(channel: Channel) -> None:
    channel.enrol(ANNA)
    sid = new_sid()
    threads = [
        threading.Thread(target=channel.phone.text, args=(ANNA, "hello"), kwargs={"sid": sid}) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    channel.settled()
    assert len(channel.provider.to(ANNA)) == 1


def test_order_is_kept_for_each_sender_and_the_slow_hold_nobody_else_up(channel: Channel) -> None:
    channel.enrol(ANNA, BEN)
    channel.assistant.slow["first"] = 1.0
    for number, words in ((ANNA, "first"), (ANNA, "second"), (BEN, "other"), (ANNA, "third")):
        assert channel.phone.text(number, words) == 200
    channel.settled()
    assert [words for _, words in channel.assistant.heard] == ["other", "first", "second", "third"]
    assert [text.split('"')[1] for text in channel.provider.to(ANNA)] == ["first", "second", "third"]


def test_the_webhook_answers_before_the_turn_is_done(channel: Channel) -> None:
    channel.enrol(ANNA)
    channel.assistant.seconds = 2.0
    began = time.monotonic()
    assert channel.phone.text(ANNA, "hello") == 200
    assert time.monotonic() - began < 1.0
    channel.settled()


def test_a_provider_that_hangs_keeps_no_message_from_being_answered(channel: Channel) -> None:
    channel.enrol(ANNA, BEN)
    channel.provider.delay = 3.0
    assert channel.phone.text(ANNA, "one") == 200
    time.sleep(0.5)
    began = time.monotonic()
    assert channel.phone.text(BEN, "two") == 200
    assert time.monotonic() - began < 1.0
    channel.settled()


def test_letters_of_any_kind_reach_the_assistant(channel: Channel) -> None:
    channel.enrol(ROSA, language="es")
    words = "¿Cuándo podrá bañarse mi mamá? Ñ ü €{} 🙂🏽"
    (reply,) = channel.say(ROSA, words)
    assert channel.assistant.heard[0][1] == words
    assert words in reply


def test_a_turn_that_fails_gets_the_last_resort(channel: Channel) -> None:
    channel.enrol(ANNA)
    channel.assistant.fail = 1
    (reply,) = channel.say(ANNA, "can i shower?")
    assert "911" in reply and "555-0100" in reply


def test_a_failing_turn_with_a_sign_is_an_escalation_all_the_same(channel: Channel) -> None:
    channel.enrol(ANNA)
    channel.assistant.fail = 1
    (reply,) = channel.say(ANNA, "i cannot feel my legs")
    assert reply.startswith("Call 911 now")
    (row,) = channel.rows(escalations)
    assert (row.tier, row.channel, row.undeliverable) == ("emergency", "sms", False)


@pytest.mark.parametrize(("words", "purpose"), [("", "no words"), ("   ", "no words"), ("\u200b", "no words")])
def test_an_empty_message(channel: Channel, words: str, purpose: str) -> None:
    channel.enrol(ANNA)
    (reply,) = channel.say(ANNA, words)
    assert purpose in reply and "911" in reply
    assert channel.assistant.heard == []


def test_a_picture(channel: Channel) -> None:
    channel.enrol(ANNA)
    (alone,) = channel.say(ANNA, "", NumMedia="1", MediaUrl0="https://example.org/1", MediaContentType0="image/jpeg")
    assert alone.startswith("I cannot look at pictures.") and "911" in alone
    answer, note = channel.say(ANNA, "is this normal?", NumMedia="2")
    assert "is this normal?" in answer and note == alone
    (escalation,) = channel.say(ANNA, "my chest hurts", NumMedia="1")
    assert escalation == "Call 911 now."


def test_a_long_message_of_many_parts_is_one_message(channel: Channel) -> None:
    channel.enrol(ANNA)
    words = " ".join(["can i shower"] * 100)
    assert len(channel.say(ANNA, words, NumSegments="9")) == 1


def test_too_long_a_message_is_refused_and_screened(channel: Channel) -> None:
    channel.enrol(ANNA, BEN)
    (refusal,) = channel.say(ANNA, "a word " * 700)
    assert "too long" in refusal and "911" in refusal
    (escalation,) = channel.say(BEN, "i cannot feel my legs. " + "a word " * 700)
    assert escalation.startswith("Call 911 now")
    assert [row.tier for row in channel.rows(escalations)] == ["emergency"]
    assert channel.assistant.heard == []


def test_too_many_messages_are_refused_screened_and_then_left_alone(channel: Channel) -> None:
    channel.enrol(ANNA, BEN)
    replies = [channel.say(ANNA, f"question {n}") for n in range(13)]
    refusals = [reply[0] for reply in replies if reply and "many messages" in reply[0]]
    assert len(channel.assistant.heard) in {6, 7, 8}
    assert 1 <= len(refusals) <= 5 and all("911" in refusal for refusal in refusals)
    assert replies[-1] == []
    (escalation,) = channel.say(ANNA, "i cannot feel my legs")
    assert escalation.startswith("Call 911 now")
    assert len(channel.say(BEN, "hello")) == 1


def test_a_number_that_never_enrolled(channel: Channel) -> None:
    (reply,) = channel.say(STRANGER, "how long until i can lift?")
    assert "signed up" in reply and "911" in reply
    (escalation,) = channel.say(STRANGER, "my chest hurts")
    assert escalation == "Call 911 now."
    (spanish,) = channel.say("+18595550198", "hola, ¿cuándo puedo bañarme?")
    assert "911" in spanish and "pacientes" in spanish


@pytest.mark.parametrize("number", ["88022", "AnyBank", "", "+0123", "not a number", "+1859555"])
def test_a_sender_that_is_no_number_breaks_nothing(channel: Channel, number: str) -> None:
    status, reply = channel.phone.post(
        "/webhooks/sms/webhook", {"MessageSid": new_sid(), "From": number, "Body": "i cannot feel my legs"}
    )
    assert (status, "Call 911 now" in reply) == ((400, False) if not number else (200, number.startswith("+")))
    assert channel.rows(sms_inbox) == []


def test_our_own_text_that_comes_back_is_no_message(channel: Channel) -> None:
    assert channel.phone.text(FROM, "hello") == 200
    assert channel.rows(sms_inbox) == []


STOPS = ["STOP", "stop", " Stop. ", "UNSUBSCRIBE", "please quit texting me", "ALTO", "no más mensajes"]


@pytest.mark.parametrize("words", STOPS)
def test_stop_is_confirmed_once_and_nothing_more_goes_out(channel: Channel, words: str) -> None:
    channel.enrol(ANNA)
    (confirmation,) = channel.say(ANNA, words)
    assert "911" in confirmation and "555-0100" in confirmation
    silent = [words, "STOP", "can i shower?", "HELP", "", "hello?", "hello??"]
    assert [channel.say(ANNA, silence) for silence in silent] == [[]] * len(silent)
    assert channel.rows(escalations) == []
    (again,) = channel.say(ANNA, "START")
    assert "STOP" in again
    assert len(channel.say(ANNA, "can i shower?")) == 1
    assert [row.what for row in channel.rows(consent_events)] == ["consented", "opted_out", "opted_in"]


def test_a_sign_from_who_opted_out_is_recorded_as_undeliverable(channel: Channel) -> None:
    channel.enrol(ANNA)
    channel.say(ANNA, "STOP")
    assert channel.say(ANNA, "my chest hurts") == []
    assert [(row.tier, row.undeliverable) for row in channel.rows(escalations)] == [("emergency", True)]


def test_a_stop_with_a_sign_in_it(channel: Channel) -> None:
    channel.enrol(ANNA)
    (reply,) = channel.say(ANNA, "stop texting me i cannot feel my legs")
    assert reply.startswith("Call 911 now") and "no more texts" in reply
    assert [(row.tier, row.undeliverable) for row in channel.rows(escalations)] == [("emergency", False)]


def test_a_stop_from_a_stranger(channel: Channel) -> None:
    assert len(channel.say(STRANGER, "STOP")) == 1
    assert channel.say(STRANGER, "hello") == []


def test_help_from_anyone(channel: Channel) -> None:
    channel.enrol(ANNA)
    for number in (ANNA, STRANGER):
        (reply,) = channel.say(number, "HELP")
        assert "911" in reply and "STOP" in reply and "Demo Spine Clinic" in reply


@pytest.mark.parametrize("mode", [{"SMS_OPT_OUT": "provider"}])
def test_where_the_provider_answers_keywords_ours_stay_unsaid(channel: Channel, mode: dict[str, str]) -> None:
    channel.enrol(ANNA, BEN)
    assert channel.say(ANNA, "HELP") == []
    assert channel.say(ANNA, "Stop") == []
    assert channel.say(ANNA, "can i shower?") == []
    assert channel.say(ANNA, "UNSTOP") == []
    assert len(channel.say(ANNA, "can i shower?")) == 1
    # In one's own words it is no keyword to the provider: nobody else confirms it.
    assert len(channel.say(BEN, "please take me off this list")) == 1
    assert channel.say(BEN, "STOP") == []


@pytest.mark.parametrize("mode", [{"SMS_OPT_OUT": "provider"}, {"SMS_OPT_OUT": "ours"}])
def test_what_the_provider_says_it_has_answered_is_not_answered_twice(channel: Channel, mode: dict[str, str]) -> None:
    channel.enrol(ANNA)
    assert channel.say(ANNA, "HELP", OptOutType="HELP") == []
    assert channel.say(ANNA, "BASTA", OptOutType="STOP") == []
    assert channel.say(ANNA, "can i shower?") == []
    assert channel.say(ANNA, "yes", OptOutType="START") == []
    assert len(channel.say(ANNA, "can i shower?")) == 1
    # "Yes" from who gets our texts answers a question, whatever the provider takes it for.
    assert len(channel.say(ANNA, "yes", OptOutType="START")) == 1
    how = [(row.what, row.how, row.by) for row in channel.rows(consent_events)][1:]
    assert how == [
        ("opted_out", "provider: OptOutType=STOP", "provider"),
        ("opted_in", "provider: OptOutType=START", "provider"),
    ]


@pytest.mark.parametrize("mode", [{"SMS_FROM": "+18885550123"}])
def test_the_network_of_toll_free_numbers_confirms_stop_itself(channel: Channel, mode: dict[str, str]) -> None:
    channel.enrol(ANNA, BEN)
    assert channel.say(ANNA, "STOP") == []
    assert channel.say(ANNA, "can i shower?") == []
    assert channel.say(ANNA, "UNSTOP") == []
    assert len(channel.say(ANNA, "can i shower?")) == 1
    assert len(channel.say(BEN, "UNSUBSCRIBE")) == 1  # to that network no keyword


def test_a_blocked_number_is_left_alone_and_its_escalation_marked(channel: Channel) -> None:
    channel.enrol(ANNA)
    channel.provider.blocked.add(ANNA)
    assert channel.say(ANNA, "my chest hurts") == []
    assert [row.undeliverable for row in channel.rows(escalations)] == [True]
    assert channel.rows(consent_events)[-1].how == "provider: error 21610"


def test_reports_are_kept_in_any_order(channel: Channel) -> None:
    channel.enrol(ANNA)
    channel.say(ANNA, "my chest hurts")
    (text,) = channel.provider.texts
    assert [channel.phone.report(text, status) for status in ("delivered", "sent", "queued", "sent")] == [204] * 4
    assert channel.rows(sms_outbox)[0].status == "delivered"
    assert [row.undeliverable for row in channel.rows(escalations)] == [False]


def test_an_undelivered_escalation_is_marked(channel: Channel) -> None:
    channel.enrol(ANNA)
    channel.say(ANNA, "my chest hurts")
    (text,) = channel.provider.texts
    assert channel.phone.report(text, "undelivered", 30003) == 204
    row = channel.rows(sms_outbox)[0]
    assert (row.status, row.error) == ("undelivered", 30003)
    assert [row.undeliverable for row in channel.rows(escalations)] == [True]


def test_a_welcome_goes_out_once_in_the_hours_for_texts(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.sms_outbox.is_text_hour", lambda *_: True)
    with channel.engine.begin() as connection:
        person = Enrolment(ANNA, date(2026, 3, 1), "en", "on paper", "nurse")
        enrol(connection, person, at=datetime(2026, 3, 1))
    channel.until(lambda: len(channel.provider.to(ANNA)) == 1)
    assert "911" in channel.provider.to(ANNA)[0]
    time.sleep(6)
    assert len(channel.provider.to(ANNA)) == 1


def test_nobody_is_welcomed_at_night(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.sms_outbox.is_text_hour", lambda *_: False)
    with channel.engine.begin() as connection:
        person = Enrolment(ANNA, date(2026, 3, 1), "en", "on paper", "nurse")
        enrol(connection, person, at=datetime(2026, 3, 1))
    time.sleep(6)
    assert channel.provider.texts == []


def test_a_database_that_is_gone_silences_nothing(channel: Channel, tmp_path: Path) -> None:
    with channel.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE sms_inbox RENAME TO away")
    fields = {"MessageSid": new_sid(), "From": ANNA, "Body": "i cannot feel my legs"}
    status, reply = channel.phone.post("/webhooks/sms/webhook", fields)
    with channel.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO sms_inbox")
    assert status == 200 and "Call 911 now" in reply
    assert channel.assistant.heard == []


def test_no_number_and_no_word_in_the_log(channel: Channel, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    channel.enrol(ANNA)
    channel.provider.behave.extend(["500", "reset-after-taking", "bad-number"])
    channel.assistant.fail = 1
    for words in ("my incision itches", "my chest hurts", "STOP"):
        channel.phone.text(ANNA, words)
    channel.settled()
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "twilio"))]
    assert len(ours) > 2
    private = [ANNA, ANNA[2:], "incision", "chest hurts", "Call 911", "more texts"]
    assert [(line, word) for line in ours for word in private if word in line] == []
