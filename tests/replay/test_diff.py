"""Two archives' replies side by side."""

from __future__ import annotations

from typing import Any

import pytest

from bot.replay.diff import WEIGHTS, Change, Comparison, weigh
from bot.replay.diff_page import diff_page, marked

RECORD: dict[str, Any] = {
    "kind": "answer",
    "tier": "provider",
    "topic": "lifting",
    "sources": ["oncolink"],
    "passages": ["lifting/oncolink"],
    "red_flags": [],
}


def _turn(text: str = "Lift nothing.", **changed: Any) -> dict[str, Any]:
    return {"user": "may I lift?", "text": text, "record": {**RECORD, **changed}, "faults": []}


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"tier": "none", "kind": "abstain"}, "the tier fell"),
        ({"tier": "emergency"}, "the tier rose"),
        ({"kind": "abstain", "topic": None}, "the kind of reply changed"),
        ({"red_flags": ["x"]}, "other warning signs"),
        ({"topic": "bathing", "sources": []}, "the topic changed"),
        ({"passages": []}, "the sources changed"),
        ({"text": "Lift less."}, "the words changed"),
    ],
)
def test_the_gravest_counts(changed: dict[str, Any], what: str) -> None:
    weight = weigh(_turn(), _turn(**changed))
    assert weight is not None and WEIGHTS[weight] == what


def test_the_same_is_no_change() -> None:
    assert weigh(_turn(), _turn()) is None
    assert weigh(_turn(), _turn(model="another archive")) is None


def test_words_are_marked_and_escaped() -> None:
    old, new = marked("Lift <b> nothing for a day.", "Lift <b> nothing for six weeks.")
    assert old == "Lift &lt;b&gt; nothing for <del>a</del> <del>day.</del>"
    assert new == "Lift &lt;b&gt; nothing for <ins>six</ins> <ins>weeks.</ins>"


def test_the_same_words_are_read_once() -> None:
    ids = {"file": "a.tar.gz", "model": "m", "knowledge": "k"}
    old, new = "Lift nothing for six weeks.", "Lift nothing for two weeks."
    alike = [Change(6, "x", n, "web", (), n, _turn(f"{n} {old}"), _turn(f"{n} {new}")) for n in ("one", "two", "three")]
    other = Change(6, "x", "other", "web", (), "other", _turn(old), _turn("Lift nothing at all."))
    page = diff_page(Comparison(ids, ids, 3, 7, (*alike, other)))
    assert page.count("<article") == 2
    assert "The same words in 2 more replies" in page and "4 of 7 replies changed" in page


def test_the_page_can_be_read_and_signed() -> None:
    ids = {"file": "a.tar.gz", "model": "m", "knowledge": "k"}
    change = Change(0, "sms/x", "a <name>", "sms", ("hello",), "may I lift?", _turn(), _turn(tier="none"))
    page = diff_page(Comparison(ids, ids, 3, 7, (change,)))
    for words in (
        "1 of 7 replies changed",
        "The tier fell: from provider to none",
        "a &lt;name&gt;",
        "Before that: hello",
    ):
        assert words in page
    assert 'name="date"' in page and "Signature" in page
    assert "http" not in page and "<script" not in page
