"""The life of an alarm: it opens, rises, never falls, and ends only when help was reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import TIERS, RedFlag, Tier, greatest_tier
from bot.redflags.alarm import Alarm, advance, inquire

LEGS = RedFlag("neuro.leg-weakness", "emergency", "legs", "rule")
FEVER = RedFlag("infection.fever", "provider", "fever", "rule")
HARM = RedFlag("crisis.suicide", "crisis", "die", "rule")
SINCE, NOW = "2026-11-20T10:00:00+00:00", "2026-11-21T10:00:00+00:00"


def _open(*flags: RedFlag) -> Alarm:
    return Alarm(greatest_tier([f.tier for f in flags]), tuple(f.id for f in flags), SINCE)


@pytest.mark.parametrize(
    ("before", "flags", "reached", "tier", "signs"),
    [
        (None, [], False, None, ()),
        (None, [], True, None, ()),
        (None, [FEVER], False, "provider", (FEVER.id,)),
        (None, [FEVER, LEGS, FEVER], False, "emergency", (FEVER.id, LEGS.id)),
        (None, [FEVER], True, "provider", (FEVER.id,)),  # a new sign opens it whatever else is said
        (_open(FEVER), [], False, "provider", (FEVER.id,)),
        (_open(FEVER), [LEGS], False, "emergency", (FEVER.id, LEGS.id)),
        (_open(FEVER), [HARM], False, "crisis", (FEVER.id, HARM.id)),
        (_open(LEGS), [FEVER], False, "emergency", (LEGS.id, FEVER.id)),
        (_open(LEGS), [HARM], False, "emergency", (LEGS.id, HARM.id)),
        (_open(LEGS), [LEGS], False, "emergency", (LEGS.id,)),
        (_open(LEGS), [], True, None, ()),
        (_open(LEGS), [LEGS], True, None, ()),  # "I am at the ER with my numb legs"
        (_open(FEVER), [LEGS], True, "emergency", (FEVER.id, LEGS.id)),
    ],
)
def test_advance(
    before: Alarm | None, flags: list[RedFlag], reached: bool, tier: Tier | None, signs: tuple[str, ...]
) -> None:
    after = advance(before, flags, reached_help=reached, now=NOW)
    assert (after.tier if after else None) == tier
    assert (after.flags if after else ()) == signs
    if after:
        assert after.since == (SINCE if before else NOW)


_TIERS = st.sampled_from(TIERS[1:])
_FLAGS = st.lists(st.builds(RedFlag, st.sampled_from("abcdef"), _TIERS, st.just("cue"), st.just("why")), max_size=4)
_ALARMS = st.builds(
    Alarm, _TIERS, st.lists(st.sampled_from("abcdef"), min_size=1, unique=True).map(tuple), st.just(SINCE)
)


@given(_ALARMS, _FLAGS)
def test_a_message_never_lowers_the_tier_nor_forgets_a_sign(alarm: Alarm, flags: list[RedFlag]) -> None:
    after = advance(alarm, flags, reached_help=False, now=NOW)
    assert after is not None
    assert TIERS.index(after.tier) >= TIERS.index(alarm.tier)
    assert TIERS.index(after.tier) >= max((TIERS.index(f.tier) for f in flags), default=0)
    assert set(after.flags) == {*alarm.flags, *(f.id for f in flags)}
    assert after.since == alarm.since


@given(st.none() | _ALARMS, _FLAGS)
def test_reaching_help_ends_it_only_without_a_new_sign(alarm: Alarm | None, flags: list[RedFlag]) -> None:
    after = advance(alarm, flags, reached_help=True, now=NOW)
    known = set(alarm.flags) if alarm else set()
    assert (after is None) is all(f.id in known for f in flags)
    if after and alarm:
        assert TIERS.index(after.tier) >= TIERS.index(alarm.tier)


@given(st.none() | _ALARMS, st.lists(_FLAGS, min_size=1, max_size=4))
def test_splitting_over_messages_changes_nothing(alarm: Alarm | None, parts: list[list[RedFlag]]) -> None:
    at_once = advance(alarm, [f for part in parts for f in part], reached_help=False, now=NOW)
    one_by_one = alarm
    for part in parts:
        one_by_one = advance(one_by_one, part, reached_help=False, now=NOW)
    assert one_by_one == at_once


@given(_ALARMS)
def test_an_alarm_travels_as_a_dict(alarm: Alarm) -> None:
    assert Alarm.from_dict(alarm.as_dict()) == alarm


def test_no_alarm_travels_as_none() -> None:
    assert Alarm.from_dict(None) is None


HOURS = [
    ("2026-11-20T10:00:01+00:00", ""),
    ("2026-11-23T09:59:59+00:00", ""),
    ("2026-11-23T10:00:00+00:00", "check"),
    ("2026-12-24T05:00:00-05:00", "check"),
]


@pytest.mark.parametrize(("now", "asking"), HOURS)
def test_after_72_hours_it_asks(now: str, asking: str) -> None:
    asked = inquire(_open(LEGS), called=False, now=now)
    assert (asked.asking, asked.checked) == (asking, asking == "check")


def test_it_asks_once() -> None:
    late = "2026-11-24T10:00:00+00:00"
    asked = inquire(_open(LEGS), called=False, now=late)
    after = inquire(asked, called=False, now=late)
    assert (after.asking, after.checked) == ("", True)
    assert inquire(after, called=False, now="2026-12-24T10:00:00+00:00") == after


def test_a_call_of_unknown_end_is_asked_after_and_leaves_the_later_question() -> None:
    asked = inquire(_open(FEVER), called=True, now=NOW)
    assert (asked.asking, asked.checked) == ("contact", False)
    assert inquire(asked, called=False, now="2026-11-24T10:00:00+00:00").asking == "check"


def test_a_new_sign_asks_nothing_and_keeps_the_id() -> None:
    asked = inquire(advance(None, [FEVER], reached_help=False, now=SINCE, message_id="m1"), called=True, now=NOW)  # type: ignore[arg-type]
    risen = advance(asked, [LEGS], reached_help=False, now=NOW, message_id="m2")
    assert risen is not None
    assert (risen.id, risen.asking, risen.tier) == ("m1", "", "emergency")


def test_an_alarm_of_an_older_archive_is_read() -> None:
    old = Alarm.from_dict({"tier": "provider", "flags": [FEVER.id], "since": SINCE})
    assert old == Alarm("provider", (FEVER.id,), SINCE)
