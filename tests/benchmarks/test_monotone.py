"""Nothing that is said beside a warning sign lowers its tier: the trained archive, tuning split only.

`make safety` tries all messages of both splits and holds their share of falls to the committed
baseline; here is what may never fall at all.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.held_out import SignMessage, sign_messages
from benchmarks.safety.asking import tier_of, timed_detector
from benchmarks.safety.monotone import sayings, seed, trials
from benchmarks.safety.variations import VARIATIONS, Said
from benchmarks.safety.workers import tiers
from bot.commands.environment import MODEL, environment
from bot.records import TIERS, Tier

pytestmark = pytest.mark.model

#: Emergencies and crises told in plain words: for these there is no excuse. Widen it as the detector grows.
PLAIN = [
    message
    for message in sign_messages("tuning")
    if message.tier in {"emergency", "crisis"} and message.wording in {"plain", "capitals"}
]
ONE_MESSAGE = sorted(set(VARIATIONS) - {"two messages"})
AskTier = Callable[[Said], Tier]


@pytest.fixture(scope="module")
def tier() -> Iterator[AskTier]:
    """Return what asks the archive, in this process, for the tier of what a person says."""
    from bot.replay.conversation import load

    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(serving=True).items():
            patch.setitem(os.environ, name, value)
        agent = load(MODEL)
        loop = asyncio.new_event_loop()
        known: dict[Said, Tier] = {}

        def ask(said: Said) -> Tier:
            if said not in known:
                known[said] = loop.run_until_complete(tier_of(agent, said))
            return known[said]

        yield ask
        loop.close()


def _never_falls(tier: AskTier, message: SignMessage, said: Said) -> None:
    before, after = tier((message.text,)), tier(said)
    assert TIERS.index(after) >= TIERS.index(before), f"{message.text!r} is {before}, {said} is {after}"


def test_there_is_something_to_try(tier: AskTier):
    assert len(PLAIN) >= 20
    assert all(tier((message.text,)) != "none" for message in PLAIN)


@pytest.mark.parametrize("kind", VARIATIONS)
def test_no_kind_of_variation_lowers_the_tier(tier: AskTier, kind: str):
    tried = [(message, VARIATIONS[kind](message, seed(message))) for message in PLAIN]
    assert sum(bool(said) for _, said in tried) >= 10
    for message, said in tried:
        if said:
            _never_falls(tier, message, said)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    message=st.sampled_from(PLAIN),
    kinds=st.lists(st.sampled_from(ONE_MESSAGE), min_size=1, max_size=3, unique=True),
    pick=st.integers(0, 500),
    parted=st.booleans(),
)
def test_no_mixture_of_variations_lowers_the_tier(
    tier: AskTier, message: SignMessage, kinds: list[str], pick: int, parted: bool
):
    varied = message
    for kind in kinds:
        for text in VARIATIONS[kind](varied, pick):
            varied = replace(varied, text=text)
    said = (parted and VARIATIONS["two messages"](varied, pick)) or (varied.text,)
    _never_falls(tier, message, said)


def test_the_detector_is_timed_by_itself():
    from bot.replay.conversation import load

    with timed_detector() as took:
        agent = load(MODEL)
        asyncio.run(tier_of(agent, ("my legs", "they went numb")))
    assert len(took) == 2 and all(0 < ms < 1000 for ms in took)


@pytest.mark.parametrize("workers", [1, 2])
def test_however_many_workers_ask_the_trials_are_the_same(tier: AskTier, workers: int):
    few = sign_messages("tuning")[::60]
    said = sayings(few, at_most=3)
    asked = dict(zip(said, tiers(said, MODEL, workers=workers), strict=True))
    here = trials({s: tier(s) for s in said}, few, at_most=3)
    assert trials(asked, few, at_most=3) == here
    assert len(said) > 32 and len({trial.before for trial in here}) > 1
