"""What the widget weighs on its way to the patient, and that it travels whole."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.channels.slim import joined, modules, slim

_FOLDER = Path(__file__).parents[2] / "bot" / "channels" / "widget"
_LIMIT = 20_000


def test_every_module_of_the_folder_is_reached():
    assert sorted(modules(_FOLDER, "aftercare.js")) == sorted(path.name for path in _FOLDER.glob("*.js"))


def test_what_is_imported_comes_first():
    order = modules(_FOLDER, "aftercare.js")
    assert order[-1] == "aftercare.js" and order.index("browser.js") < order.index("view.js")


def test_the_whole_widget_weighs_at_most_20_kb_gzipped():
    assert len(gzip.compress(joined(_FOLDER, "aftercare.js"), 9)) <= _LIMIT


def test_what_travels_holds_no_comment_and_no_import_and_is_one_module(tmp_path: Path):
    sent = joined(_FOLDER, "aftercare.js")
    assert not re.search(rb"/\*\*|^\s*//|^(?:import|export) ", sent, re.MULTILINE)
    if shutil.which("node") is None:
        pytest.skip("node is missing: apt-get install nodejs")
    (tmp_path / "sent.mjs").write_bytes(sent)  # a name given twice would be refused here
    subprocess.run(["node", "--check", str(tmp_path / "sent.mjs")], check=True)


@pytest.mark.parametrize(
    ("module", "sent"),
    [
        (b"/** Doc. @type {X} */\nexport const a = 1;\n", b"\nexport const a = 1;\n"),
        (b"const a = (/** @type {string} */ b) => b;\n", b"const a = (b) => b;\n"),
        (b"  // Why.\n  const url = `https://${host}`;\n", b"const url = `https://${host}`;\n"),
        (b"const css = 'a /* kept */ b'; // kept\n", b"const css = 'a /* kept */ b'; // kept\n"),
    ],
)
def test_only_comments_and_indentation_go(module: bytes, sent: bytes):
    assert slim(module) == sent
