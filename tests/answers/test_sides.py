"""What each page says to a question: who leads, who differs, who is the cautious one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.sides import choose, differences, minutes
from bot.records import Figure, Hit, Passage, Stance, Topic


def _passage(source: str, *figures: Figure, name: str = "", stances: tuple[Stance, ...] = ()) -> Passage:
    return Passage(f"lifting/{source}{name}", "lifting", source, "Rest", "here", "text", "sms", figures, stances)


def _limit(value: float, unit: str, of: str = "lifting limit") -> Figure:
    return Figure(of, value, unit)


DAY, WEEKS, NONE = _passage("uk", _limit(1, "day")), _passage("hermann", _limit(6, "week")), _passage("onco")
OTHER = _passage("hermann", _limit(2, "hour", "rest"), name=".rest")


def _topic(*passages: Passage, limits: dict[str, str] | None = None) -> Topic:
    return Topic("lifting", "lifting", "When can I lift?", passages, limits or {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("side", "order"),
    [
        ("longest", ["hermann", "uk", "onco"]),
        ("shortest", ["uk", "hermann", "onco"]),
        (None, ["onco", "uk", "hermann"]),
    ],
)
def test_the_cautious_side_comes_first(side: str | None, order: list[str]) -> None:
    topic = _topic(DAY, WEEKS, NONE, limits={"lifting limit": side} if side else None)
    hits = [Hit(NONE.id, 0.9), Hit(DAY.id, 0.8), Hit(WEEKS.id, 0.7)]
    assert [p.source for p in choose(topic, hits).passages] == order


def test_a_page_answers_with_the_passage_on_the_same_thing() -> None:
    sides = choose(_topic(OTHER, WEEKS, DAY), [Hit(DAY.id, 0.9), Hit(OTHER.id, 0.8), Hit(WEEKS.id, 0.1)])
    assert sides.passages == (DAY, WEEKS)
    assert sides.differ_on == ("lifting limit",)


def test_the_sides_of_a_conflict_stand_together() -> None:
    heals, leads_on = (
        _passage(page, stances=(Stance("untreated", value),))
        for page, value in (("uk", "heals"), ("hermann", "deforms"))
    )
    aside = _passage("clinic", stances=(Stance("benefit", "little"),))
    found = choose(_topic(heals, aside, leads_on), [Hit(heals.id, 0.9), Hit(aside.id, 0.8)])
    assert [p.source for p in found.passages] == ["uk", "hermann", "clinic"]


def test_else_with_its_nearest() -> None:
    sides = choose(_topic(WEEKS, OTHER, NONE), [Hit(NONE.id, 0.9), Hit(OTHER.id, 0.8)])
    assert sides.passages == (NONE, OTHER)
    assert not sides.differ


def test_of_one_page_alone_the_nearest_passage_and_the_next_are_told() -> None:
    third = _passage("hermann", name=".third")
    sides = choose(_topic(third, WEEKS, OTHER), [Hit(OTHER.id, 0.9), Hit(WEEKS.id, 0.8)])
    assert sides.passages == (OTHER, WEEKS)
    assert not sides.differ
    assert choose(_topic(third, WEEKS, OTHER), [Hit(OTHER.id, 0.9)], brief=True).passages == (OTHER,)


def test_without_hits_the_files_order_holds() -> None:
    assert choose(_topic(DAY, NONE), []).passages == (DAY, NONE)


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        (_passage("a", _limit(2, "day")), _passage("b", _limit(48, "hour")), []),
        (_passage("a", _limit(2, "day")), _passage("b", _limit(3, "day")), ["lifting limit"]),
        (_passage("a", _limit(2, "day")), _passage("b"), []),
        (_passage("a", _limit(2, "day", "rest")), _passage("b", _limit(3, "day", "bath")), []),
        (_passage("a", _limit(1, "hour"), _limit(2, "hour")), _passage("b", _limit(2, "hour"), _limit(1, "hour")), []),
        (_passage("a", _limit(1, "hour"), _limit(2, "hour")), _passage("b", _limit(1, "hour")), ["lifting limit"]),
        (
            _passage("a", stances=(Stance("stay", "home the same day"),)),
            _passage("b", stances=(Stance("stay", "at times a night"),)),
            ["stay"],
        ),
        (
            _passage("a", stances=(Stance("stay", "home the same day"),)),
            _passage("b", stances=(Stance("stay", "home the same day"),)),
            [],
        ),
    ],
)
def test_differences(one: Passage, other: Passage, names: list[str]) -> None:
    assert differences([one, other]) == names


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(90, "minute", 90), (1.5, "hour", 90), (2, "day", 2880), (6, "week", 60480), (90, "percent", 90), (3, "count", 3)],
)
def test_minutes(value: float, unit: str, expected: float) -> None:
    assert minutes(Figure("x", value, unit)) == expected


_SOURCES = st.sampled_from("abcd")
_FIGURES = st.lists(st.builds(_limit, st.integers(1, 9), st.sampled_from(["hour", "day", "week"])), max_size=2)
_PASSAGES = st.lists(st.tuples(_SOURCES, _FIGURES), min_size=1, max_size=6)


@given(_PASSAGES, st.lists(st.floats(0, 1), min_size=6, max_size=6), st.sampled_from(["longest", "shortest"]))
def test_every_page_speaks_once_and_the_most_cautious_first(
    given_passages: list[tuple[str, list[Figure]]], scores: list[float], side: str
) -> None:
    passages = [_passage(source, *figures, name=f".{i}") for i, (source, figures) in enumerate(given_passages)]
    hits = [Hit(p.id, score) for p, score in zip(passages, scores, strict=False)]
    sides = choose(_topic(*passages, limits={"lifting limit": side}), hits)
    sources = [p.source for p in sides.passages]
    pages = {p.source for p in passages}
    assert (len(sources) == len(set(sources)) or len(pages) == 1) and set(sources) <= pages
    if not differences(passages):  # else a page is left out where it would show half a conflict
        assert set(sources) == pages
    limits = [[minutes(f) * (1 if side == "longest" else -1) for f in p.figures] for p in sides.passages]
    best = [max(values) for values in limits if values and len(pages) > 1]
    assert best == sorted(best, reverse=True)
    assert all(limits[: len(best)])  # a page without a limit never stands before one with it
