"""The page of warning signs for the clinician, and that no tier changes unsaid."""

from __future__ import annotations

import pytest

from bot.knowledge.signs_page import signs_page, tiers_on, unlogged_changes
from bot.redflags.schema import SignEntry


def _sign(id_: str, tier: str, **more: str | None) -> tuple[str, SignEntry]:
    texts = {"sign": "a | b", "reason": "why", "reference": "to be supplied", "example": "ex", "counter_example": "no"}
    entry = {**texts, "id": id_, "tier": tier, "reviewed_by": None, "patterns": ["x"], **more}
    return f"{id_.partition('.')[0]}.yml", SignEntry(**entry)


SIGNS = [_sign("liver.yellow", "provider"), _sign("heart.pain", "emergency"), _sign("crisis.plan", "crisis")]
LOG = (
    "# Log\n## Unreleased\n### Added\n- `a.b`\n### Clinical content\n- {}\n## 0.1\n### Clinical content\n- `old.one`\n"
)


def test_every_sign_stands_under_its_tier_greatest_first():
    page = signs_page(SIGNS)
    assert list(tiers_on(page).items()) == [
        ("heart.pain", "emergency"),
        ("crisis.plan", "crisis"),
        ("liver.yellow", "provider"),
    ]
    assert r"a \| b" in page and "[`heart.pain`](heart.yml)" in page


def test_signatures_and_references_are_told():
    assert "No clinician has signed any" in signs_page(SIGNS)
    assert "3 of 3 references are still to be supplied" in signs_page(SIGNS)
    signed = signs_page([*SIGNS[:2], _sign("crisis.plan", "crisis", reviewed_by="Dr. Nobody", reference="A book")])
    assert "1 of 3 are signed" in signed and "| Dr. Nobody |" in signed and "2 of 3 references" in signed


@pytest.mark.parametrize(
    ("now", "logged", "missing"),
    [
        (SIGNS, "", []),
        ([*SIGNS, _sign("new.sign", "crisis")], "", []),
        ([*SIGNS[:2], _sign("crisis.plan", "provider")], "", ["crisis.plan: crisis to provider"]),
        ([*SIGNS[:2], _sign("crisis.plan", "provider")], "`crisis.plan` is told to call", []),
        ([*SIGNS[:2], _sign("crisis.plan", "provider")], "`crisis.plans`", ["crisis.plan: crisis to provider"]),
        (SIGNS[:2], "nothing", ["crisis.plan: crisis to none"]),
    ],
)
def test_a_changed_tier_must_be_in_the_change_log(now: list, logged: str, missing: list[str]):
    assert unlogged_changes(signs_page(SIGNS), now, LOG.format(logged)) == missing


@pytest.mark.parametrize("log", ["", "# Log\n", LOG.format("`a.c`"), LOG.replace("Clinical content", "Changed", 1)])
def test_other_parts_of_the_change_log_do_not_count(log: str):
    before = signs_page([_sign("a.b", "crisis"), _sign("old.one", "crisis")])
    now = [_sign("a.b", "provider"), _sign("old.one", "provider")]
    assert len(unlogged_changes(before, now, log)) == 2
