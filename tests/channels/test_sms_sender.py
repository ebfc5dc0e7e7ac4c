"""Sending against the stand-in of the provider: again after a failure, and never twice."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.channels import sms_provider
from bot.channels.sms_outbox import Sender
from bot.channels.sms_settings import SmsSettings
from bot.stores import sms_outbox
from bot.stores.database import open_database
from bot.stores.people import find, opt_out
from bot.stores.sms_outbox import Draft
from bot.stores.sms_store import SmsStore
from bot.stores.tables import sms_outbox as table
from tests.channels.provider import ACCOUNT, FROM, TOKEN, Provider, new_sid, run_provider

ANNA = "+18595550101"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sms_provider, "SECONDS", 1.0)
    for name in ("AFTERCARE_PSEUDONYM_KEY", "AFTERCARE_PHONE_KEY", "AFTERCARE_PHONE_KEYS"):
        monkeypatch.setenv(name, secrets.token_hex(32))


@pytest.fixture
def provider() -> Iterator[Provider]:
    yield from run_provider()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path}/aftercare.db")
    yield engine
    engine.dispose()


class Bench:
    """The outbox of one database and a clock that the test moves."""

    def __init__(self, engine: Engine, provider: Provider, **more: object) -> None:
        self.engine, self.provider, self.store = engine, provider, SmsStore(engine)
        self.now = datetime.now(timezone.utc).replace(tzinfo=None)
        base = {"sender": FROM, "api_base": provider.address}
        settings = SmsSettings(ACCOUNT, TOKEN, "https://aftercare.example.org", **{**base, **more})  # type: ignore[arg-type]
        self.sender = Sender(self.store, sms_provider.Provider(settings), clock=lambda: self.now)

    def put(self, text: str = "Yes, after a day.", number: str = ANNA, purpose: str = "reply") -> None:
        with self.engine.begin() as connection:
            draft = Draft(secrets.token_hex(8), find(connection, number).id, number, text, purpose)
            sms_outbox.put(connection, draft, self.now)

    def work(self, seconds: float = 0.0) -> int:
        """Let time pass, deliver what is due, return how much was."""
        self.now += timedelta(seconds=seconds)
        due = self.store.texts_to_send(self.now, 8)
        for text in due:
            self.sender.deliver(text)
        return len(due)

    def work_all(self) -> None:
        for _ in range(20):
            self.work(400)

    def states(self) -> list[str]:
        with self.engine.connect() as connection:
            return [row.state for row in connection.execute(select(table).order_by(table.c.id))]

    def row(self) -> object:
        with self.engine.connect() as connection:
            return connection.execute(select(table)).one()


@pytest.fixture
def bench(engine: Engine, provider: Provider) -> Bench:
    return Bench(engine, provider)


def test_a_text_goes_out_with_the_address_to_report_at(bench: Bench, provider: Provider) -> None:
    bench.put()
    assert bench.work() == 1
    (text,) = provider.texts
    assert (text["to"], text["from"], text["body"]) == (ANNA, FROM, "Yes, after a day.")
    assert text["callback"].startswith("https://aftercare.example.org/webhooks/sms/status?message=")
    assert bench.states() == ["taken"]
    assert bench.work(1000) == 0


def test_a_messaging_service_sends_in_place_of_a_number(engine: Engine, provider: Provider) -> None:
    bench = Bench(engine, provider, sender=None, messaging_service_sid="MG" + "1" * 32)
    bench.put()
    bench.work()
    assert [(t["from"], t["messaging_service_sid"]) for t in provider.texts] == [(None, "MG" + "1" * 32)]
    assert bench.states() == ["taken"]


@pytest.mark.parametrize(
    "mood",
    ["500", "503", "429", "401", "reset", "hang", "reset-after-taking", "500-after-taking", "hang-after-taking",
     "nonsense-after-taking"],
)  # fmt: skip
def test_whatever_a_call_ends_in_the_text_arrives_once(bench: Bench, provider: Provider, mood: str) -> None:
    provider.behave.append(mood)
    bench.put()
    bench.work()
    bench.work_all()
    assert provider.to(ANNA) == ["Yes, after a day."]
    assert bench.states() == ["taken"]


def test_many_bad_answers_in_a_row(bench: Bench, provider: Provider) -> None:
    provider.behave.extend(["500", "reset", "list-503", "429", "reset-after-taking", "list-503", "list-503"])
    bench.put()
    bench.work()
    bench.work_all()
    assert provider.to(ANNA) == ["Yes, after a day."]


def test_nothing_is_sent_while_the_provider_does_not_say_what_it_has(bench: Bench, provider: Provider) -> None:
    provider.behave.extend(["reset-after-taking", *["list-503"] * 5])
    bench.put()
    bench.work()
    for _ in range(5):
        bench.work(400)
    assert (provider.requests, bench.states()) == (1, ["unsure"])
    bench.work(400)
    assert (provider.requests, bench.states()) == (1, ["taken"])


def test_an_unsure_text_is_not_taken_for_an_earlier_one_of_the_same_words(bench: Bench, provider: Provider) -> None:
    bench.put("Call 911 now.")
    bench.work()
    provider.behave.append("reset")
    bench.put("Call 911 now.")
    bench.work()
    assert bench.states() == ["taken", "unsure"]
    bench.work_all()
    assert provider.to(ANNA) == ["Call 911 now."] * 2


def test_neither_the_providers_own_replies_nor_old_texts_count(bench: Bench, provider: Provider) -> None:
    for direction, created in (("outbound-reply", None), ("outbound-api", "Mon, 02 Mar 2020 10:00:00 +0000")):
        text = provider.take({"To": ANNA, "Body": "Yes, after a day."})
        text.update(direction=direction, date_created=created or text["date_created"])
    provider.behave.append("reset")
    bench.put()
    bench.work()
    bench.work_all()
    assert len(provider.texts) == 3


def test_words_that_the_provider_redacts_are_ours_all_the_same(bench: Bench, provider: Provider) -> None:
    provider.behave.append("reset-after-taking")
    bench.put()
    bench.work()
    provider.texts[0]["body"] = ""
    bench.work_all()
    assert len(provider.texts) == 1


def test_a_sender_killed_in_mid_call_sends_nothing_twice(bench: Bench, provider: Provider) -> None:
    bench.put()
    (text,) = bench.store.texts_to_send(bench.now, 8)
    bench.sender._provider.send(text.number, text.text, text.token)  # and then the process was killed
    bench.work_all()
    assert (len(provider.texts), bench.states()) == (1, ["taken"])


def test_a_sender_killed_before_the_call_loses_nothing(bench: Bench, provider: Provider) -> None:
    bench.put()
    bench.store.texts_to_send(bench.now, 8)  # marked, and then the process was killed
    bench.work_all()
    assert (len(provider.texts), bench.states()) == (1, ["taken"])


def test_nobody_listening_is_no_reason_to_ask(engine: Engine, provider: Provider) -> None:
    bench = Bench(engine, provider, api_base="http://127.0.0.1:9")
    bench.put()
    bench.work()
    assert bench.states() == ["waiting"]


def test_waits_grow_and_end(bench: Bench, provider: Provider) -> None:
    provider.behave.extend(["429"] * 1000)
    bench.put()
    start, tries = bench.now, []
    for seconds in [1] * 40 + [30] * 20:
        if bench.work(seconds):
            tries.append((bench.now - start).total_seconds())
    waits = [b - a for a, b in itertools.pairwise(tries)]
    assert waits[0] < 4 and waits[:4] == sorted(waits[:4]) and 60 <= max(waits) <= 390
    bench.work(23 * 3600)
    assert bench.states() == ["waiting"]
    bench.work(3600)
    assert bench.states() == ["failed"]


def test_a_number_that_cannot_be_texted_is_given_up_at_once(bench: Bench, provider: Provider) -> None:
    provider.behave.append("bad-number")
    bench.put()
    bench.work()
    assert bench.states() == ["failed"]
    assert bench.row().error == 21211  # type: ignore[attr-defined]


def test_a_blocked_number_is_opted_out(bench: Bench, provider: Provider) -> None:
    provider.blocked.add(ANNA)
    bench.put()
    bench.work()
    assert bench.store.person(ANNA).opted_out
    bench.put("Another.")
    bench.work()
    assert bench.states() == ["failed", "withheld"]


def test_a_stop_that_came_meanwhile_is_heeded_and_confirmed(bench: Bench, provider: Provider) -> None:
    bench.put()
    with bench.engine.begin() as connection:
        opt_out(connection, ANNA, how="texted STOP", at=bench.now)
    bench.put("No more texts. Call 911 in an emergency.", purpose="stopped")
    bench.work()
    bench.work()
    assert provider.to(ANNA) == ["No more texts. Call 911 in an emergency."]
    assert bench.states() == ["withheld", "taken"]


def test_spanish_and_emoji_arrive_as_they_are(bench: Bench, provider: Provider) -> None:
    words = "Sí, mamá puede. ¿Duele? ¡Llame! Ñandú ü 🙂"
    bench.put(words)
    bench.work()
    assert provider.to(ANNA) == [words]


def test_a_wrong_token_is_tried_again_until_it_is_mended(bench: Bench, provider: Provider) -> None:
    provider.behave.extend(["401"] * 3)
    bench.put()
    bench.work_all()
    assert provider.to(ANNA) == ["Yes, after a day."]


def test_sids_of_the_stand_in_differ() -> None:
    assert len({new_sid() for _ in range(100)}) == 100
