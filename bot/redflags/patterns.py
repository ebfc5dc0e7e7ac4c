"""Compile the rule files' little language to spaCy token patterns.

A pattern is words in order, folded as `fold` folds:
    word        that word                   a|b|c     any of these
    word*       any word that starts so     word?     may be missing (a|b? and {list}? too)
    a_b|c       among alternatives, "_" stands for the space inside a phrase
    {list}      any entry of the list of that name in cues.yml ({list}|word|{other} too)
    ..          up to three other words     ...       up to seven other words
    ....        any number of words, over the ends of sentences too
A gap never crosses "no", "not", "without" or "never", and the first two neither the end of
a sentence nor "but": "...." is for signs made of two things said anywhere in one message.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

Token = dict[str, Any]

_BARRIER = [".", "!", "?", ";", "no", "not", "without", "never", "but", "cannot", "nor", "sin"]
_GAP: Token = {"LOWER": {"NOT_IN": _BARRIER}, "OP": "?"}
_FAR: Token = {"LOWER": {"NOT_IN": ["no", "not", "without", "never", "nor", "denies", "sin"]}, "OP": "*"}
_GAPS = {"..": [_GAP] * 3, "...": [_GAP] * 7, "....": [_FAR]}
_MOST_EXPANSIONS = 4000


def compile_pattern(pattern: str, lists: dict[str, tuple[str, ...]]) -> list[list[Token]]:
    """Return the token patterns of one written pattern (several where lists hold phrases).

    Raises ValueError with the reason when the pattern cannot be read.
    """
    steps = [_alternatives(word, lists) for word in pattern.split()]
    if not steps:
        raise ValueError("an empty pattern")
    count = 1
    for step in steps:
        count *= len(step)
    if count > _MOST_EXPANSIONS:
        raise ValueError(f"expands to {count} patterns; use fewer lists of phrases in one pattern")
    return [list(itertools.chain.from_iterable(combination)) for combination in itertools.product(*steps)]


def _alternatives(word: str, lists: dict[str, tuple[str, ...]]) -> list[list[Token]]:
    """Return the ways one step of a pattern can be met, each a run of tokens."""
    if word in _GAPS:
        return [_tokens(word)]
    optional = word.endswith("?")
    word = word.rstrip("?")
    entries: list[str] = []
    for part in word.split("|"):
        if not part.startswith("{"):
            entries.append(part.replace("_", " "))
        elif not re.fullmatch(r"\{[a-z_]+\}", part) or part[1:-1] not in lists:
            raise ValueError(f"no list named {part}")
        else:
            entries.extend(lists[part[1:-1]])
    singles = [e for e in entries if " " not in e and not e.endswith("*")]
    prefixes = [e[:-1] for e in entries if e.endswith("*") and " " not in e]
    phrases = [e.split() for e in entries if " " in e]
    found: list[list[Token]] = []
    if singles:
        found.append([{"LOWER": {"IN": singles}}])
    if prefixes:
        found.append([{"LOWER": {"REGEX": "^(?:" + "|".join(map(re.escape, prefixes)) + ")"}}])
    found.extend([token for part in phrase for token in _tokens(part)] for phrase in phrases)
    if optional:
        if len(found) == 1 and len(found[0]) == 1:
            found[0][0]["OP"] = "?"
        else:
            found.append([])
    return found


def _tokens(part: str) -> list[Token]:
    """Return the tokens of one word or gap of a list's phrase."""
    if part in _GAPS:
        return [dict(token) for token in _GAPS[part]]
    if part.endswith("*"):
        return [{"LOWER": {"REGEX": "^" + re.escape(part[:-1])}}]
    return [{"LOWER": part}]
