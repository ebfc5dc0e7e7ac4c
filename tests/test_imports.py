"""The arrows between packages point one way, and each heavy library has one home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]

#: From the ground up: a module imports from its own layer's package and from lower layers.
LAYERS = (
    (
        "errors",
        "records",
        "text",
        "language",
        "segments",
        "spelling",
        "yamlfile",
        "settings",
        "clock",
        "logs",
        "encoder",
        "stores",
    ),
    ("redflags", "knowledge"),
    ("answers", "ingest"),
    ("nlu", "policies"),
    ("channels",),
    ("replay",),
    ("commands",),
    ("__main__",),
)
#: Between packages of one layer only these arrows stand: what is on the ground may lean on
#: errors and the YAML reader, the stores count segments as the text layer does; the content check of
#: knowledge/ reads the signs too, never the reverse.
SIDEWAYS = {
    ("yamlfile", "errors"),
    ("settings", "errors"),
    ("settings", "yamlfile"),
    ("clock", "settings"),
    ("encoder", "errors"),
    ("stores", "errors"),
    ("stores", "segments"),
    ("language", "text"),
    ("spelling", "errors"),
    ("spelling", "language"),
    ("knowledge", "redflags"),
}
#: Of bot, what the action server may import.
ACTIONS_MAY = {"records", "stores", "knowledge"}
#: Where each library may be imported; everything it needs is under these.
HOMES = {
    "rasa": ("bot/nlu", "bot/policies", "bot/channels", "bot/replay", "bot/answers/generator.py"),
    "spacy": ("bot/redflags",),
    "faiss": ("bot/encoder",),
    "onnxruntime": ("bot/encoder",),
    "tokenizers": ("bot/encoder",),
    "sentence_transformers": ("bot/encoder",),
    "torch": ("bot/encoder",),
    "transformers": ("bot/encoder",),
    "rasa_sdk": ("actions",),
    "twilio": ("bot/channels", "bot/replay"),
    "sqlalchemy": ("bot/stores", "actions"),
    "alembic": ("bot/stores",),
    "phonenumbers": ("bot/stores",),
    "cryptography": ("bot/stores",),
    "dateparser": ("bot/nlu",),
    "sanic": ("bot/channels",),
    "symspellpy": ("bot/spelling.py",),
    "wordfreq": ("bot/language.py",),
    "pypdf": ("bot/ingest",),
    "docx": ("bot/ingest",),
    "bs4": ("bot/ingest",),
}


def _imports(source: str) -> Iterator[str]:
    """Yield every module that a source names, also inside functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


FILES = {p.relative_to(_ROOT).as_posix(): p for d in ("bot", "actions") for p in sorted((_ROOT / d).rglob("*.py"))}
IMPORTS = {name: sorted(set(_imports(path.read_text(encoding="utf-8")))) for name, path in FILES.items()}


def _part(name: str) -> str:
    """Return what of bot a file or module belongs to: bot/nlu/dates.py and bot.nlu.dates are both `nlu`."""
    return name.removesuffix(".py").replace("/", ".").split(".")[1]


def _layer(part: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if part in layer)


def _points_back(importer: str, imported: str) -> bool:
    if importer == imported:
        return False
    if _layer(importer) == _layer(imported):
        return (importer, imported) not in SIDEWAYS
    return _layer(importer) < _layer(imported)


def test_there_is_something_to_read() -> None:
    assert len(FILES) > 40
    assert "bot.records" in {i.rsplit(".", 1)[0] for i in IMPORTS["bot/answers/compose.py"]}


@pytest.mark.parametrize("file", [name for name in FILES if name.startswith("bot/") and name != "bot/__init__.py"])
def test_no_arrow_of_bot_goes_back(file: str) -> None:
    arrows = [(_part(file), _part(i)) for i in IMPORTS[file] if i.startswith("bot.")]
    assert [f"{a} → {b}" for a, b in arrows if _points_back(a, b)] == []
    assert [i for i in IMPORTS[file] if i.split(".")[0] == "actions"] == []


@pytest.mark.parametrize("file", [name for name in FILES if name.startswith("actions/")])
def test_actions_lean_on_the_stores_alone(file: str) -> None:
    assert {_part(i) for i in IMPORTS[file] if i.startswith("bot.")} <= ACTIONS_MAY
    assert [i for i in IMPORTS[file] if i.split(".")[0] == "rasa"] == []


@pytest.mark.parametrize("library", HOMES)
def test_a_library_has_one_home(library: str) -> None:
    users = [name for name, imports in IMPORTS.items() if library in {i.split(".")[0] for i in imports}]
    assert [name for name in users if not name.startswith(HOMES[library])] == []


@pytest.mark.parametrize(
    ("importer", "imported", "back"),
    [
        ("nlu", "knowledge", False),
        ("knowledge", "nlu", True),
        ("redflags", "knowledge", True),
        ("knowledge", "redflags", False),
        ("records", "text", True),
        ("policies", "nlu", True),
        ("answers", "channels", True),
    ],
)
def test_the_rule_itself(importer: str, imported: str, back: bool) -> None:
    assert _points_back(importer, imported) is back
