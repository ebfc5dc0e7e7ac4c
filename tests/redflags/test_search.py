"""Many patterns at once: every place of every pattern, whatever else is searched for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.redflags.search import PatternSearch

SIGNS = {
    "leg": ["cannot feel .. leg|legs", "leg? numb*"],
    "chest": ["chest .. pain*|hurt*"],
    "pee": ["cannot pee"],
}
SEARCH = PatternSearch(SIGNS, {})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("all is well", []),
        ("i cannot feel my legs", [("leg", 1, 5)]),
        ("my chest really hurts", [("chest", 1, 4)]),
        ("cannot pee cannot pee", [("pee", 0, 2), ("pee", 2, 4)]),
        ("leg numbness and chest pain", [("chest", 3, 5), ("leg", 0, 2)]),
        ("chests hurt", []),
        ("cannot peel it", []),
    ],
)
def test_find(text: str, found: list[tuple[str, int, int]]) -> None:
    assert sorted(SEARCH.find(text.split())) == found


@given(st.lists(st.sampled_from("cannot feel my legs chest pain pee numbing no . but well".split()), max_size=25))
def test_together_they_find_what_each_finds_alone(tokens: list[str]) -> None:
    alone = [found for key, written in SIGNS.items() for found in PatternSearch({key: written}, {}).find(tokens)]
    together = SEARCH.find(tokens)
    assert sorted(together) == sorted(alone)
    assert all(0 <= start < end <= len(tokens) for _, start, end in together)


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    SEARCH.find(text.split())


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_sign_is_found_wherever_it_stands(before: int, after: int) -> None:
    tokens = ["so"] * before + ["cannot", "pee"] + ["so"] * after
    assert SEARCH.find(tokens) == [("pee", before, before + 2)]
