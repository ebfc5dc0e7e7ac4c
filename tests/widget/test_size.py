"""What the widget weighs on its way to the patient, and that it travels whole."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.channels.slim import slim

_FOLDER = Path(__file__).parents[2] / "bot" / "channels" / "widget"
_IMPORT = re.compile(r'^import .*?from "\./([\w-]+\.js)";$', re.MULTILINE | re.DOTALL)
_LIMIT = 20_000


def _modules(name: str, seen: dict[str, bytes]) -> dict[str, bytes]:
    """Return a module and all that it imports."""
    if name not in seen:
        seen[name] = (_FOLDER / name).read_bytes()
        for imported in _IMPORT.findall(seen[name].decode()):
            _modules(imported, seen)
    return seen


MODULES = _modules("aftercare.js", {})


def test_every_module_of_the_folder_is_reached():
    assert sorted(MODULES) == sorted(path.name for path in _FOLDER.glob("*.js"))


def test_the_whole_widget_weighs_at_most_20_kb_gzipped():
    weights = {name: len(gzip.compress(slim(source), 9)) for name, source in MODULES.items()}
    assert sum(weights.values()) <= _LIMIT, weights


@pytest.mark.parametrize("name", sorted(MODULES))
def test_what_travels_holds_no_comment_and_is_still_a_module(name: str, tmp_path: Path):
    sent = slim(MODULES[name])
    assert not re.search(rb"/\*\*|^\s*//", sent, re.MULTILINE)
    if shutil.which("node") is None:
        pytest.skip("node is missing: apt-get install nodejs")
    (tmp_path / "sent.mjs").write_bytes(sent)
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
