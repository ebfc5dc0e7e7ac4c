"""Turn a page's text into what a clone may keep: headings, figures, hashes of word runs."""

from __future__ import annotations

import hashlib
import re

from bot.knowledge.figures import figures_in

RUN = 8
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def runs_of(text: str) -> list[str]:
    """Return the hash of every run of eight words, twelve hex digits each, sorted.

    Case, punctuation and line breaks do not count. The words cannot be read back.
    """
    tokens = _WORD.findall(text.lower().replace("’", "'"))
    return sorted({_hash(tokens[i : i + RUN]) for i in range(len(tokens) - RUN + 1)})


def copied_runs(text: str, runs: frozenset[str]) -> list[str]:
    """Return the eight-word runs of a text that a page has too."""
    tokens = _WORD.findall(text.lower().replace("’", "'"))
    windows = (tokens[i : i + RUN] for i in range(len(tokens) - RUN + 1))
    return [" ".join(window) for window in windows if _hash(window) in runs]


def _hash(tokens: list[str]) -> str:
    return hashlib.sha256(" ".join(tokens).encode()).hexdigest()[:12]


def page_figures(text: str, headings: list[str]) -> list[tuple[float, str, str]]:
    """Return (value, unit, heading) for every figure of a page, in reading order.

    A heading is where a line of the page equals it; what comes before is "(opening)".
    """
    wanted = {_bare(h): h for h in headings}
    heading, found = "(opening)", []
    for line in text.splitlines():
        heading = wanted.get(_bare(line), heading)
        found += [(value, unit or "count", heading) for value, unit in figures_in(line)]
    return list(dict.fromkeys(found))


def _bare(line: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", line.lower().replace("’", "'")).strip()
