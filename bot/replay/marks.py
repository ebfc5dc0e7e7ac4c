"""Read a file into its model, and know on which line each key stands."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError

from bot.errors import ContentError

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]
_UNKNOWN = "extra fields not permitted"
#: What the reader's own words mean to somebody who writes YAML.
_PLAIN = {"value is not a valid tuple": "must be a list: [one, two]", "str type expected": "must be text"}


class _Constructor(SafeConstructor):
    """Takes ${words} as they stand: Rasa, once imported, has every reader look for such variables in the environment."""


_Constructor.add_constructor("!env_var", SafeConstructor.construct_yaml_str)


def read_yaml_fast(text: str) -> Any:
    """Return a text's content, read by the C reader: thousands of conversations are read before the first is held."""
    yaml = YAML(typ="safe")
    yaml.Constructor = _Constructor
    return yaml.load(text)


def read_marked(path: Path, model: type[Model]) -> tuple[Model, Callable[[Place], int]]:
    """Return a file's model and what tells a place's line, from 1; ContentError names file, line and key."""
    try:
        text = path.read_text(encoding="utf-8")
        content = read_yaml_fast(text)
    except FileNotFoundError:
        raise ContentError(str(path), "file", "is missing") from None
    except UnicodeDecodeError:
        raise ContentError(str(path), "file", "is not UTF-8 text; save it as UTF-8") from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or "cannot be read as YAML")
        raise ContentError(f"{path}:{mark.line + 1 if mark else 1}", "YAML", problem) from None
    if not isinstance(content, dict):
        raise ContentError(f"{path}:1", "file", "must be a list of `key: value` entries")
    try:
        return model(**content), lambda place: line_of(text, place)
    except ValidationError as error:
        first = _likeliest(error.errors())
        place = tuple(step for step in first["loc"] if step != "__root__")
        line = line_of(text, place)
        raise ContentError(f"{path}:{line}", " > ".join(map(str, place)), _reason(first, model)) from None


def line_of(text: str, place: Place) -> int:
    """Return the line, from 1, where the key or list entry of a place stands, or the nearest that does."""
    node, line = YAML(typ="safe").compose(text), 1
    for step in place:
        found = _within(node, step)
        if found is None:
            break
        line, node = found
    return line


def _within(node: Any, step: int | str) -> tuple[int, Any] | None:
    """Return the line and node of a step below a node."""
    if isinstance(step, int) and isinstance(node.value, list) and node.id == "sequence":
        return (node.value[step].start_mark.line + 1, node.value[step]) if step < len(node.value) else None
    if node.id == "mapping":
        found = [(key.start_mark.line + 1, value) for key, value in node.value if key.value == str(step)]
        return found[0] if found else None
    return None


def _likeliest(errors: list[Any]) -> Any:
    """Return the error that goes deepest: where a value may have two forms, that of the form that was meant."""
    return max(errors, key=lambda error: (len(error["loc"]), error["msg"] == _UNKNOWN))


def _reason(error: Any, model: type[BaseModel]) -> str:
    """Return an error's reason; an unknown key's names the key that was likely meant."""
    if error["msg"] != _UNKNOWN:
        return _PLAIN.get(error["msg"], str(error["msg"]))
    near = difflib.get_close_matches(str(error["loc"][-1]), sorted(_keys(model.schema())), n=1)
    return f"unknown key{f'; did you mean {near[0]}?' if near else ''}"


def _keys(schema: dict[str, Any]) -> set[str]:
    parts = [schema, *schema.get("definitions", {}).values()]
    return {key for part in parts for key in part.get("properties", {})}
