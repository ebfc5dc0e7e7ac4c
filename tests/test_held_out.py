"""No held-out message is training data: an overlap fails the build."""

from pathlib import Path

from benchmarks.held_out import SPLITS, expected, questions, sign_messages
from benchmarks.overlap import held_out_texts, overlaps, training_texts

ROOT = Path(__file__).parents[1]


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
