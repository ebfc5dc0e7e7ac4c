"""Numbers in one form, keyed hashes, encryption and the change of keys."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Text as PlainText
from sqlalchemy import select, text, type_coerce, update
from sqlalchemy.engine import Engine

from bot.errors import PhoneError, SettingsError
from bot.stores.phones import e164, person_id
from bot.stores.sealed import rekey
from bot.stores.tables import metadata, people

PHONE = "+18595550123"


@pytest.mark.parametrize(
    "written",
    [
        "+18595550123",
        "18595550123",
        "8595550123",
        "859-555-0123",
        "(859) 555-0123",
        "+1 859.555.0123",
        " 859 555 0123 ",
    ],
)
def test_one_number_one_form(written: str) -> None:
    assert e164(written) == PHONE


def test_other_countries() -> None:
    assert e164("+52 55 1234 5678") == "+525512345678"
    assert e164("07911 123456", region="GB") == "+447911123456"


@pytest.mark.parametrize(
    "text_",
    ["", " ", "911", "555-0100", "+1", "+1859555012", "+185955501234", "8595550123 x12", "859-LIFTING", "whatsapp:+18595550123",
     "+1859555012\uff13", "٨٥٩٥٥٥٠١٢٣", "+18595550123,+18595550124", "1" * 41, "\x00", "HOSPITAL", "72345"],
)  # fmt: skip
def test_no_number_one_can_text(text_: str) -> None:
    with pytest.raises(PhoneError):
        e164(text_)


@given(
    st.one_of(st.text(max_size=60), st.from_regex(r"\+?[0-9 ().\-]{0,20}", fullmatch=True), st.none(), st.integers())
)
@example("+18595550123")
def test_any_text_is_a_number_in_its_one_form_or_an_error_without_it(written: object) -> None:
    try:
        number = e164(written)  # type: ignore[arg-type]
    except PhoneError as error:
        assert len(str(written).strip()) < 4 or str(written).strip() not in str(error)
    else:
        assert number.startswith("+") and number[1:].isascii() and number[1:].isdigit()
        assert e164(number) == number


def test_the_hash_is_keyed_and_one_for_every_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERCARE_PHONE_KEY", "h" * 32)
    first = person_id(PHONE)
    assert first == person_id("859 555 0123") != person_id("+18595550124")
    assert len(first) == 32 and "555" not in first
    monkeypatch.setenv("AFTERCARE_PHONE_KEY", "i" * 32)
    assert person_id(PHONE) != first


@pytest.mark.parametrize("key", [None, "", "short"])
def test_no_hash_without_a_key(monkeypatch: pytest.MonkeyPatch, key: str | None) -> None:
    monkeypatch.delenv("AFTERCARE_PHONE_KEY", raising=False)
    if key is not None:
        monkeypatch.setenv("AFTERCARE_PHONE_KEY", key)
    with pytest.raises(SettingsError, match="AFTERCARE_PHONE_KEY"):
        person_id(PHONE)


OLD, NEW = "o" * 32, "n" * 40


def _keep(engine: Engine, *ids: str) -> None:
    with engine.begin() as connection:
        connection.execute(people.insert(), [{"id": id_, "number": PHONE} for id_ in ids])


def _numbers(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(people.c.number)).scalars())


def _stored(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(type_coerce(people.c.number, PlainText)).order_by(people.c.id)).scalars())


def test_a_number_is_stored_otherwise_each_time(either: Engine) -> None:
    _keep(either, "a", "b")
    assert _numbers(either) == [PHONE, PHONE]
    assert len(set(_stored(either))) == 2 and not any("555" in token for token in _stored(either))


def test_a_new_key_takes_over(either: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", OLD)
    _keep(either, "a", "b")
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", f"{NEW}, {OLD}")
    _keep(either, "c")
    assert rekey(either, metadata) == (2, 1)
    assert rekey(either, metadata) == (0, 3)
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", NEW)
    assert _numbers(either) == [PHONE] * 3
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", OLD)
    with pytest.raises(SettingsError, match="AFTERCARE_PHONE_KEYS lacks the key"):
        _numbers(either)


def test_a_key_that_is_missing_changes_nothing(either: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", OLD)
    _keep(either, "a")
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", NEW)
    before = _stored(either)
    with pytest.raises(SettingsError, match="name the older key too"):
        rekey(either, metadata)
    assert _stored(either) == before


def test_text_that_was_put_there_by_hand_is_refused(either: Engine) -> None:
    with either.begin() as connection:
        connection.execute(text("INSERT INTO people (id, number) VALUES ('a', '+18595550123')"))
    with pytest.raises(SettingsError):
        _numbers(either)


@pytest.mark.parametrize("keys", ["", "short", f"{NEW},", f"{NEW},short"])
def test_nothing_is_written_without_a_sound_key(either: Engine, monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", keys)
    with pytest.raises(SettingsError, match="AFTERCARE_PHONE_KEYS must be set"):
        _keep(either, "a")


def test_a_value_that_changes_during_the_change_of_keys_is_not_lost(
    either: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", OLD)
    _keep(either, "a")
    monkeypatch.setenv("AFTERCARE_PHONE_KEYS", f"{NEW},{OLD}")
    import bot.stores.sealed as sealed

    rotate = sealed._rotated

    def write_first(token: str) -> str:
        with either.begin() as connection:
            connection.execute(update(people).values(number="+18595550199"))
        return rotate(token)

    monkeypatch.setattr(sealed, "_rotated", write_first)
    rekey(either, metadata)
    assert _numbers(either) == ["+18595550199"]
