"""The confusion table over messages that another hand wrote: it must not get worse than measured."""

from __future__ import annotations

from benchmarks.sms_keywords import KINDS, confusion, read_messages


def test_the_confusion_table_holds() -> None:
    messages = read_messages()
    table = confusion(messages)
    of = {kind: sum(table[kind, other] for other in KINDS) for kind in KINDS}
    assert len(messages) >= 300
    assert table["stop", "stop"] >= 0.93 * of["stop"]
    assert table["start", "start"] >= 0.85 * of["start"]
    assert table["help", "help"] >= 0.75 * of["help"]
    assert sum(table[kind, "stop"] for kind in KINDS[1:]) <= 0.01 * (len(messages) - of["stop"])


def test_no_keyword_is_taken_for_another() -> None:
    table = confusion(read_messages())
    asked = [kind for kind in KINDS if kind != "none"]
    assert sum(table[kind, other] for kind in asked for other in asked if other != kind) == 0
