"""One YAML file of ours: every fault is one error with file, entry and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.yamlfile import Strict, read_model, read_yaml


class _Item(Strict):
    id: str
    count: int


class _File(Strict):
    title: str
    items: tuple[_Item, ...] = ()


def _write(folder: Path, content: str | bytes) -> Path:
    path = folder / "file.yml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_good_file(tmp_path: Path) -> None:
    read = read_model(_write(tmp_path, "title: t\nitems:\n  - {id: a, count: 1}\n"), _File)
    assert read == _File(title="t", items=(_Item(id="a", count=1),))


def test_what_is_read_cannot_be_changed(tmp_path: Path) -> None:
    read = read_model(_write(tmp_path, "title: t"), _File)
    with pytest.raises(TypeError):
        read.title = "other"


@pytest.mark.parametrize(
    ("content", "entry", "reason"),
    [
        ("title: [1, 2", "line 1", "expected"),
        ("title: t\n\tcount: 1", "line 2", "found character"),
        ("title: a\ntitle: b", "line 2", "duplicate key"),
        ("a: !!python/object/apply:os.getcwd []", "line 1", "could not determine a constructor"),
        (b"title: \xff\xfe", "file", "not UTF-8"),
        ("", "file", "must be a list of `key: value` entries"),
        ("- a\n- b", "file", "must be a list of `key: value` entries"),
        ("just words", "file", "must be a list of `key: value` entries"),
        ("titel: t", "title", "field required"),
        ("title: t\nmore: 1", "more", "extra fields not permitted"),
        ("title: t\nitems:\n  - {id: a, count: many}", "items > a > count", "not a valid integer"),
        ("title: t\nitems:\n  - {count: 1}", "items > 0 > id", "field required"),
        ("title: t\nitems:\n  - {id: b, count: 1, colour: red}", "items > b > colour", "extra fields"),
    ],
)
def test_a_fault_names_file_entry_and_reason(tmp_path: Path, content: str | bytes, entry: str, reason: str) -> None:
    path = _write(tmp_path, content)
    with pytest.raises(ContentError) as caught:
        read_model(path, _File)
    assert caught.value.file == str(path)
    assert caught.value.entry == entry
    assert reason in caught.value.reason
    assert "\n" not in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="file: is missing"):
        read_yaml(tmp_path / "none.yml")
