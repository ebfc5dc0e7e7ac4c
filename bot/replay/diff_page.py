"""The comparison of two archives as one page that a clinician reads, fills in and signs."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from bot.replay.diff import WEIGHTS, Change, Comparison

_STYLE = """\
body { color: #111; font: 17px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
article { border: 1px solid #999; border-radius: .4rem; break-inside: avoid; margin: 1.5rem 0; padding: .2rem 1rem 1rem; }
article.grave { border: 3px solid #a40000; }
h3 { font-size: 1.05rem; margin: .6rem 0; }
.two { display: grid; gap: 1rem; grid-template-columns: 1fr 1fr; }
.reply { background: #f5f5f5; padding: .5rem .8rem; white-space: pre-line; }
.said { font-weight: 600; }
.earlier, .where { color: #444; font-size: .9rem; }
del { background: #fbd9d3; } ins { background: #d3efd5; text-decoration: underline; }
.signing { border-top: 2px solid #111; margin-top: 3rem; }
.signing input { border: 0; border-bottom: 1px solid #111; font: inherit; width: 20rem; }
label { display: block; margin: .8rem 0; }
dt { font-weight: 600; } dd { margin: 0 0 .3rem 1rem; }
@media (max-width: 45rem) { .two { grid-template-columns: 1fr; } }
"""
_HOW = """\
Both versions were given the same messages. Below is every reply that changed, the gravest change first. Words that are gone are
struck through, new words are underlined. Tick each change once you have read it; the page can be printed.
"""
#: Words and the space between them, so that a reply can be put together again.
_TOKENS = re.compile(r"\s+|[^\s]+")
_MARK = re.compile(r"<(?:del|ins)>.*?</(?:del|ins)>", re.DOTALL)
_GRAVE = 1
_WORDS = len(WEIGHTS) - 1
_ROWS = (
    ("kind", "Kind"),
    ("tier", "Urgency"),
    ("topic", "Topic"),
    ("sources", "Sources"),
    ("red_flags", "Warning signs"),
)


def diff_page(found: Comparison) -> str:
    """Return the page, self-contained."""
    title = "What the assistant says otherwise"
    body = [
        f"<h1>{title}</h1>",
        f"<p>{escape(_HOW)}</p>",
        _archives(found),
        f"<p><strong>{len(found.changes) or 'None'} of {found.replies} replies changed</strong>, in {found.conversations} "
        "conversations.</p>",
        *_summary(found),
    ]
    for number, alike in enumerate(_grouped(found.changes), 1):
        body += _change(number, alike)
    body.append(_SIGNING)
    head = f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
    return f'<!doctype html>\n<html lang="en">\n{head}<style>\n{_STYLE}</style>\n' + "\n".join(body) + "\n</html>\n"


def _archives(found: Comparison) -> str:
    rows = "".join(
        f"<dt>{name}</dt><dd>{escape(ids['file'])}, model {escape(ids['model'])}, knowledge {escape(ids['knowledge'])}</dd>"
        for name, ids in (("Before", found.old), ("After", found.new))
    )
    return f"<dl>{rows}</dl>"


def _summary(found: Comparison) -> Iterator[str]:
    numbers = [(name, sum(c.weight == weight for c in found.changes)) for weight, name in enumerate(WEIGHTS)]
    yield "<ul>" + "".join(f"<li>{number} × {name}</li>" for name, number in numbers if number) + "</ul>"


def _grouped(changes: Sequence[Change]) -> list[list[Change]]:
    """Put replies together that changed in the same words and nothing else: they are read once."""
    groups: dict[Any, list[Change]] = {}
    for place, change in enumerate(changes):
        words = _marks(change.old["text"], change.new["text"])
        groups.setdefault(words if change.weight == _WORDS else place, []).append(change)
    return list(groups.values())


def _marks(old: str, new: str) -> tuple[str, ...]:
    return tuple(mark for side in marked(old, new) for mark in _MARK.findall(side))


def _change(number: int, alike: Sequence[Change]) -> Iterator[str]:
    """Yield the first of changes that are alike in full, the others by their messages."""
    change = alike[0]
    grave = ' class="grave"' if change.weight <= _GRAVE else ""
    yield f"<article{grave}><h3>{number}. {escape(change.what[0].upper() + change.what[1:])}{_tiers(change)}</h3>"
    yield f'<p class="where">{escape(f"{change.suite}: {change.name} ({change.channel})")}</p>'
    if change.earlier:
        yield f'<p class="earlier">Before that: {escape(" … ".join(change.earlier))}</p>'
    yield f'<p class="said">“{escape(change.user)}”</p>'
    old, new = marked(change.old["text"], change.new["text"])
    yield '<div class="two">' + _reply("Before", old, change.old) + _reply("After", new, change.new) + "</div>"
    yield from _told_otherwise(change)
    if len(alike) > 1:
        others = "".join(
            f"<li>“{escape(c.user)}” <span>({escape(f'{c.suite}: {c.name}')})</span></li>" for c in alike[1:]
        )
        yield f"<details><summary>The same words in {len(alike) - 1} more replies</summary><ul>{others}</ul></details>"
    yield f'<label><input type="checkbox"> Change {number} read and all right</label></article>'


def _tiers(change: Change) -> str:
    tiers = change.old["record"]["tier"], change.new["record"]["tier"]
    return f": from {tiers[0]} to {tiers[1]}" if tiers[0] != tiers[1] else ""


def _reply(name: str, text: str, turn: dict[str, Any]) -> str:
    faults = "".join(f"<li>{escape(fault)}</li>" for fault in turn["faults"])
    short = f'<p class="where">Not as the suite wants it:</p><ul class="where">{faults}</ul>' if faults else ""
    return f'<div><strong>{name}</strong><div class="reply">{text}</div>{short}</div>'


def _told_otherwise(change: Change) -> Iterator[str]:
    """Yield, as a list, what of the record is not what it was."""
    pairs = [(label, _plain(change.old["record"][key]), _plain(change.new["record"][key])) for key, label in _ROWS]
    rows = [f"<li>{label}: {escape(old)} → {escape(new)}</li>" for label, old, new in pairs if old != new]
    if rows:
        yield f"<ul>{''.join(rows)}</ul>"


def _plain(value: Any) -> str:
    return (", ".join(value) if isinstance(value, list) else str(value or "")) or "none"


def marked(old: str, new: str) -> tuple[str, str]:
    """Return two texts as HTML, what is gone marked in the one and what is new in the other."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    sides: tuple[list[str], list[str]] = ([], [])
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for side, words, tag in ((sides[0], before[a:b], "del"), (sides[1], after[c:d], "ins")):
            text = escape("".join(words))
            side.append(text if kind == "equal" or not text else f"<{tag}>{text}</{tag}>")
    return "".join(sides[0]), "".join(sides[1])


_SIGNING = """\
<section class="signing"><h2>Signed off</h2>
<p>I have read every change on this page.</p>
<label>Name <input name="name" autocomplete="name"></label>
<label>Role <input name="role"></label>
<label>Date <input name="date"></label>
<label>Signature <input name="signature"></label>
<label>Not all right, or to be talked about: change numbers <input name="open"></label></section>"""
