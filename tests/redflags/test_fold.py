"""Folding keeps where a quotation begins and ends, and takes no apostrophe for one."""

from __future__ import annotations

import pytest

from bot.redflags.fold import CLOSES, OPENS, fold, fold_quotes


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ('it says "no fever" here', f"it says {OPENS} no fever {CLOSES} here"),
        ("he said 'I can't stand' twice", f"he said {OPENS} i cannot stand {CLOSES} twice"),
        ("'Any new pain?' it asks", f"{OPENS} any new pain? {CLOSES} it asks"),
        ("'¿Puede andar?' dice", f"{OPENS} puede andar? {CLOSES} dice"),
        ('"fever', "fever"),
        ("the dogs' bowls and the cats' beds", "the dogs bowls and the cats beds"),
        ("fixin' to hurt worse this evenin'", "fixin to hurt worse this evenin"),
        ("rock 'n' roll", "rock 'n roll"),
    ],
)
def test_quotations_are_marked(text: str, folded: str) -> None:
    assert fold_quotes(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"), [("in '82", "in 1982"), ("'45 and after", "1945 and after"), ("5'6", "5'6")]
)
def test_a_short_year_is_opened(text: str, folded: str) -> None:
    assert fold(text) == folded
