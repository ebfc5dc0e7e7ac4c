"""The content check: one thing broken a test, and the fault names file, entry and reason."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.check import Fault, check, references_to_supply, unsigned
from bot.knowledge.digest import page_figures, runs_of
from bot.knowledge.overdue import hard_to_read, overdue
from bot.knowledge.signs_page import read_signs, signs_page

_ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
TOPICS = ("lifting", "brace", "activity")
TRIPS, FLAGS = "knowledge/topics/trips.yml", "knowledge/red_flags/liver-provider.yml"
PAGE_OF_SIGNS = "knowledge/red_flags/README.md"
LIFTING, NLU, GAPS = "knowledge/topics/lifting.yml", "data/nlu/lifting.yml", "knowledge/gaps.yml"

#: Stands for a page whose text a clone does not have: nobody else's words.
PAGE = """\
The harbor page
After the trip
Rest on the quay for 24 hours and let a friend carry the ropes back to the old boat house.
You may sail again after six weeks.
"""
DIGEST = """\
id: harbor
publisher: Harbor Press
title: Trips
dated: null
headings: ["(opening)", After the trip]
figures: [{figures}]
runs: [{runs}]
"""
HARBOR = """\
topic: trips
title: trips
question: When can I take a trip?
passages:
  - id: trips/harbor
    source: harbor
    heading: After the trip
    place: first line
    text: Rest for one day. Then wait six weeks.
    sms: Rest for one day. Then wait six weeks.
    figures: [{of: rest, value: 1, unit: day}]
    reviewed_by: null
    review_due: 2027-05-21
"""
#: Small, for the project's own cues take a second to read.
CUES = "lists: {yellow: [yellow, yellowish]}\n" + "".join(
    f"{kind}: [word]\n"
    for kind in "denied not_denied denied_after information current past cleared other_subject figurative".split()
)
SIGNS = """\
system: liver
signs:
  - id: liver.yellow-skin
    tier: provider
    sign: yellow skin
    reason: The liver may be ill.
    reference: to be supplied
    reviewed_by: null
    example: my skin is yellow
    counter_example: my shirt is yellow
    patterns: ["skin .. {yellow}"]
"""
GAP = """\
gaps:
  - id: driving
    subject: when you can drive
    near: [activity]
    reviewed_by: null
    review_due: 2027-05-21
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project: three topics of ours, and one on an invented page."""
    names = (
        ["knowledge/sources.yml"]
        + [f"knowledge/topics/{t}.yml" for t in TOPICS]
        + [f"data/nlu/{t}.yml" for t in TOPICS]
    )
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_ROOT / name, tmp_path / name)
    for path in (_ROOT / "knowledge" / "sources").glob("*.yml"):  # without their runs, which take long to read
        head = path.read_text(encoding="utf-8").partition("runs: [")[0]
        _write(tmp_path, f"knowledge/sources/{path.name}", f"{head}runs: []\n")
    figures = ", ".join(
        f"{{value: {v:g}, unit: {u}, heading: {h}}}" for v, u, h in page_figures(PAGE, ["After the trip"])
    )
    runs = ", ".join(f'"{run}"' for run in runs_of(PAGE))
    _write(tmp_path, "knowledge/sources/harbor.yml", DIGEST.format(figures=figures, runs=runs))
    _edit(tmp_path, "knowledge/sources.yml", "sources:\n", "sources:\n  - {id: harbor, name: The harbor}\n")
    _write(tmp_path, "knowledge/topics/trips.yml", HARBOR)
    _write(tmp_path, "data/nlu/trips.yml", 'version: "3.1"\nnlu:\n- intent: ask/trips\n  examples: |\n    - a trip?\n')
    _write(tmp_path, "knowledge/cues.yml", CUES)
    _write(tmp_path, FLAGS, SIGNS)
    _write(tmp_path, PAGE_OF_SIGNS, signs_page(read_signs(tmp_path / "knowledge/red_flags")))
    _write(tmp_path, GAPS, GAP)
    _write(tmp_path, "data/nlu/gaps/driving.yml", (_ROOT / "data/nlu/gaps/driving.yml").read_text(encoding="utf-8"))
    return tmp_path


def _write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def _edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    _write(root, name, text.replace(old, new, 1))


def _remove(root: Path, name: str, old: str = "", new: str = "") -> None:
    (root / name).unlink()


def _only(root: Path) -> Fault:
    faults = check(root)
    assert len(faults) == 1, [str(f) for f in faults]
    return faults[0]


def test_sound_content_has_no_fault(root: Path) -> None:
    assert check(root) == []


def test_the_projects_own_content_has_no_fault() -> None:
    assert [str(fault) for fault in check(_ROOT)] == []


LONG = "Rest for one day. Then wait six weeks. " * 8
BROKEN = {
    "unknown source": (
        _edit, LIFTING, "source: uk-healthcare", "source: uk-health", "lifting/uk-healthcare",
        "unknown source uk-health",
    ),
    "unknown heading": (
        _edit, LIFTING, "heading: Self-care", "heading: Selfcare", "lifting/uk-healthcare",
        "unknown heading 'Selfcare'; the page has: (opening), How it's done",
    ),
    "figure in the data": (_edit, TRIPS, "value: 1,", "value: 3,", "trips/harbor", "figure 3 day is not on the page"),
    "unit in the data": (_edit, TRIPS, "unit: day", "unit: week", "trips/harbor", "figure 1 week is not on the page"),
    "figure in the text": (
        _edit, TRIPS, "text: Rest for one day.", "text: Rest for two days.", "trips/harbor",
        "text: figure 2 day is not on the page",
    ),
    "figure in words": (
        _edit, TRIPS, "text: Rest for one day.", "text: Rest for seventeen days.", "trips/harbor",
        "text: figure 17 day is not on the page",
    ),
    "figure in the sms": (
        _edit, TRIPS, "sms: Rest for one day. Then wait six weeks", "sms: Rest for one day. Then wait seven weeks",
        "trips/harbor", "sms: figure 7 week is not on the page",
    ),
    "copied run": (
        _edit, TRIPS, "text: Rest for one day.", "text: Do let a friend carry the ropes back to town.", "trips/harbor",
        "text: eight words copied from the page: 'let a friend carry the ropes back to'",
    ),
    "hard text": (
        _edit, TRIPS, "text: Rest for one day.", "text: Recuperation necessitates considerable immobilization.",
        "trips/harbor", "use shorter words and sentences (at most 6)",
    ),
    "long sms": (
        _edit, TRIPS, "sms: Rest for one day. Then wait six weeks.", f"sms: {LONG}", "trips/harbor",
        "sms: 3 segments; at most 2",
    ),
    "one dear character": (
        _edit, TRIPS, "sms: Rest for one day.", "sms: Wait… " + "Rest at home. " * 10, "trips/harbor",
        "sms: 3 segments; at most 2",
    ),
    "wrong id": (_edit, TRIPS, "id: trips/harbor", "id: trip/harbor", "trip/harbor", "id must start with trips/harbor"),
    "unknown key": (_edit, TRIPS, "    place: first line", "    page: 3\n    place: first line",
                    "passages > trips/harbor > page", "extra fields not permitted"),
    "missing key": (_edit, TRIPS, "    place: first line\n", "", "passages > trips/harbor > place", "field required"),
    "unknown unit": (_edit, TRIPS, "unit: day", "unit: fortnight", "passages > trips/harbor > figures > 0 > unit",
                     "unexpected value"),
    "bad date": (_edit, TRIPS, "2027-05-21", "next May", "passages > trips/harbor > review_due", "invalid date format"),
    "bad YAML": (_edit, TRIPS, "    heading: After the trip", "    heading: 'After the trip", "line", "found"),
    "duplicate key": (_edit, TRIPS, "title: trips", "title: trips\ntitle: trip", "line 3", "duplicate key"),
    "gap near": (_edit, GAPS, "[activity]", "[activity, skiing]", "driving", "near topic skiing is unknown"),
    "gap key": (_edit, GAPS, "subject:", "about:", "gaps > driving > subject", "field required"),
    "sign twice": (_edit, FLAGS, "system:", "system: liver\nsystem:", "line", "duplicate key"),
    "sign pattern": (_edit, FLAGS, "{yellow}", "{nowhere}", "liver.", "no list named {nowhere}"),
    "cue list": (_edit, "knowledge/cues.yml", "past:", "passt:", "past", "field required"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_one_broken_thing_is_one_fault(root: Path, case: str) -> None:
    breaks, name, old, new, entry, reason = BROKEN[case]
    breaks(root, name, old, new)
    fault = _only(root)
    assert fault.file == (root / name).as_posix()
    assert fault.entry.startswith(entry)
    assert reason in fault.reason
    assert str(fault) == f"{fault.file}: {fault.entry}: {fault.reason}"


def test_seven_words_in_a_row_are_no_copy(root: Path) -> None:
    _edit(root, TRIPS, "text: Rest for one day.", "text: Carry the ropes back to the old. Then rest.")
    assert check(root) == []


def test_a_topic_must_bear_its_files_name(root: Path) -> None:
    _edit(root, TRIPS, "topic: trips", "topic: harbor-trips")
    reasons = {fault.reason for fault in check(root)}
    assert "topic must be the file's name, trips" in reasons


@pytest.mark.parametrize(
    ("breaks", "name", "old", "new", "file", "entry", "reason"),
    [
        (_remove, NLU, "", "", LIFTING, "lifting", "a topic without questions: {root}/data/nlu/lifting.yml is missing"),
        (_edit, "data/nlu/trips.yml", "ask/trips", "ask/trip", TRIPS, "trips", "holds none for ask/trips"),
        (_edit, "data/nlu/trips.yml", "    - a trip?\n", "", TRIPS, "trips", "holds none for ask/trips"),
        (_remove, "data/nlu/gaps/driving.yml", "", "", GAPS, "driving", "data/nlu/gaps/driving.yml is missing"),
        (_remove, "knowledge/sources/harbor.yml", "", "", "knowledge/sources/harbor.yml", "file", "is missing"),
        (_remove, GAPS, "", "", GAPS, "file", "is missing"),
    ],
)
def test_what_is_missing_is_named(
    root: Path, breaks: Callable[..., None], name: str, old: str, new: str, file: str, entry: str, reason: str
) -> None:
    breaks(root, name, old, new)
    fault = _only(root)
    assert (fault.file, fault.entry) == ((root / file).as_posix(), entry)
    assert reason.format(root=root.as_posix()) in fault.reason


def test_an_id_may_stand_once_only(root: Path) -> None:
    entry = HARBOR[HARBOR.index("  - id:") :]
    _write(root, TRIPS, HARBOR + entry)
    fault = _only(root)
    assert (fault.file, fault.entry, fault.reason) == ((root / TRIPS).as_posix(), "trips/harbor", "duplicate id")


def test_a_sign_may_stand_once_only(root: Path) -> None:
    other = "knowledge/red_flags/other.yml"
    _write(root, other, (root / FLAGS).read_text(encoding="utf-8"))
    fault = _only(root)
    assert fault.file == (root / other).as_posix()
    assert (fault.entry.split(".")[0], fault.reason) == ("liver", "id stands twice")


@pytest.mark.parametrize(
    ("breaks", "name", "old", "new"),
    [
        (_remove, PAGE_OF_SIGNS, "", ""),
        (_edit, PAGE_OF_SIGNS, "yellow skin", "green skin"),
        (_edit, FLAGS, "tier: provider", "tier: emergency"),
        (_edit, FLAGS, "reviewed_by: null", "reviewed_by: Dr. Nobody"),
    ],
)
def test_a_stale_page_of_signs_is_a_fault(
    root: Path, breaks: Callable[..., None], name: str, old: str, new: str
) -> None:
    breaks(root, name, old, new)
    fault = _only(root)
    assert fault.file == (root / PAGE_OF_SIGNS).as_posix()
    assert fault.reason.endswith("python -m bot signs")


def test_every_fault_is_reported_not_only_the_first(root: Path) -> None:
    _edit(root, TRIPS, "heading: After the trip", "heading: After it")
    _edit(root, LIFTING, "heading: Self-care", "heading: Self")
    _edit(root, "knowledge/topics/brace.yml", "title:", "titel:")
    files = {Path(fault.file).name for fault in check(root)}
    assert files == {"trips.yml", "lifting.yml", "brace.yml"}


@pytest.mark.parametrize("file", [TRIPS, GAPS])
@pytest.mark.parametrize(
    ("due", "line"),
    [
        ("2026-11-22", None),
        ("2026-11-21", None),
        ("2026-11-20", "review overdue since 2026-11-20 (1 of 1 entries), answered with a notice until 2027-02-18"),
        ("2026-08-23", "answered with a notice until 2026-11-21"),
        ("2026-08-22", "withheld since 2026-11-20"),
    ],
)
def test_a_late_review_is_one_warning_a_file_and_no_fault(root: Path, file: str, due: str, line: str | None) -> None:
    _edit(root, file, "2027-05-21", due)
    assert check(root) == []
    warnings = list(overdue(root / "knowledge", today=TODAY, grace_days=90))
    assert len(warnings) == (line is not None)
    if line:
        assert line in warnings[0]
        assert (root / file).as_posix() in warnings[0]


@pytest.fixture
def local(root: Path) -> Path:
    """The same project, its harbor a clinic's own sheet."""
    _edit(root, "knowledge/sources.yml", "name: The harbor}", "name: The harbor, rank: local}")
    _edit(root, TRIPS, "reviewed_by: null", "reviewed_by: A. Clinician")
    return root


def test_a_clinics_own_hard_words_are_a_warning(local: Path) -> None:
    assert check(local) == []
    assert list(hard_to_read(local / "knowledge")) == []
    _edit(local, TRIPS, "text: Rest for one day.", "text: Recuperation necessitates considerable immobilization.")
    assert check(local) == []
    (line,) = hard_to_read(local / "knowledge")
    assert "trips/harbor: grade" in line


LOCAL_BROKEN = {
    "unsigned": ("reviewed_by: A. Clinician", "reviewed_by: null", "no reviewer"),
    "signed by nobody": ("reviewed_by: A. Clinician", "reviewed_by: TODO", "no reviewer"),
    "a dose": ("text: Rest for one day.", "text: Take two tablets.", "'two tablets' is a dose"),
    "another dose": ("sms: Rest for one day.", "sms: Take 500 mg.", "'500 mg' is a dose"),
    "no words": ("sms: Rest for one day. Then wait six weeks.", "sms: ''", "sms is empty"),
    "a long sms": ("sms: Rest for one day.", f"sms: {'Rest for one day. ' * 13}", "too long beside the clinic's name"),
    "figure": ("text: Rest for one day.", "text: Rest for nine days.", "figure 9 day is not on the page"),
}


@pytest.mark.parametrize("case", LOCAL_BROKEN)
def test_what_a_clinics_own_passage_may_not_hold(local: Path, case: str) -> None:
    old, new, reason = LOCAL_BROKEN[case]
    _edit(local, TRIPS, old, new)
    assert reason in " ".join(fault.reason for fault in check(local))


def test_a_gap_is_filled_by_a_clinics_own_sheet_alone(local: Path) -> None:
    entry = HARBOR[HARBOR.index("  - id:") :].replace("trips/", "driving/").replace("null", "A. Clinician")
    indented = "".join(f"    {line}\n" for line in entry.splitlines())
    _write(local, GAPS, f"{GAP}    passages:\n{indented}")
    assert check(local) == []
    _edit(local, "knowledge/sources.yml", ", rank: local", "")
    assert "driving/harbor: a public page's passage belongs in" in " ".join(map(str, check(local)))


def test_a_draft_that_is_no_draft_is_a_fault(root: Path) -> None:
    _write(root, "knowledge/drafts/our-clinic.yml", "source: us\n")
    fault = _only(root)
    assert (Path(fault.file).name, fault.entry) == ("our-clinic.yml", "source")


@pytest.mark.parametrize("text", ["Rest for 24 hours.", "Rest for a day.", "Rest one to six weeks."])
def test_the_same_time_in_another_unit_is_on_the_page(root: Path, text: str) -> None:
    _edit(root, TRIPS, "text: Rest for one day.", f"text: {text}")
    found = [fault.reason for fault in check(root)]
    assert found == ([] if "six" not in text else ["text: figure 1 week is not on the page"])


def test_signatures_and_references_are_counted(root: Path) -> None:
    folder = root / "knowledge"
    before = unsigned(folder)
    assert before > 0
    assert references_to_supply(folder) > 0
    _edit(root, TRIPS, "reviewed_by: null", "reviewed_by: A. Clinician")
    assert unsigned(folder) == before - 1
