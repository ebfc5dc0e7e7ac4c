"""The accuracy report: self-contained, escaped, every failure in full; and the frame that the pages share."""

from __future__ import annotations

import pytest

from benchmarks.accuracy_page import page
from benchmarks.baselines.compare import Row
from benchmarks.frame import cells, document, listed, rates, table
from benchmarks.intervals import Rate
from benchmarks.outcomes import QUESTIONS, SIGNS, TALKS, Outcome
from benchmarks.reliability import reliabilities

WRONG = Outcome(
    "may I <lift>",
    "ask/lifting",
    False,
    "answer brace & more",
    "topic <False>",
    [{"passage": "lifting/<harbor>", "score": 0.5}],
    {"decision": {"outcome": "answer", "labels": ["ask/brace"], "score": 0.61, "why": "<enough>"}},
    0.61,
)
RIGHT = Outcome("quite right", "ask/lifting", True, "answer lifting", "", [], {}, 0.93)
TURN = Outcome("hi ⏎ and?", "elliptic: topic brace", True, "answer: Yes.", "", [])
GROUPS = {QUESTIONS: [WRONG, RIGHT], **{name: [] for name in SIGNS.values()}, TALKS: [TURN]}
ROWS = [
    Row("Ours", {"ask": Rate(1, 2), "gap": Rate(3, 3), "out_of_scope": Rate(0, 0)}),
    Row("Words <alone>", {"ask": Rate(0, 2), "gap": Rate(1, 3), "out_of_scope": Rate(0, 0)}, 0.25, Rate(2, 2)),
]


@pytest.fixture(scope="module")
def html() -> str:
    return page("tuning", GROUPS, reliabilities(GROUPS), ROWS)


@pytest.mark.parametrize(
    "text",
    [
        "may I &lt;lift&gt;",
        "answer brace &amp; more",
        "topic &lt;False&gt;",
        "lifting/&lt;harbor&gt; 0.50",
        "decided: answer, ask/brace, 0.61 (&lt;enough&gt;)",
        f"{QUESTIONS}: 1 of 2",
        f"{SIGNS['crisis']}: none of 0",
        "Words &lt;alone&gt;",
        "0.250",
        "3 of 3, 100.0% (29.2% to 100.0%)",
        "<td>elliptic</td>",
    ],
)
def test_the_page_tells(html: str, text: str) -> None:
    assert text in html


def test_the_page_is_self_contained_and_names_failures_only(html: str) -> None:
    assert "http" not in html and "<script" not in html and "quite right" not in html
    assert "<lift>" not in html and "<harbor>" not in html and "<alone>" not in html


def test_the_plot_has_a_text_alternative_and_its_numbers_a_table(html: str) -> None:
    assert html.count('<img src="data:image/png;base64,') == 1
    assert 'alt="Reliability diagram:' in html
    assert "0.6 to 0.7" in html and "<td>0.930</td>" in html


def test_a_run_without_the_simpler_systems_says_so() -> None:
    assert "Left out of this run." in page("final", GROUPS, reliabilities(GROUPS))


def test_the_frame_escapes() -> None:
    parts = [*listed("<a>", ["<b>"]), *table("<a>", ["<b>"], [("<c>", 1)]), *rates("<a>", {"<b>": Rate(1, 2)})]
    assert "<a>" not in "".join(parts) and "<b>" not in "".join(parts) and "<c>" not in "".join(parts)
    assert "<title>&lt;a&gt;</title>" in document("<a>", [])
    assert cells(["<c>", 1]) == '<td>&lt;c&gt;</td><td class="number">1</td>'


def test_a_rate_of_nothing_has_no_mark() -> None:
    line = "".join(rates("x", {"none": Rate(0, 0)}))
    assert "0 of 0" in line and "–" in line and "nan" not in line and "<b" not in line
