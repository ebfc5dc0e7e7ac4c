"""The simpler systems, as far as they need no model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.baselines import bm25, minilm
from benchmarks.baselines.compare import Row, ours, rates
from benchmarks.baselines.diet import nlu_file, plain
from benchmarks.held_out import Question
from benchmarks.outcomes import Outcome
from bot.nlu.examples import read_examples

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ("ask/lifting", "Lift nothing heavy for six weeks."),
    ("ask/bathing", "You can take showers after a day. Stay out of the tub."),
    ("ask/brace", "Most people need no brace."),
]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("when can I lift something heavy", "ask/lifting"),
        ("is a tub okay", "ask/bathing"),
        ("showering?", "ask/bathing"),
        ("BRACES", "ask/brace"),
    ],
)
def test_bm25_finds_the_passage_with_the_words(text: str, label: str) -> None:
    [(found, score)] = bm25.rank([text], DOCUMENTS)
    assert found == label and score > 0


def test_bm25_scores_more_shared_words_higher_and_none_nought() -> None:
    texts = ["lifting heavy things for weeks", "lifting", "zebra", "", "is it the"]
    scores = [score for _, score in bm25.rank(texts, DOCUMENTS)]
    assert scores[0] > scores[1] > 0
    assert scores[2:] == [0, 0, 0]


def test_nearest_is_the_greatest_cosine() -> None:
    documents = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    texts = np.array([[0.8, 0.6], [0, -1]], dtype=np.float32)
    assert minilm.nearest(texts, documents, ["ask/a", "ask/b", "ask/c"]) == [
        ("ask/c", pytest.approx(0.96)),
        ("ask/a", pytest.approx(0)),
    ]


def test_diets_copy_holds_the_same_texts_under_plain_intents(tmp_path: Path) -> None:
    examples = read_examples(ROOT / "data" / "nlu")
    (tmp_path / "nlu.yml").write_text(nlu_file(examples), encoding="utf-8")
    copied = read_examples(tmp_path)
    assert sorted(text for text, _ in copied) == sorted(text for text, _ in examples)
    assert not [intent for _, intent in copied if "/" in intent]


def test_no_two_labels_become_one_plain_intent() -> None:
    labels = {label for _, label in read_examples(ROOT / "data" / "nlu")}
    assert len({plain(label) for label in labels}) == len(labels)


ASKED = [
    Question("may I lift", "ask/lifting", ""),
    Question("my brace", "ask/brace", ""),
    Question("may I drive", "gap/driving", ""),
    Question("you fool", "out_of_scope/insult", ""),
]


def _counts(row: Row) -> list[tuple[int, int]]:
    return [(rate.hits, rate.cases) for rate in row.rates.values()]


def test_ours_counts_the_topic_alone_and_the_whole_answer() -> None:
    outcomes = [
        Outcome("may I lift", "ask/lifting", False, "answer lifting", "no pages", []),
        Outcome("my brace", "ask/brace", False, "answer lifting", "another topic", []),
        Outcome("may I drive", "gap/driving", True, "abstain gap/driving", "", []),
        Outcome("you fool", "out_of_scope/insult", False, "escalation None", "false alarm", []),
        Outcome("a warning sign", "emergency heart.pain", True, "emergency", "", []),
    ]
    by_topic, in_full = ours(ASKED, {"some": outcomes[:2], "others": outcomes[2:]})
    assert _counts(by_topic) == [(1, 2), (1, 1), (0, 1)]
    assert _counts(in_full) == [(0, 2), (1, 1), (0, 1)]


def test_a_row_can_be_written_as_json() -> None:
    row = Row("ours", rates(ASKED, [True, False, True, False]), 0.5)
    written = json.loads(json.dumps(row.as_dict()))
    assert (written["system"], written["threshold"]) == ("ours", 0.5)
    assert (written["answered right"]["hits"], written["answered right"]["cases"]) == (1, 2)
    low, high = written["not covered, declined"]["interval"]
    assert 0 < low < high == 1
