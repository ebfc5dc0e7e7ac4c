"""The knowledge as code reads it, from files and from the archive."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.errors import ArchiveError, ContentError
from bot.knowledge.library import Library, read_library
from bot.knowledge.published import publish, published

_KNOWLEDGE = Path(__file__).parents[2] / "knowledge"


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(_KNOWLEDGE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of knowledge/ with two topics."""
    target = tmp_path / "knowledge"
    shutil.copytree(_KNOWLEDGE / "sources", target / "sources")
    (target / "topics").mkdir()
    for name in ("sources.yml", "gaps.yml", "topics/lifting.yml", "topics/brace.yml"):
        shutil.copy(_KNOWLEDGE / name, target / name)
    return target


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_projects_own_knowledge_can_be_read(library: Library) -> None:
    assert library.passages
    for passage in library.passages.values():
        assert passage.heading in library.sources[passage.source].headings
        assert "\n" not in passage.text + passage.sms
    for gap in library.gaps.values():
        assert set(gap.near) <= set(library.topics)


def test_an_archive_gives_the_same_library(library: Library) -> None:
    back = Library.from_json(library.to_json())
    assert back == library
    assert back.digest == library.digest


def test_the_digest_is_twelve_hex_digits(library: Library) -> None:
    assert len(library.digest) == 12
    int(library.digest, 16)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("topics/lifting.yml", "grocer", "GROCER"),
        ("topics/lifting.yml", "2027-05-21", "2027-05-22"),
        ("sources.yml", "name: UK HealthCare", "name: UK Health"),
        ("gaps.yml", "when you can drive", "when you may drive"),
    ],
)
def test_any_change_changes_the_digest(folder: Path, file: str, old: str, new: str) -> None:
    before = read_library(folder).digest
    _edit(folder / file, old, new)
    assert read_library(folder).digest != before


@pytest.mark.parametrize(
    ("file", "old", "new", "entry", "reason"),
    [
        ("topics/lifting.yml", "source: uk-healthcare", "source: uk-health", "lifting/uk-healthcare", "unknown source"),
        (
            "topics/lifting.yml",
            "topic: lifting",
            "topic: carrying",
            "carrying",
            "topic must be the file's name, lifting",
        ),
        (
            "topics/lifting.yml",
            "id: lifting/oncolink",
            "id: lifting/uk-healthcare",
            "lifting/uk-healthcare",
            "stands twice",
        ),
        ("topics/lifting.yml", "title: lifting", "titel: lifting", "title", "field required"),
        ("gaps.yml", "subject: when you can drive", "subjekt: when", "gaps > driving > subject", "field required"),
    ],
)
def test_bad_content_is_named(folder: Path, file: str, old: str, new: str, entry: str, reason: str) -> None:
    _edit(folder / file, old, new)
    with pytest.raises(ContentError) as caught:
        read_library(folder)
    assert (caught.value.file, caught.value.entry) == (str(folder / file), entry)
    assert reason in caught.value.reason


def test_a_source_without_its_digest_is_named(folder: Path) -> None:
    (folder / "sources" / "oncolink.yml").unlink()
    with pytest.raises(ContentError, match=r"oncolink\.yml: file: is missing"):
        read_library(folder)


def test_what_is_published_is_found_by_its_hash(library: Library) -> None:
    assert published(publish(library)) is library


@pytest.mark.parametrize("digest", [None, "", "000000000000"])
def test_unpublished_knowledge_is_an_error(digest: str | None) -> None:
    with pytest.raises(ArchiveError, match="make train"):
        published(digest)
