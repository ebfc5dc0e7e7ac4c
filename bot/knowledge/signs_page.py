"""knowledge/red_flags/README.md: all warning signs on one page, for the clinician who reviews them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.records import TIERS
from bot.redflags.schema import RedFlagFile, SignEntry
from bot.yamlfile import read_model

#: What stands in a sign's `reference` until somebody really looked one up.
TO_SUPPLY = "to be supplied"
_HEAD = """\
<!-- Made from the files of this folder by `python -m bot signs`. Edit those, not this page: `make check` compares. -->
# Warning signs, for the reviewing clinician
Each sign below makes the assistant drop whatever else was asked and send the person for help, at one of three tiers:
**emergency** (call 911 now), **crisis** (call or text 988, or 911), **provider** (call the clinic today). {signed}
{references}

For each sign, please judge: is the tier right, is the reason, does the example belong here and the counter-example not? To
sign, put your name into `reviewed_by` in the file that is named; where you know a reference, put it in place of
"to be supplied". The patterns in the files are for the software and want no review; what they catch is measured by
`make safety`.

A change of tier needs a line under "Clinical content" in [CHANGELOG.md](../../CHANGELOG.md) that names the sign's id.
"""
_COLUMNS = ("sign", "what counts", "why this tier", "reference", "example", "no sign", "signed by")


def read_signs(folder: Path) -> list[tuple[str, SignEntry]]:
    """Return (file's name, sign) of every sign in knowledge/red_flags/."""
    paths = sorted(folder.glob("*.yml"))
    return [(path.name, sign) for path in paths for sign in read_model(path, RedFlagFile).signs]


def signs_page(signs: Sequence[tuple[str, SignEntry]]) -> str:
    """Return the page, greatest tier first, signs by id."""
    return "\n".join([_head([sign for _, sign in signs]), *_tiers(signs)])


def _head(signs: Sequence[SignEntry]) -> str:
    signed = sum(sign.reviewed_by is not None for sign in signs)
    lacking = sum(sign.reference == TO_SUPPLY for sign in signs)
    return _HEAD.format(
        signed="No clinician has signed any of them yet." if not signed else f"{signed} of {len(signs)} are signed.",
        references=f"{lacking} of {len(signs)} references are still to be supplied.",
    )


def _tiers(signs: Sequence[tuple[str, SignEntry]]) -> Iterator[str]:
    for tier in TIERS[:0:-1]:
        entries = sorted((s for s in signs if s[1].tier == tier), key=lambda s: s[1].id)
        if entries:
            yield f"## {tier}"
            yield _row(_COLUMNS)
            yield _row(["---"] * len(_COLUMNS))
            for file, sign in entries:
                cells = (sign.sign, sign.reason, sign.reference, f"“{sign.example}”", f"“{sign.counter_example}”")
                yield _row([f"[`{sign.id}`]({file})", *cells, sign.reviewed_by or "nobody yet"])
            yield ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


_TIER = re.compile(r"^## (\w+)$")
_SIGN = re.compile(r"^\| \[`([a-z.-]+)`\]")


def tiers_on(page: str) -> dict[str, str]:
    """Return the tier of each sign on a page that was made before."""
    tier, found = "", {}
    for line in page.splitlines():
        if heading := _TIER.match(line):
            tier = heading[1]
        elif sign := _SIGN.match(line):
            found[sign[1]] = tier
    return found


def unlogged_changes(page: str, signs: Sequence[tuple[str, SignEntry]], changelog: str) -> list[str]:
    """Return the signs whose tier is not the page's any more, and which the change log does not name.

    A sign that was left out counts as changed; a new one does not. The log's part that counts
    is "Clinical content" under the newest heading.
    """
    now = {sign.id: str(sign.tier) for _, sign in signs}
    logged = _clinical_content(changelog)
    changed = [
        f"{id_}: {tier} to {now.get(id_, 'none')}" for id_, tier in tiers_on(page).items() if now.get(id_) != tier
    ]
    return [change for change in changed if f"`{change.partition(':')[0]}`" not in logged]


def _clinical_content(changelog: str) -> str:
    newest = re.split(r"^## ", changelog, flags=re.MULTILINE)[1:2]
    parts = re.split(r"^### ", newest[0] if newest else "", flags=re.MULTILINE)
    return "".join(part for part in parts if part.startswith("Clinical content"))
