"""The signs and cues as code reads them, from files and from the archive."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.records import TIERS
from bot.redflags.lexicon import Lexicon, read_lexicon

_KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
FILE = "red_flags/liver-provider.yml"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(_KNOWLEDGE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of knowledge/ with one file of signs."""
    (tmp_path / "red_flags").mkdir()
    for name in ("cues.yml", FILE):
        shutil.copy(_KNOWLEDGE / name, tmp_path / name)
    return tmp_path


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_projects_own_signs_can_be_read(lexicon: Lexicon) -> None:
    assert {sign.tier for sign in lexicon.signs.values()} == set(TIERS) - {"none"}
    assert all(sign.patterns and sign.id == id_ for id_, sign in lexicon.signs.items())
    assert all(lexicon.cues.values())


def test_an_archive_gives_the_same_lexicon(lexicon: Lexicon) -> None:
    back = Lexicon.from_json(lexicon.to_json())
    assert back == lexicon
    assert back.digest == lexicon.digest
    assert len(lexicon.digest) == 12


@pytest.mark.parametrize(
    ("old", "new", "entry", "reason"),
    [
        ("tier: provider", "tier: none", "tier", "unexpected value"),
        ("tier: provider", "tier: urgent", "tier", "unexpected value"),
        ("    reason:", "    because: x\n    reason:", "because", "extra fields not permitted"),
        ("id: liver.", "id: Liver ", "id", "does not match regex"),
        ("    patterns:\n", "    patterns: []\n    more:\n", "patterns", "at least 1"),
        ('- "', '- "{nowhere} ', "liver.", "no list named {nowhere}"),
        ('- "', '- "a||b ', "liver.", "an empty alternative"),
    ],
)
def test_a_bad_sign_is_named(folder: Path, old: str, new: str, entry: str, reason: str) -> None:
    _edit(folder / FILE, old, new)
    with pytest.raises(ContentError) as caught:
        read_lexicon(folder)
    assert caught.value.file == str(folder / FILE)
    assert entry in caught.value.entry
    assert reason in caught.value.reason


def test_a_sign_may_stand_once_only(folder: Path) -> None:
    shutil.copy(folder / FILE, folder / "red_flags" / "other.yml")
    with pytest.raises(ContentError, match=r"other\.yml: liver\.[a-z-]+: id stands twice"):
        read_lexicon(folder)


@pytest.mark.parametrize(
    ("old", "new", "entry", "reason"),
    [
        ("\ndenied:", "\nrefused:", "denied", "field required"),
        ("\ndenied: [", '\ndenied: ["no {nowhere}", ', "denied", "no list named {nowhere}"),
    ],
)
def test_a_bad_cue_is_named(folder: Path, old: str, new: str, entry: str, reason: str) -> None:
    _edit(folder / "cues.yml", old, new)
    with pytest.raises(ContentError) as caught:
        read_lexicon(folder)
    assert (caught.value.file, caught.value.entry) == (str(folder / "cues.yml"), entry)
    assert reason in caught.value.reason
