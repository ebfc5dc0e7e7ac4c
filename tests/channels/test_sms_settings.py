"""Settings of the SMS channel: all or none, and never a secret in the line that says what is wrong."""

from __future__ import annotations

import pytest

from bot.channels.sms import SmsChannel
from bot.channels.sms_settings import PREFIX, read_sms_settings
from bot.errors import SettingsError

GOOD = {
    "SMS_ACCOUNT_SID": "AC" + "5" * 32,
    "SMS_AUTH_TOKEN": "the-secret-of-the-account",
    "SMS_FROM": "+18595550142",
    "SMS_PUBLIC_URL": "https://aftercare.example.org/hospital/",
}


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("AFTERCARE_ENV", raising=False)


def set_all(monkeypatch: pytest.MonkeyPatch, **changed: str) -> None:
    for name, value in {**GOOD, **changed}.items():
        monkeypatch.setenv(name, value)


def test_nothing_set_is_no_channel() -> None:
    assert read_sms_settings() is None
    blueprint = SmsChannel.from_credentials(None).blueprint(None)  # type: ignore[arg-type]
    assert list(blueprint._future_routes) == []


def test_all_that_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch)
    found = read_sms_settings()
    assert found is not None
    assert found.url_of("webhook") == "https://aftercare.example.org/hospital/webhooks/sms/webhook"
    assert (found.opt_out, found.api_base, found.toll_free) == ("provider", "https://api.twilio.com", False)


@pytest.mark.parametrize("missing", ["SMS_ACCOUNT_SID", "SMS_AUTH_TOKEN", "SMS_PUBLIC_URL", "SMS_FROM"])
@pytest.mark.parametrize("how", ["unset", "empty"])
def test_one_missing_stops_the_start_with_one_line(monkeypatch: pytest.MonkeyPatch, missing: str, how: str) -> None:
    set_all(monkeypatch)
    monkeypatch.delenv(missing) if how == "unset" else monkeypatch.setenv(missing, " ")
    with pytest.raises(SystemExit) as stopped:
        SmsChannel.from_credentials(None)
    line = str(stopped.value)
    assert missing in line and "\n" not in line and GOOD["SMS_AUTH_TOKEN"] not in line


@pytest.mark.parametrize("name", ["AFTERCARE_PHONE_KEY", "AFTERCARE_PHONE_KEYS", "AFTERCARE_PSEUDONYM_KEY"])
def test_a_missing_key_of_the_tables_stops_the_start_too(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    set_all(monkeypatch)
    for key in ("AFTERCARE_PHONE_KEY", "AFTERCARE_PHONE_KEYS", "AFTERCARE_PSEUDONYM_KEY"):
        monkeypatch.setenv(key, "k" * 40)
    monkeypatch.delenv(name)
    with pytest.raises(SystemExit, match=name):
        SmsChannel.from_credentials(None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMS_PUBLIC_URL", "http://our-own.example.org"),
        ("SMS_PUBLIC_URL", "our-own.example.org"),
        ("SMS_PUBLIC_URL", "https://aftercare.example.org/?x=1"),
        ("SMS_API_BASE", "ftp://gateway.example.org"),
        ("SMS_FROM", "859 555 0142"),
        ("SMS_FROM", "Hospital"),
        ("SMS_AUTH_TOKEN", "short"),
        ("SMS_OPT_OUT", "theirs"),
        ("SMS_PERSON_MESSAGES", "many"),
        ("SMS_MESSAGING_SERVICE_SID", "MG1234"),  # beside SMS_FROM
    ],
)
def test_what_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    set_all(monkeypatch, **{name: value})
    with pytest.raises(SettingsError, match=name) as refused:
        read_sms_settings()
    assert GOOD["SMS_AUTH_TOKEN"] not in str(refused.value) and value not in str(refused.value)


def test_plain_http_is_for_this_machine_and_never_for_production(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, SMS_API_BASE="http://127.0.0.1:8080")
    assert read_sms_settings() is not None
    monkeypatch.setenv("AFTERCARE_ENV", "production")
    with pytest.raises(SettingsError, match="SMS_API_BASE"):
        read_sms_settings()


@pytest.mark.parametrize(
    ("sender", "toll_free"),
    [
        ("+18005550100", True),
        ("+18885550100", True),
        ("+18595550100", False),
        ("+448005550100", False),
        ("77222", False),
    ],
)
def test_toll_free_numbers_are_known(monkeypatch: pytest.MonkeyPatch, sender: str, toll_free: bool) -> None:
    set_all(monkeypatch, SMS_FROM=sender)
    found = read_sms_settings()
    assert found is not None and found.toll_free is toll_free
