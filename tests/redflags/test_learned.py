"""The learned detector's bars: what is shown by the whole, by what is left of it, and by two messages together."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.records import Tier
from bot.redflags.detector import Detector, Earlier
from bot.redflags.learned import LearnedDetector, Opinion, Thresholds, Views
from bot.redflags.lexicon import Lexicon, read_lexicon
from bot.redflags.rules import RuleDetector, shared_rules

FEVER, CHEMO_FEVER, CRISIS = "infection.fever", "infection.fever-high-risk", "crisis.suicidal-thoughts"
LEGS = "neuro.leg-weakness"


BARS = Thresholds(
    whole=0.55, crisis=0.35, provider=0.9, core=0.9, core_crisis=0.5, piece=0.9, support=0.5, voided=0.9, doubt=0.15,
    grave_doubt=0.05, joined=0.85, joined_crisis=0.4, settled=0.1, settled_sure=0.9, share=0.35,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"whole": 1.2}, "whole must be a number from 0 to 1"),
        ({"whole": "high"}, "whole must be a number from 0 to 1"),
        ({"wohle": 0.5}, "wohle"),
        ({"crisis": None}, "crisis must be"),
    ],
)
def test_a_threshold_that_is_none_is_told(change: dict[str, object], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        Thresholds.read({**asdict(BARS), **change})


def test_every_threshold_is_wanted() -> None:
    assert Thresholds.read(asdict(BARS)) == BARS
    with pytest.raises(SettingsError, match="not known: whole"):
        Thresholds.read({name: bar for name, bar in asdict(BARS).items() if name != "whole"})


class _Thinks(LearnedDetector):
    """A detector with a set opinion, whatever it reads."""

    mind = Opinion()

    def opinion(self, views: Views) -> Opinion:
        return self.mind


def thinks(lexicon: Lexicon, opinion: Opinion) -> LearnedDetector:
    detector = _Thinks(None, lexicon, BARS)  # type: ignore[arg-type]
    object.__setattr__(detector, "mind", opinion)
    return detector


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(Path("knowledge"))


@pytest.fixture(scope="module")
def rules(lexicon: Lexicon) -> RuleDetector:
    return shared_rules(lexicon)


@pytest.mark.parametrize(
    ("opinion", "signs"),
    [
        (Opinion(whole=0.99, sign=FEVER), [FEVER]),
        (Opinion(whole=0.99, sign=FEVER, core=0.99, sign_of_core=CHEMO_FEVER), [CHEMO_FEVER]),  # the gravest of both
        (Opinion(whole=0.99, sign=CHEMO_FEVER, core=0.99, sign_of_core=FEVER), [CHEMO_FEVER]),
        (Opinion(whole=0.1, sign=LEGS, core=0.75, sign_of_core=LEGS), []),
        (
            Opinion(whole=0.1, sign=CRISIS, core=0.75, sign_of_core=CRISIS),
            [CRISIS],
        ),  # a question beside it hides no crisis
        (
            Opinion(whole=0.6, sign=FEVER, piece=0.95, sign_of_piece=LEGS),
            [LEGS],
        ),  # a piece, where the whole supports it
        (Opinion(whole=0.4, sign=LEGS), []),
        (Opinion(whole=0.4, sign=CRISIS), [CRISIS]),
    ],
)
def test_the_gravest_sign_that_is_sure_enough_counts(lexicon: Lexicon, opinion: Opinion, signs: list[str]) -> None:
    assert [flag.id for flag in thinks(lexicon, opinion).flags(opinion, voided=frozenset())] == signs


@pytest.mark.parametrize(
    ("sure", "sign", "before", "signs"),
    [
        (0.97, LEGS, "none", [LEGS]),
        (0.97, LEGS, "emergency", []),  # it was found in the first message: not again
        (0.99, LEGS, "provider", []),  # nor is "ok" behind a fever an emergency
        (0.8, LEGS, "none", []),
        (0.8, FEVER, "none", []),
        (0.8, CRISIS, "none", [CRISIS]),
    ],
)
def test_two_messages_show_what_neither_does(
    lexicon: Lexicon, rules: RuleDetector, sure: float, sign: str, before: Tier, signs: list[str]
) -> None:
    detector = Detector(rules, thinks(lexicon, Opinion(joined=sure, sign_of_joined=sign)))
    found = detector.detect("and it came on at noon", "", Views([]), Earlier("one of those odd things", before))
    assert [flag.id for flag in found.flags] == signs


@pytest.mark.parametrize(
    ("sure", "sign", "before", "signs"),
    [
        (0.6, LEGS, "none", [LEGS]),  # by the bars of a message that was sent in one
        (0.5, LEGS, "none", []),
        (0.6, FEVER, "none", []),
        (0.6, LEGS, "provider", [LEGS]),  # the second half makes it graver
        (0.6, LEGS, "emergency", []),
    ],
)
def test_a_sentence_sent_in_two_is_read_as_one(
    lexicon: Lexicon, rules: RuleDetector, sure: float, sign: str, before: Tier, signs: list[str]
) -> None:
    detector = Detector(rules, thinks(lexicon, Opinion(run_on=sure, sign_of_run_on=sign)))
    found = detector.detect("no me acuerdo de nada", "", Views([]), Earlier("se me fue la luz y", before))
    assert [flag.id for flag in found.flags] == signs


def test_talk_about_an_alarm_is_not_read_as_one(lexicon: Lexicon, rules: RuleDetector) -> None:
    detector = Detector(rules, thinks(lexicon, Opinion(run_on=0.6, sign_of_run_on=LEGS)))
    earlier = Earlier("no contestan en la clínica", "none", alarmed=("heart.chest-pain",))
    assert detector.detect("ya llamé al 911 y me atendieron", "", Views([]), earlier).flags == ()


def test_rows_of_two_messages_are_not_the_messages_own() -> None:
    assert Views(["b", "c"]).own == 2
    assert Views(["b", "c", "a b", "a | b"], run_on="a b", joined="a | b").own == 2
    assert Views(["b", "a b"], run_on="a b").own == Views(["b", "a | b"], joined="a | b").own == 1


@pytest.mark.parametrize(
    ("whole", "joined", "signs"),
    [
        (0.6, 0.02, []),  # what was said before settles what it means
        (0.6, 0.2, [LEGS]),
        (0.6, None, [LEGS]),  # it is read alone
        (0.95, 0.02, [LEGS]),  # nothing that was said before hides a plain sign
    ],
)
def test_what_was_said_before_settles_a_faint_sign_only(
    lexicon: Lexicon, whole: float, joined: float | None, signs: list[str]
) -> None:
    opinion = Opinion(whole=whole, sign=LEGS, joined=joined)
    assert [flag.id for flag in thinks(lexicon, opinion).flags(opinion, voided=frozenset())] == signs


def test_the_learned_detector_joins_no_spanish_messages(lexicon: Lexicon, rules: RuleDetector) -> None:
    detector = Detector(rules, thinks(lexicon, Opinion(joined=0.99, sign_of_joined=CRISIS)))
    found = detector.detect("los paramédicos ya están aquí", "", Views([]), Earlier("no era nada, olvídelo"))
    assert found.flags == ()


@pytest.mark.parametrize(
    ("voided", "signs"),
    [
        ([], [LEGS]),
        ([LEGS], []),
        (["neuro.saddle-numbness"], []),  # the same nerves
        ([FEVER], [LEGS]),  # "no fever, but my legs …": what is denied says nothing of another part of the body
        ([FEVER, LEGS], []),
    ],
)
def test_a_sign_wants_more_where_one_of_its_family_is_taken_back(
    lexicon: Lexicon, voided: list[str], signs: list[str]
) -> None:
    opinion = Opinion(whole=0.8, sign=LEGS)
    assert [flag.id for flag in thinks(lexicon, opinion).flags(opinion, voided=frozenset(voided))] == signs


def test_a_piece_shows_no_sign_whose_family_is_taken_back(lexicon: Lexicon) -> None:
    opinion = Opinion(whole=0.6, sign=FEVER, piece=0.95, sign_of_piece=LEGS)
    assert thinks(lexicon, opinion).flags(opinion, voided=frozenset([FEVER]))
    assert not thinks(lexicon, opinion).flags(opinion, voided=frozenset([LEGS]))


def test_a_slip_hides_no_graver_sign(lexicon: Lexicon, rules: RuleDetector) -> None:
    detector = Detector(rules)
    found = detector.detect(
        "fever of 101 and I cnanot feel my legs", "fever of 101 and I cannot feel my legs", Views([])
    )
    assert "emergency" in {flag.tier for flag in found.flags}
