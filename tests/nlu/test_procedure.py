"""Which procedure a message says that the person has."""

from __future__ import annotations

import pytest

from bot.nlu.procedure import told_procedure


@pytest.mark.parametrize(
    ("text", "procedure"),
    [
        ("I had a kyphoplasty. When can I lift?", "kyphoplasty"),
        ("my mom had her kyphoplasty on Thursday", "kyphoplasty"),
        ("dad is in for balloon kyphoplasty next week", "kyphoplasty"),
        ("what is kyphoplasty", None),
        ("is it better to have vertebroplasty or kyphoplasty?", None),
        ("they said not kyphoplasty", None),
        ("sorry, mine was a vertebroplasty. When can I lift?", "vertebroplasty"),
        ("I had vertebroplasty", "vertebroplasty"),
        ("what is the risk of having a vertebroplasty?", None),
        ("when can I lift?", None),
    ],
)
def test_told_procedure(text: str, procedure: str | None):
    assert told_procedure(text) == procedure
