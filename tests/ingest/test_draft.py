"""From a document to a draft: sentences as they stand, headings, figures, a suggested topic, no signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.document import Block, Document
from bot.ingest.draft import draft_of
from bot.ingest.sentences import plain_sentences
from bot.ingest.suggest import Suggest, by_retriever, by_words, suggester
from bot.ingest.writing import draft_text
from bot.knowledge.drafts import TO_NAME, DraftFile, is_name, read_draft, sms_fits
from bot.knowledge.library import Library, read_library
from tests.ingest.made import ROOT

TODAY = date(2026, 11, 21)
Draft = Callable[..., DraftFile]


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(ROOT / "knowledge")


def _topics(said: dict[str, tuple[str, ...]]) -> Suggest:
    """Suggest a topic by a word of the text."""
    return lambda texts: [next((t for word, t in said.items() if word in text), ()) for text in texts]


@pytest.fixture
def draft(library: Library) -> Draft:
    def make(*blocks: Block, said: dict[str, tuple[str, ...]] | None = None, title: str = "") -> DraftFile:
        return draft_of(
            Document(blocks, title),
            id="our-clinic",
            name="Our Clinic",
            file="sheet.txt",
            content=b"sheet",
            library=library,
            suggest=_topics(said or {}),
            today=TODAY,
        )

    return make


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Rest. Then walk.", ["Rest.", "Then walk."]),
        ("No lifting", ["No lifting."]),
        ("Call Dr. Smith at 8 a.m. or later.", ["Call Dr. Smith at 8 a.m. or later."]),
        ("Come at 8 a.m. Bring a friend.", ["Come at 8 a.m.", "Bring a friend."]),
        ("Use ice (e.g. Peas). It helps!", ["Use ice (e.g. Peas).", "It helps!"]),
        ('He said "Rest." Then go.', ['He said "Rest."', "Then go."]),
        ("Take 1.5 days off.", ["Take 1.5 days off."]),
        ("For one week:", ["For one week:"]),
        ("...", []),
    ],
)
def test_sentences_stand_as_they_stood(text: str, sentences: list[str]) -> None:
    assert plain_sentences(text) == sentences


@given(st.text(max_size=200))
def test_no_word_is_lost_or_made(text: str) -> None:
    whole = "".join("".join(plain_sentences(text)).split()).replace(".", "").replace(",", "").replace(";", "")
    if whole:
        assert whole == "".join(text.split()).replace(".", "").replace(",", "").replace(";", "")


def test_a_draft_keeps_headings_and_pulls_figures_out(draft: Draft) -> None:
    made = draft(
        Block("Activity", heading=True),
        Block("No lifting over 10 pounds for 2 weeks."),
        Block("Wound", heading=True),
        Block("Keep it dry for 48 hours.", place="page 2"),
        said={"lifting": ("lifting",)},
    )
    assert made.headings == ("Activity", "Wound")
    lifting, wound = (passage for _, passage in made.passages())
    assert [(f.of, f.value, f.unit) for f in lifting.figures] == [(TO_NAME, 10, "pound"), ("lifting limit", 2, "week")]
    assert (lifting.topics, lifting.suggested, lifting.reviewed_by) == (("lifting",), True, None)
    assert (wound.topics, wound.suggested, wound.place) == ((), False, "page 2, paragraph 1")
    assert [(f.value, f.unit, f.heading) for f in made.figures][-1] == (48, "hour", "Wound")
    assert lifting.grade is not None
    assert lifting.review_due == date(2027, 11, 21)


def test_neighbours_on_one_topic_are_one_passage(draft: Draft) -> None:
    made = draft(
        Block("You may shower after one day."), Block("No tub baths."), Block("Walk a bit."),
        said={"shower": ("bathing", "incision"), "tub": ("bathing",), "Walk": ("activity",)},
    )  # fmt: skip
    assert [(p.text, p.topics) for _, p in made.passages()] == [
        ("You may shower after one day. No tub baths.", ("bathing", "incision")),
        ("Walk a bit.", ("activity",)),
    ]


def test_a_line_that_announces_goes_with_what_follows(draft: Draft) -> None:
    made = draft(Block("For one week:"), Block("No lifting."), said={"lifting": ("lifting",)})
    assert [(p.text, p.topics) for _, p in made.passages()] == [("For one week: No lifting.", ("lifting",))]


def test_every_passage_has_an_sms_or_says_that_it_lacks_one(draft: Draft) -> None:
    sentence = "Walk to the end of the road and back again each day. "
    made = draft(Block(sentence * 12), Block("Walk " + "and walk " * 40 + "on."))
    passages = [passage for _, passage in made.passages()]
    assert len(passages) > 3
    assert all(sms_fits(p.sms) for p in passages)
    assert [p.sms for p in passages].count("") == 1
    assert " ".join(p.text for p in passages).count("end of the road") == 12


@pytest.mark.parametrize(
    ("line", "dated"),
    [
        ("Revised: March 3, 2026", date(2026, 3, 3)),
        ("Last updated March 2026", date(2026, 3, 1)),
        ("Reviewed 03/04/2026", date(2026, 3, 4)),
        ("effective 2026-03-04", date(2026, 3, 4)),
        ("Effective May Hospital 2026", None),
        ("Revised 13/45/2026", None),
        ("Your visit on March 3, 2026", None),
    ],
)
def test_the_date_is_the_documents_own(draft: Draft, line: str, dated: date | None) -> None:
    assert draft(Block("Rest."), Block(line)).source.dated == dated


@pytest.mark.parametrize(("title", "found"), [("Going home", "Going home"), ("", "After it")])
def test_the_title(draft: Draft, title: str, found: str) -> None:
    assert draft(Block("After it", heading=True), Block("Rest."), title=title).source.title == found


_TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=150)


@given(st.lists(st.tuples(_TEXT, st.booleans()), min_size=1, max_size=6))
def test_a_written_draft_reads_back(tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, bool]]) -> None:
    from bot.ingest.document import block

    blocks = [found for text, heading in texts if (found := block(text, heading=heading))]
    made = draft_of(
        Document(tuple(blocks)), id="x", name="X", file="x.txt", content=b"", library=Library({}, {}, {}),
        suggest=lambda texts: [() for _ in texts], today=TODAY,
    )  # fmt: skip
    path = tmp_path_factory.getbasetemp() / "x.yml"
    path.write_text(draft_text(made), encoding="utf-8")
    assert read_draft(path) == made


@pytest.mark.parametrize(
    ("name", "sound"),
    [("Ada Nurse, RN", True), ("Dr. Li Wu", True), ("Ünal", True), (None, False), ("", False), ("  ", False),
     ("null", False), ("TODO", False), ("<your name>", False), ("??", False), ("x", False), ("12/3/2026", False)],
)  # fmt: skip
def test_what_can_be_a_reviewers_name(name: str | None, sound: bool) -> None:
    assert is_name(name) is sound


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("You may shower, and take no tub baths.", "bathing"),
        ("No heavy lifting of groceries.", "lifting"),
        ("Do not drive.", "gap/driving"),
        ("Qwertz uiop.", None),
    ],
)
def test_words_suggest_a_topic_where_nothing_is_trained(library: Library, text: str, topic: str | None) -> None:
    suggest, by = suggester(Path("no-archive"), library)
    assert by == "words"
    assert suggest([text]) == by_words(library)([text]) == [(topic,) if topic else ()]


@pytest.mark.model
def test_the_archives_retriever_suggests_more_than_one(library: Library) -> None:
    suggest = by_retriever(ROOT / "models" / "aftercare.tar.gz", library)
    lifting, bathing, none = suggest(
        ["No heavy lifting for a month.", "You may shower after a day.", "Room 12, floor 3."]
    )
    assert "lifting" in lifting
    assert bathing[:1] == ("bathing",)
    assert len(none) <= 2
