"""`make ingest` and `python -m bot publish`, from the file to the live passage."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands import train
from bot.knowledge.drafts import read_draft
from bot.knowledge.library import read_library
from bot.nlu.fingerprint import of_folder
from tests.ingest.made import ROOT, knowledge, pdf

SHEET = "Activity\n\n- No heavy lifting of groceries for 2 weeks.\n- Wear your brace.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    knowledge(tmp_path, "lifting", "brace")
    shutil.copy(ROOT / "clinic.yml", tmp_path / "clinic.yml")
    (tmp_path / "sheet.txt").write_text(SHEET, encoding="utf-8")
    return tmp_path


def _ingest(root: Path, *more: str, file: str = "sheet.txt") -> int:
    return main(["ingest", str(root / file), "--root", str(root), *more])


def _draft(root: Path, id_: str = "our-clinic") -> Path:
    return root / "knowledge" / "drafts" / f"{id_}.yml"


def test_from_the_file_to_the_live_passage(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ingest(root) == 0
    said = capsys.readouterr().out
    assert "2 draft passages under 1 headings, topics suggested by words" in said
    assert "Nothing is live." in said
    path = _draft(root)
    assert all(passage.reviewed_by is None for _, passage in read_draft(path).passages())
    assert main(["publish", str(path), "--root", str(root)]) == 1
    assert "refused: " in capsys.readouterr().out
    text = path.read_text(encoding="utf-8").replace("reviewed_by: null", "reviewed_by: Ada Nurse")
    path.write_text(text, encoding="utf-8")
    assert main(["publish", str(path), "--root", str(root)]) == 0
    assert "published: lifting/our-clinic" in capsys.readouterr().out
    library = read_library(root / "knowledge")
    assert library.sources["our-clinic"].name == "Demo Spine Clinic"
    assert {"lifting/our-clinic", "brace/our-clinic"} <= set(library.passages)
    assert not path.exists()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (["--id", "Our Clinic"], "is no id; use small letters"),
        (["--id", "../x"], "is no id"),
        (["--id", "oncolink"], "is a public page's id"),
        (["--name", "x" * 41], "--name has 41 characters"),
        (["--name", " "], "--name has 0 characters"),
    ],
)
def test_what_is_asked_wrongly_is_one_line(
    root: Path, capsys: pytest.CaptureFixture[str], more: list[str], reason: str
) -> None:
    assert _ingest(root, *more) == 1
    error = capsys.readouterr().err
    assert reason in error
    assert error.count("\n") == 1
    assert not (root / "knowledge" / "drafts").exists()


def test_a_draft_that_waits_is_not_written_over(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ingest(root, "--name", "First") == 0
    assert _ingest(root, "--name", "Second") == 1
    assert "still waits for review" in capsys.readouterr().err
    assert read_draft(_draft(root)).source.name == "First"
    assert _ingest(root, "--name", "Second", "--replace") == 0
    assert read_draft(_draft(root)).source.name == "Second"


def test_what_was_not_read_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "sheet.pdf").write_bytes(pdf([("Wear your brace.", 11)], []))
    assert _ingest(root, file="sheet.pdf") == 0
    assert "warning:" in (said := capsys.readouterr().out)
    assert "page 2 holds no text" in said


def test_a_draft_does_not_train(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    before = train._fingerprint(), of_folder(root / "knowledge")
    assert _ingest(root) == 0
    assert (train._fingerprint(), of_folder(root / "knowledge")) == before


def test_serving_needs_none_of_the_readers(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "for name in ('pypdf', 'docx', 'bs4', 'lxml', 'textstat'): sys.modules[name] = None\n"
        "import bot.__main__, bot.knowledge.check, bot.answers.compose, bot.commands.run, bot.commands.ingest\n"
        "from bot.__main__ import main\n"
        "from bot.ingest.reader import read_document\n"
        "from bot.errors import ContentError\n"
        "import pathlib\n"
        "path = pathlib.Path(sys.argv[1]); path.write_bytes(b'%PDF-1.4')\n"
        "try: read_document(path)\n"
        "except ContentError as error: print(error)\n"
        "sys.exit(main(['--help']))\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "none.pdf")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "needs the package pypdf; `make ingest` sets it up" in done.stdout
