"""Read the rule files' little language.

A pattern is words in order, folded as `fold` folds:
    word        that word                   a|b|c     any of these
    word*       any word that starts so     word?     may be missing (a|b? and {list}? too)
    a_b|c       among alternatives, "_" stands for the space inside a phrase
    {list}      any entry of the list of that name in cues.yml ({list}|word|{other} too)
    ..          up to three other words     ...       up to seven other words
    ....        any number of words, over the ends of sentences too
A gap never crosses "no", "not", "without", "never" or "sin", and the first two neither the end of
a sentence nor "but": "...." is for signs made of two things said anywhere in one message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NEAR = r"(?!(?:[.!?;]|no|not|without|never|but|cannot|nor|sin|cero) )"
_FAR = r"(?!(?:no|not|without|never|nor|denies|sin|cero) )"
_GAPS = {
    "..": rf"(?:{_NEAR}\S+ ){{0,3}}?",
    "...": rf"(?:{_NEAR}\S+ ){{0,7}}?",
    "....": rf"(?:{_FAR}\S+ )*?",
}


@dataclass(frozen=True)
class Step:
    """One step of a pattern: its entries (words, word*, phrases), or a gap."""

    entries: tuple[str, ...]
    optional: bool
    gap: str | None
    first_words: frozenset[str]
    first_prefixes: tuple[str, ...]


def steps_of(pattern: str, lists: dict[str, tuple[str, ...]], read: dict[str, Step] | None = None) -> list[Step]:
    """Return a written pattern's steps; ValueError with the reason when it cannot be read.

    read: steps by how they are written, for patterns of one set of lists to share; it grows.
    """
    known = {} if read is None else read
    for word in pattern.split():
        if word not in known:
            known[word] = _step(word, lists)
    steps = [known[word] for word in pattern.split()]
    if not any(not s.optional and not s.gap for s in steps):
        raise ValueError("has no word that must be there")
    return steps


def _step(word: str, lists: dict[str, tuple[str, ...]]) -> Step:
    if word in _GAPS:
        return Step((), False, word, frozenset(), ())
    optional = word.endswith("?") and word != "?" and not word.endswith("|?")
    bare = word[:-1] if optional else word
    entries: list[str] = []
    for part in bare.split("|"):
        if not part.startswith("{"):
            entries.append(part.replace("_", " "))
        elif not re.fullmatch(r"\{[a-z_]+\}", part) or part[1:-1] not in lists:
            raise ValueError(f"no list named {part}")
        else:
            entries.extend(lists[part[1:-1]])
    firsts = [entry.split()[0] for entry in entries if entry.strip()]
    if len(firsts) != len(entries):
        raise ValueError("an empty alternative")
    return Step(
        tuple(entries),
        optional,
        None,
        frozenset(f for f in firsts if not f.endswith("*")),
        tuple(f[:-1] for f in firsts if f.endswith("*")),
    )


def expression(steps: list[Step]) -> str:
    """Return a regular expression over tokens that each end with one space."""
    return "(?<= )" + "".join(_GAPS[s.gap] if s.gap else _any_of(s) for s in steps)


def _any_of(step: Step) -> str:
    longest_first = sorted(set(step.entries), key=lambda e: (-len(e.split()), -len(e)))
    body = "|".join("".join(_one(part) for part in entry.split()) for entry in longest_first)
    return f"(?:{body})?" if step.optional else f"(?:{body})"


def _one(part: str) -> str:
    if part in _GAPS:
        return _GAPS[part]
    return re.escape(part[:-1]) + r"\S* " if part.endswith("*") else re.escape(part) + " "
