"""A bucket of tokens each: bursts, a steady pace, and an honest time to wait."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.rate import RateLimit


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_one_by_one() -> None:
    clock = Clock()
    limit = RateLimit(12, 60, burst=6, clock=clock)
    assert [limit.take("a") for _ in range(6)] == [0] * 6
    assert limit.take("a") == 5
    clock.now += 5
    assert (limit.take("a"), limit.take("a")) == (0, 5)


def test_everybody_has_a_bucket_of_their_own() -> None:
    limit = RateLimit(1, 60, clock=Clock())
    assert [limit.take(sender) for sender in "abca"] == [0, 0, 0, 60]


@given(st.lists(st.floats(0, 30), max_size=80), st.integers(1, 20), st.integers(1, 100), st.integers(1, 10))
def test_never_more_than_the_burst_and_the_pace(waits: list[float], many: int, seconds: int, burst: int) -> None:
    clock = Clock()
    limit, taken = RateLimit(many, seconds, burst=burst, clock=clock), 0
    for wait in waits:
        clock.now += wait
        taken += limit.take("a") == 0
    assert taken <= burst + clock.now * many / seconds + 1e-6


@example([0.4, 0.0], 1, 1)
@given(st.lists(st.floats(0, 3), max_size=40), st.integers(1, 20), st.integers(1, 100))
def test_who_waits_as_told_is_let_in(waits: list[float], many: int, seconds: int) -> None:
    clock = Clock()
    limit = RateLimit(many, seconds, clock=clock)
    for wait in waits:
        clock.now += wait
        told = limit.take("a")
        if told:
            clock.now += told
            assert limit.take("a") == 0


def test_a_clock_that_stands_still_or_many_senders_do_not_fill_the_memory() -> None:
    limit = RateLimit(1, 60, clock=Clock())
    for number in range(60_000):
        limit.take(str(number))
    assert len(limit._buckets) == 50_000
