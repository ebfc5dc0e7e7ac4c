"""Every fact has its passages, every topic its questions; and what has none is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.coverage import ENOUGH, Coverage, different, lines, missing, read_coverage, unknown_passages
from benchmarks.coverage_page import page
from benchmarks.facts import Fact, read_facts
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.records import Gap, Passage, Source, Topic

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def project() -> Coverage:
    return read_coverage(_ROOT)


def test_every_fact_of_the_project_points_to_passages_of_its_page(project: Coverage) -> None:
    assert unknown_passages(project) == []


def test_every_fact_of_the_project_stands_under_a_heading_of_its_page(project: Coverage) -> None:
    sources = project.library.sources
    assert [f.id for f in project.facts if f.heading not in sources[f.page].headings] == []


def test_a_fact_of_the_project_without_a_passage_says_why(project: Coverage) -> None:
    assert [f.id for f in project.facts if not f.passages and not f.why] == []


def test_every_topic_and_gap_of_the_project_has_enough_different_questions(project: Coverage) -> None:
    labels = [f"ask/{topic}" for topic in project.library.topics] + [f"gap/{gap}" for gap in project.library.gaps]
    assert {label: project.training[label] for label in labels if project.training[label] < ENOUGH} == {}


def _passage(topic: str, name: str = "harbor") -> Passage:
    return Passage(f"{topic}/{name}", topic, name, "On deck", "first line", "Rest.", "Rest.")


def _fact(number: int, *passages: str, why: str | None = None, text: str = "tie <all> knots") -> Fact:
    return Fact(id=f"harbor.{number}", heading="On deck", fact=text, passages=passages, why=why)


def _coverage(*facts: Fact) -> Coverage:
    """Sailing has all it needs, mooring nothing; no page covers fishing, which is asked once."""
    topics = {name: Topic(name, name, f"{name}?", (_passage(name),)) for name in ("sailing", "mooring")}
    source = Source("harbor", "The <harbor>", "Harbor Press", "Trips", None, ("On deck",))
    library = Library({"harbor": source}, topics, {"fishing": Gap("fishing", "when you can fish")})
    training = Counter({"ask/sailing": ENOUGH, "gap/fishing": ENOUGH - 1})
    held_out = {"tuning": Counter({"ask/sailing": 7, "gap/fishing": 1}), "final": Counter({"ask/sailing": 8})}
    return Coverage(facts, library, training, held_out)


def test_what_has_none_is_told() -> None:
    coverage = _coverage(
        _fact(1, "sailing/harbor"),
        _fact(2, why="a caption"),
        _fact(3, "sailing/sea"),
    )
    assert list(missing(coverage).values()) == [
        ["harbor.2: tie <all> knots (a caption)"],
        ["harbor.3: sailing/sea"],
        ["mooring/harbor"],
        ["ask/mooring: 0"],
        ["ask/mooring: tuning", "ask/mooring: final"],
        ["gap/fishing: 24"],
        ["gap/fishing: final"],
    ]


def test_a_passage_of_another_page_carries_no_fact() -> None:
    fact = Fact(id="quay.1", heading="On deck", fact="tie knots", passages=("sailing/harbor",))
    assert unknown_passages(_coverage(fact)) == ["quay.1: sailing/harbor"]


def test_the_table_has_a_passages_questions_beside_it() -> None:
    table = [line.split() for line in lines(_coverage(_fact(1, "sailing/harbor", "mooring/harbor")))]
    assert ["sailing/harbor", "25", "7", "8"] in table
    assert ["mooring/harbor", "0", "0", "0"] in table


def test_the_page_is_escaped() -> None:
    coverage = _coverage(_fact(1, "sailing/harbor"), _fact(2, why="<b>"))
    html = page(coverage, missing(coverage))
    assert "tie &lt;all&gt; knots" in html and "The &lt;harbor&gt;" in html and "&lt;b&gt;" in html
    assert "<all>" not in html and "<harbor>" not in html and "<b>" not in html


def test_the_same_question_in_other_dress_counts_once() -> None:
    texts = ["May I sail?", "may i  sail", "may I sail today", "🙂", "🙂", "⛵"]
    assert different([(text, "ask/sailing") for text in texts]) == {"ask/sailing": 4}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{id: harbor.1, heading: On deck, fact: tie knots, passages: []}", "id stands twice"),
        ("{id: harbor.2, heading: On deck, fact: tie knots}", "field required"),
        ("{id: harbor.2, heading: On deck, fact: tie knots, passages: [], note: x}", "extra fields not permitted"),
    ],
)
def test_a_bad_fact_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "facts.yml"
    path.write_text(
        f"facts:\n  - {{id: harbor.1, heading: On deck, fact: tie knots, passages: []}}\n  - {row}\n", encoding="utf-8"
    )
    with pytest.raises(ContentError, match=reason):
        read_facts(path)
