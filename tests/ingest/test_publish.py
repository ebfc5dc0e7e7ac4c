"""Nothing goes live without a reviewer's name; what does stands in the form of all other content."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.ingest.publish import Outcome, publish
from bot.knowledge.check import passage_faults
from bot.knowledge.drafts import read_draft
from bot.knowledge.library import read_library, topic_files
from bot.knowledge.schema import DigestFile
from bot.yamlfile import read_model
from tests.ingest.made import knowledge

TODAY = date(2026, 11, 21)
DRAFT = """\
source: {id: our-clinic, name: Our Clinic, publisher: Our Clinic, title: Going home, dated: 2026-03-03}
file: sheet.txt
edition: aaaaaaaaaaaa
headings: [Activity]
figures: [{value: 10, unit: pound, heading: Activity}, {value: 2, unit: week, heading: Activity}]
sections:
  - heading: Activity
    passages:
      - id: our-clinic.1
        topics: [lifting, gap/driving]
        suggested: true
        place: paragraph 1
        text: "No lifting over 10 pounds for 2 weeks: ask \\"us\\" first."
        sms: No lifting over 10 pounds for 2 weeks.
        figures: [{of: weight limit, value: 10, unit: pound}, {of: lifting limit, value: 2, unit: week}]
        reviewed_by: Ada Nurse
        review_due: 2027-11-21
      - id: our-clinic.2
        topics: [brace]
        place: paragraph 2
        text: Wear your brace.
        sms: Wear your brace.
        reviewed_by: null
        review_due: 2027-11-21
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = knowledge(tmp_path, "lifting", "brace")
    (found / "drafts").mkdir()
    return found


def _publish(folder: Path, text: str = DRAFT, *, replace: bool = False) -> Outcome:
    path = folder / "drafts" / "our-clinic.yml"
    path.write_text(text, encoding="utf-8")
    return publish(path, folder, today=TODAY, replace_edition=replace)


def _snapshot(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in folder.rglob("*.yml") if "drafts" not in p.parts}


def test_a_draft_changes_nothing_that_is_read(folder: Path) -> None:
    before = read_library(folder).digest
    (folder / "drafts" / "our-clinic.yml").write_text(DRAFT, encoding="utf-8")
    assert read_library(folder).digest == before


def test_only_what_is_signed_goes_live(folder: Path) -> None:
    before = _snapshot(folder)
    outcome = _publish(folder)
    assert outcome.published == ("lifting/our-clinic", "driving/our-clinic")
    (fault,) = outcome.refused
    assert (Path(fault.file).name, fault.entry) == ("our-clinic.yml", "our-clinic.2")
    assert "no reviewer" in fault.reason
    library = read_library(folder)
    assert (library.sources["our-clinic"].rank, library.sources["our-clinic"].name) == ("local", "Our Clinic")
    assert library.topics["lifting"].passages[-1].text == 'No lifting over 10 pounds for 2 weeks: ask "us" first.'
    assert library.gaps["driving"].passages[0].reviewed_by == "Ada Nurse"
    assert "brace/our-clinic" not in library.passages
    left = read_draft(folder / "drafts" / "our-clinic.yml")
    assert [passage.id for _, passage in left.passages()] == ["our-clinic.2"]
    after = _snapshot(folder)
    for name in before:  # what stood there stays as it was, comments too
        assert [line for line in before[name].splitlines() if line not in after[name].splitlines()] == [], name


def test_what_is_published_passes_the_content_check(folder: Path) -> None:
    _publish(folder)
    page = read_model(folder / "sources" / "our-clinic.yml", DigestFile)
    found = [p for _, content in topic_files(folder) for p in content.passages if p.source == "our-clinic"]
    assert len(found) == 1
    assert list(passage_faults(found[0], page, local=True)) == []


def test_the_rest_can_be_signed_later(folder: Path) -> None:
    _publish(folder)
    path = folder / "drafts" / "our-clinic.yml"
    later = path.read_text(encoding="utf-8").replace("reviewed_by: null", "reviewed_by: Ada Nurse")
    assert _publish(folder, later).published == ("brace/our-clinic",)
    assert not path.exists()


def test_a_second_passage_on_a_topic_gets_an_id_of_its_own(folder: Path) -> None:
    both = DRAFT.replace("[brace]", "[lifting]").replace("reviewed_by: null", "reviewed_by: Ada Nurse")
    assert _publish(folder, both).published[-1] == "lifting/our-clinic.2"


REFUSED = {
    "no name": ("reviewed_by: Ada Nurse", "reviewed_by: null", "no reviewer"),
    "no real name": ("reviewed_by: Ada Nurse", "reviewed_by: TODO", "no reviewer"),
    "no topic": ("[lifting, gap/driving]", "[]", "topics is empty"),
    "unknown topic": ("[lifting, gap/driving]", "[liftin]", "unknown topic liftin (near: lifting"),
    "unknown gap": ("gap/driving", "gap/skiing", "unknown topic gap/skiing"),
    "figure without a name": ("of: weight limit", "of: to be named", "figure 10 pound: say in `of` what it is of"),
    "figure not in the sheet": ("value: 2, unit: week}]\n        rev", "value: 3, unit: week}]\n        rev", "3 week"),
    "text not in the sheet": ("for 2 weeks.", "for 6 weeks.", "sms: figure 6 week is not on the page"),
    "a dose": ("No lifting over 10 pounds for 2 weeks.", "Take one pill.", "is a dose"),
    "no sms": ("sms: No lifting over 10 pounds for 2 weeks.", "sms: ''", "sms is empty"),
    "past review": ("review_due: 2027-11-21", "review_due: 2026-11-20", "is past"),
    "strange unit": ("value: 10, unit: pound}, {of", "value: 10, unit: stone}, {of", "unit"),
    "strange heading": ("- heading: Activity", "- heading: Rest", "unknown heading 'Rest'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_names_file_entry_and_reason_and_changes_nothing(folder: Path, case: str) -> None:
    old, new, reason = REFUSED[case]
    assert old in DRAFT
    before = _snapshot(folder)
    outcome = _publish(folder, DRAFT.replace(old, new, 1))
    assert outcome.published == ()
    first = [fault for fault in outcome.refused if fault.entry == "our-clinic.1"]
    assert reason in " ".join(fault.reason for fault in first)
    assert first[0].file.endswith("our-clinic.yml")
    assert _snapshot(folder) == before
    assert (folder / "drafts" / "our-clinic.yml").read_text(encoding="utf-8") == DRAFT.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("id: our-clinic, ", "id: other, ", "must be the file's name"),
        ("file: sheet.txt", "page: sheet.txt", "field required"),
        ("place: paragraph 2", "place: [", "line"),
    ],
)
def test_a_draft_that_is_none(folder: Path, old: str, new: str, reason: str) -> None:
    before = _snapshot(folder)
    assert old in DRAFT
    with pytest.raises(ContentError, match=reason):
        _publish(folder, DRAFT.replace(old, new))
    assert _snapshot(folder) == before


def test_a_public_pages_id_is_refused(folder: Path) -> None:
    path = folder / "drafts" / "oncolink.yml"
    path.write_text(DRAFT.replace("id: our-clinic,", "id: oncolink,"), encoding="utf-8")
    with pytest.raises(ContentError, match="is a public page's id"):
        publish(path, folder, today=TODAY)


def test_two_editions_are_never_mixed(folder: Path) -> None:
    _publish(folder)
    newer = DRAFT.replace("aaaaaaaaaaaa", "bbbbbbbbbbbb").replace("[lifting, gap/driving]", "[brace]")
    with pytest.raises(ContentError, match="another edition of this sheet is live"):
        _publish(folder, newer)
    assert _publish(folder, newer, replace=True).published == ("brace/our-clinic",)
    library = read_library(folder)
    assert [p for p in library.passages if "our-clinic" in p] == ["brace/our-clinic"]
    assert library.gaps["driving"].passages == ()
    assert "passages:" not in (folder / "gaps.yml").read_text(encoding="utf-8")


def test_what_cannot_be_read_as_a_whole_is_put_back(folder: Path) -> None:
    before = (folder / "topics" / "lifting.yml").read_text(encoding="utf-8")
    (folder / "topics" / "lifting.yml").write_text(before + "limits: {}\n", encoding="utf-8")
    state = _snapshot(folder)
    with pytest.raises(ContentError):
        _publish(folder)
    assert _snapshot(folder) == state


@pytest.mark.parametrize("name", ["null", "''", "TODO"])
def test_a_local_passage_without_a_name_is_never_read(folder: Path, name: str) -> None:
    _publish(folder)
    path = folder / "topics" / "lifting.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("Ada Nurse", name), encoding="utf-8")
    with pytest.raises(ContentError, match="needs its reviewer's name"):
        read_library(folder)
