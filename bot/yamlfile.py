"""Read one YAML file of ours: safe loader, duplicate keys refused, one clear error."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import ContentError

Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """Base of every file's model: an unknown key is refused."""

    class Config:
        extra = "forbid"
        frozen = True


def read_yaml(path: Path) -> Any:
    """Return the file's content; raise ContentError with the line when it is not YAML."""
    try:
        return _parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError(str(path), "file", "is missing") from None
    except UnicodeDecodeError:
        raise ContentError(str(path), "file", "is not UTF-8 text; save it as UTF-8") from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}" if mark else "file"
        problem = getattr(error, "problem", None) or "cannot be read as YAML"
        raise ContentError(str(path), line, str(problem)) from None


def _parse(text: str) -> Any:
    """Return what a YAML text holds: by the C reader, ten times as fast, whose faults are told by the other, more exact one."""
    try:
        return YAML(typ="safe").load(text)
    except YAMLError:
        return YAML(typ="safe", pure=True).load(text)


def read_model(path: Path, model: type[Model]) -> Model:
    """Read a file into its model; the error names file, entry and reason."""
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise ContentError(str(path), "file", "must be a list of `key: value` entries")
    try:
        found: Model = model(**content)
    except ValidationError as error:
        first = error.errors()[0]
        raise ContentError(str(path), _entry(content, first["loc"]), first["msg"]) from None
    return found


def read_rows(path: Path, model: type[Model], *, named_by: str) -> list[Model]:
    """Read a file that is a list of rows, each into its model; the error names a row by one of its keys."""
    return [_row(path, row, model, named_by) for row in read_yaml(path)]


def _row(path: Path, row: object, model: type[Model], named_by: str) -> Model:
    content = row if isinstance(row, dict) else {}
    try:
        found: Model = model(**content)
    except ValidationError as error:
        fault = error.errors()[0]
        raise ContentError(str(path), str(content.get(named_by, row)), f"{fault['loc'][0]}: {fault['msg']}") from None
    return found


def _entry(content: Any, location: tuple[int | str, ...]) -> str:
    """Return where a fault is in words a clinician knows: ids before list positions."""
    names: list[str] = []
    for step in location:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            content = None
        known = content.get("id") if isinstance(content, dict) else None
        names.append(str(known or step))
    return " > ".join(names)
