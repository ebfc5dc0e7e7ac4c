"""What is installed, in MB: the files that each distribution's own record lists."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_STARTER = ["rasa", "tensorflow-cpu"]
_LARGEST = 12
_HOW = "files by each package's own record; a group is its named packages and all that these require"


def installed() -> dict[str, Any]:
    """Return the sizes of everything, of what serves, of what the starter bot needs, and the largest."""
    found: dict[str, Distribution] = {canonicalize_name(d.metadata["Name"]): d for d in distributions()}
    sizes = {name: _size(distribution) for name, distribution in found.items()}
    groups = {
        "everything": set(found),
        "serving": _closure(_declared(), found),
        "starter": _closure(_STARTER, found),
    }
    largest = sorted(sizes, key=lambda name: -sizes[name])[:_LARGEST]
    return {
        "how": _HOW,
        **{group: sum(sizes[name] for name in names) for group, names in groups.items()},
        "largest": {name: [sizes[name], name in groups["serving"]] for name in largest},
    }


def _size(distribution: Distribution) -> float:
    paths = [Path(str(file.locate())) for file in distribution.files or []]
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def _declared() -> list[str]:
    """Return the names under `dependencies` in pyproject.toml: the group that serves."""
    text = Path("pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"^dependencies = \[(.*?)^\]", text, re.M | re.S)
    assert listed is not None
    return [Requirement(line).name for line in re.findall(r'"([^"]+)"', listed[1])]


def _closure(names: list[str], found: dict[str, Distribution]) -> set[str]:
    """Return the installed packages that these need, themselves included."""
    wanted = [(canonicalize_name(name), "") for name in names]
    seen: set[tuple[str, str]] = set()
    while wanted:
        name, extra = wanted.pop()
        if name not in found or (name, extra) in seen:
            continue
        seen.add((name, extra))
        for text in found[name].requires or []:
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                wanted += [(canonicalize_name(needed.name), e) for e in ("", *needed.extras)]
    return {name for name, _ in seen}
