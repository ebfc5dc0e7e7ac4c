"""No held-out message is training data: an overlap fails the build."""

from pathlib import Path

import pytest

import benchmarks.held_out
from benchmarks.held_out import CLINIC, SPLITS, expected, questions, sign_files, sign_messages
from benchmarks.overlap import held_out_texts, overlaps, training_texts
from bot.errors import ContentError
from bot.redflags.lexicon import read_lexicon
from bot.yamlfile import read_yaml

ROOT = Path(__file__).parents[1]
HELD_OUT = ROOT / "tests" / "held_out"


def test_no_held_out_text_is_training_data_or_nearly():
    found = overlaps(held_out_texts(), training_texts(ROOT))
    assert not found, "\n".join(f"{a!r} ~ {b!r} ({score:.2f})" for a, b, score in found)


def test_the_splits_share_no_text():
    tuning, final = ([q.text for q in questions(s)] + [m.text for m in sign_messages(s)] for s in SPLITS)
    assert not overlaps(tuning, final)


def test_there_are_enough():
    for split in SPLITS:
        assert len(questions(split)) >= 400
        assert len(sign_messages(split)) >= 400


def test_overlap_is_found_where_it_is():
    assert overlaps(["How long until I can lift my dog?!"], ["how long until i can lift my dog"])
    assert overlaps(["when is it ok to lift my grandson again"], ["when is it okay to lift my grandson again"])
    assert not overlaps(["when may I carry the shopping"], ["may my mother bathe tonight"])


def test_every_topic_says_what_a_right_answer_holds():
    topics = {path.stem for path in (ROOT / "knowledge" / "topics").glob("*.yml")}
    assert topics == set(expected())


def test_every_batch_is_read_first_batch_first():
    names = [path.name for path in sign_files("final")]
    assert names[0] == "red_flags.final.yml" and set(names) == {p.name for p in HELD_OUT.glob("red_flags.final*.yml")}
    assert len(sign_messages("final")) == sum(len(read_yaml(HELD_OUT / name)) for name in names)


@pytest.mark.parametrize("split", SPLITS)
def test_no_warning_sign_message_stands_twice(split: str):
    texts = [message.text for message in sign_messages(split)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("split", [*SPLITS, CLINIC])
def test_every_sign_is_known_with_its_tier(split: str):
    tiers = {sign.id: sign.tier for sign in read_lexicon(ROOT / "knowledge").signs.values()}
    wrong = [m for m in sign_messages(split) if tiers.get(m.sign, "none") != m.tier]
    assert not wrong and all(m.sign in tiers or m.sign.startswith("none.") for m in sign_messages(split))


def test_a_clinics_own_messages_are_read_if_there_are_any(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(benchmarks.held_out, "FOLDER", tmp_path)
    assert sign_messages(CLINIC) == []
    row = "- {text: my fever is back, tier: provider, sign: infection.fever, wording: plain}\n"
    for name in ("red_flags.clinic.yml", "red_flags.clinic.ward-3.yml"):
        (tmp_path / name).write_text(row)
    assert [m.text for m in sign_messages(CLINIC)] == ["my fever is back"] * 2
    with pytest.raises(ContentError, match=r"red_flags\.final\.yml"):
        sign_messages("final")


@pytest.mark.parametrize("row", ["text: a, tier: urgent, sign: x.y", "text: a, sign: x.y", "text: a, teir: none"])
def test_a_broken_row_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, row: str):
    monkeypatch.setattr(benchmarks.held_out, "FOLDER", tmp_path)
    (tmp_path / "red_flags.clinic.yml").write_text(f"- {{{row}}}\n")
    with pytest.raises(ContentError, match=r"clinic\.yml: a: \w+"):
        sign_messages(CLINIC)
