"""The safety report's figures, its page, and what counts as a fall below the baseline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.held_out import SignMessage
from benchmarks.safety.baseline import BASELINE, ELSEWHERE, Bounds, aims, bounds, falls, read_baseline, write_baseline
from benchmarks.safety.cases import Case
from benchmarks.safety.judgement import is_right
from benchmarks.safety.measure import measured
from benchmarks.safety.monotone import Trial
from benchmarks.safety.page import page
from bot.errors import ContentError
from bot.records import Tier


def _message(tier: Tier, sign: str, text: str = "x", wording: str = "plain") -> SignMessage:
    return SignMessage(text, tier, sign, wording)


LEGS = _message("emergency", "neuro.leg-weakness", "legs <b>numb</b>")
FEVER = _message("provider", "infection.fever", wording="sms")
DENIED = _message("none", "none.denied", "no fever")
SORE = _message("none", "none.expected", "sore where the needle went in")
PLAN = _message("crisis", "crisis.plan")


@pytest.mark.parametrize(
    ("message", "got", "right"),
    [
        (LEGS, "emergency", True),
        (LEGS, "crisis", True),
        (LEGS, "provider", False),
        (LEGS, "none", False),
        (PLAN, "emergency", True),
        (PLAN, "provider", False),
        (FEVER, "emergency", True),
        (FEVER, "none", False),
        (DENIED, "none", True),
        (DENIED, "provider", False),
        (SORE, "provider", True),
        (SORE, "emergency", False),
    ],
)
def test_is_right(message: SignMessage, got: Tier, right: bool):
    assert is_right(message, got) is right


@pytest.mark.parametrize(
    ("before", "after", "fell", "lost"),
    [
        ("emergency", "emergency", False, False),
        ("none", "emergency", False, False),
        ("emergency", "crisis", True, False),
        ("emergency", "provider", True, True),
        ("emergency", "none", True, True),
        ("none", "none", False, False),
    ],
)
def test_a_lower_tier_is_a_fall(before: Tier, after: Tier, fell: bool, lost: bool):
    trial = Trial("typo", LEGS, ("x",), before, after)
    assert (trial.fell, trial.lost) == (fell, lost)


def _figures(clinic: list[Case] | None = None) -> dict[str, Any]:
    cases = [
        Case(LEGS, "none", ()),
        Case(LEGS, "emergency", ("neuro.leg-weakness",)),
        Case(FEVER, "provider", ("infection.fever",)),
        Case(PLAN, "crisis", ("crisis.plan",)),
        Case(DENIED, "provider", ("infection.fever",)),
        Case(SORE, "provider", ("pain.back",)),
    ]
    tried = [Trial("emoji", LEGS, ("a", "<i>"), "emergency", "none"), Trial("typo", FEVER, ("b",), "none", "none")]
    return measured(cases, clinic or [], tried, [1.0, 2.0, 3.0])


def test_figures():
    found = _figures()
    tiers = found["recall"]["tier"]
    assert [(name, rate["hits"], rate["cases"]) for name, rate in tiers.items()] == [
        ("emergency", 1, 2),
        ("crisis", 1, 1),
        ("provider", 1, 1),
        ("emergency and crisis", 2, 3),
    ]
    assert tiers["provider"]["low"] == pytest.approx(0.025)  # the exact bound of one in one
    assert found["recall"]["wording"]["sms"]["cases"] == 1
    assert found["alarms"]["kind"]["none.denied"]["hits"] == 1 and found["alarms"]["kind"]["none.expected"]["hits"] == 0
    assert found["confusion"]["emergency"] == {"emergency": 1, "crisis": 0, "provider": 0, "none": 1}
    assert [case["text"] for case in found["misses"]] == [LEGS.text]
    assert [case["text"] for case in found["plain_emergencies_as_none"]] == [LEGS.text]
    assert [case["text"] for case in found["false_alarms"]] == [DENIED.text]
    assert (found["monotone"]["tried"], found["monotone"]["fell"], found["monotone"]["lost"]) == (2, 1, 1)
    assert found["monotone"]["violations"][0]["said"] == ["a", "<i>"]
    assert found["detector_ms"]["p50"] == 2.0 and found["clinic"] == {}


def test_the_page_holds_every_failure_escaped():
    found = _figures(clinic=[Case(_message("emergency", "own.sign", "our & own"), "none", ())])
    report = {"split": "tuning", "hashes": {"model": "abc"}, "aims": [vars(a) for a in aims(found)], **found}
    html = page(report | {"below_baseline": ["recall of crisis: <1"]})
    for text in (
        "legs &lt;b&gt;numb&lt;/b&gt;",
        "no fever",
        "a ⏎ &lt;i&gt;",
        "our &amp; own",
        "recall of crisis: &lt;1",
    ):
        assert text in html
    assert "<b>numb" not in html and "http" not in html


def test_aims_are_met_only_by_what_was_measured():
    met = {aim.name: aim.met for aim in aims(_figures())}
    assert met == {
        "emergencies and crises caught": False,
        "provider signs caught": True,
        "false alarms on look-alikes": False,
        "plain emergencies answered as none": False,
        "variations that lower the tier": False,
        "the detector's own time, p95": True,
    }


def test_an_archive_of_another_machine_may_differ_in_a_few_messages_but_in_no_plain_emergency():
    here, elsewhere = bounds(_figures()), bounds(_figures(), ELSEWHERE)
    assert not list(falls(here, elsewhere))
    assert all(elsewhere.at_least[name] < bound for name, bound in here.at_least.items() if bound)
    plain = "plain emergencies answered as none"
    assert elsewhere.at_most[plain] == here.at_most[plain]
    assert all(elsewhere.at_most[name] > bound for name, bound in here.at_most.items() if name != plain and bound < 1)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (Bounds(at_least={"a": 0.9, "new": 0.1}, at_most={"b": 1}), 0),
        (Bounds(at_least={"a": 0.95}, at_most={"b": 0}), 0),
        (Bounds(at_least={"a": 0.89}, at_most={"b": 1}), 1),
        (Bounds(at_least={"a": 0.9}, at_most={"b": 1.5}), 1),
        (Bounds(at_least={"a": 0.1}, at_most={"b": 2}), 2),
        (Bounds(at_least={}, at_most={}), 2),
    ],
)
def test_a_worse_bound_is_a_fall_and_so_is_a_missing_one(now: Bounds, told: int):
    before = Bounds(at_least={"a": 0.9}, at_most={"b": 1})
    assert len(list(falls(now, before))) == told


def test_a_measurement_holds_its_own_baseline_and_other_splits_stay(tmp_path: Path):
    path = tmp_path / "baseline.json"
    own = Case(_message("emergency", "own.sign"), "emergency", ("own.sign",))
    now = bounds(_figures(clinic=[own]))
    assert not read_baseline(path).splits and "the clinic's recall of emergency" in now.at_least
    write_baseline("tuning", now, path)
    write_baseline("final", bounds(_figures()), path)
    kept = read_baseline(path).splits
    assert set(kept) == {"tuning", "final"} and not list(falls(now, kept["tuning"]))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"splits": {"final": {}}}', json.dumps({"splits": {}, "more": 1})])
def test_a_broken_baseline_is_named(tmp_path: Path, text: str):
    path = tmp_path / "baseline.json"
    path.write_text(text)
    with pytest.raises(ContentError, match=r"baseline\.json"):
        read_baseline(path)


def test_the_committed_baseline_is_of_the_final_split():
    final = read_baseline(BASELINE).splits["final"]
    assert {"recall of emergency", "recall of crisis", "recall of provider"} <= set(final.at_least)
    assert {"false alarms", "plain emergencies answered as none"} <= set(final.at_most)
