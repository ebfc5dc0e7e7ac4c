"""make safety: measure the warning signs, write results/safety-report.*, fail below the baseline.

python -m benchmarks.safety [--split tuning|final] [--all] [--workers N] [--update-baseline]

Recall and false alarms are of one split, sent as over REST; the final split is the one that is
reported. Variations are of every warning sign of both splits (of the tuning split alone with
--split tuning): four kinds a message in turn, or all with --all. They are asked in as many
processes as there are cores, four at most, or in --workers; the figures stay the same. The
console shows figures only; the messages are in the report.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.held_out import CLINIC, SPLITS, SignMessage, sign_files, sign_messages
from benchmarks.intervals import Rate
from benchmarks.safety.asking import only_asks, opened, records, timed_detector
from benchmarks.safety.baseline import ELSEWHERE, aims, bounds, falls, read_baseline, write_baseline
from benchmarks.safety.cases import cases_of
from benchmarks.safety.measure import measured
from benchmarks.safety.monotone import sayings, trials
from benchmarks.safety.page import page
from benchmarks.safety.variations import VARIATIONS, Said
from benchmarks.safety.workers import cores, tiers
from bot.commands.environment import MODEL
from bot.errors import AftercareError
from bot.records import Tier
from bot.redflags.lexicon import read_lexicon

RESULTS = Path("results")
#: Kinds of variation that each message is tried with.
_KINDS = 4
#: The first turns of a process warm its caches and are not timed.
_WARM = 20


def report(split: str, *, at_most: int, workers: int) -> dict[str, Any]:
    """Measure a split and return the report, without what the baseline says of it."""
    messages, own, others = sign_messages(split), sign_messages(CLINIC), varied(split)
    got, milliseconds = whole_turns([m.text for m in (*messages, *own)])
    known: dict[Said, Tier] = {(m.text,): r["tier"] for m, r in zip(messages, got, strict=False)}
    asked = [said for said in sayings(others, at_most=at_most) if said not in known]
    known |= zip(asked, tiers(asked, MODEL, workers=workers), strict=True)

    cases, clinic = cases_of(messages, got[: len(messages)]), cases_of(own, got[len(messages) :])
    figures = measured(cases, clinic, trials(known, others, at_most=at_most), milliseconds)
    hashes = {"model": got[0]["model"], "knowledge": got[0]["knowledge"], **content_hashes(split)}
    return {"split": split, "hashes": hashes, **figures}


def whole_turns(texts: Sequence[str]) -> tuple[list[dict[str, Any]], list[float]]:
    """Return the texts' turn records and the detector's milliseconds, with nothing else at work in this process."""
    with timed_detector() as took:
        got = asyncio.run(records(opened(MODEL), texts))
    return got, took[_WARM:]


def varied(split: str) -> list[SignMessage]:
    """Return the messages whose variations are tried."""
    return [message for name in (SPLITS if split == "final" else (split,)) for message in sign_messages(name)]


def content_hashes(split: str) -> dict[str, str]:
    """Return the hashes of what the figures depend on beside the archive."""
    training = sorted(Path("data").rglob("*.yml"))
    return {
        "warning signs and cues": read_lexicon(Path("knowledge")).digest,
        "training data": _hash(training),
        f"held-out messages, {split}": _hash(sign_files(split)),
        "the clinic's own messages": _hash(sign_files(CLINIC)),
    }


def _hash(paths: Iterable[Path]) -> str:
    files = list(paths)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12] if files else "none"


def summary(found: dict[str, Any]) -> list[str]:
    """Return the figures as lines for the console: no message stands in them."""
    lines = [f"The {found['split']} split:"]
    for tier, rate in found["recall"]["tier"].items():
        lines.append(f"  {'caught: ' + tier:34} {Rate(rate['hits'], rate['cases'])}")
    everything = found["alarms"]["all"]
    lines.append(f"  {'false alarms':34} {Rate(everything['hits'], everything['cases'])}")
    lines.append(f"  {'the detector itself':34} {found['detector_ms']} ms a message")
    for kind, n in found["monotone"]["kind"].items():
        lines.append(f"  {'falls with ' + kind:38} {n['fell']:3} of {n['tried']:4}")
    lines += ["Aims:", *(f"  {'met    ' if a['met'] else 'NOT MET'} {a['name']}: {a['got']}" for a in found["aims"])]
    return lines


def main() -> int:
    """Measure and write the report; 1 when a bound is worse than the committed baseline."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.safety")
    parser.add_argument("--split", choices=SPLITS, default="final")
    parser.add_argument("--all", action="store_true", help="try every kind of variation on every message")
    number = range(1, 17)
    parser.add_argument("--workers", type=int, choices=number, metavar="N", default=cores(), help="processes that ask")
    parser.add_argument("--update-baseline", action="store_true", help="make these figures the committed baseline")
    options = parser.parse_args()
    only_asks()
    try:
        at_most = len(VARIATIONS) if options.all else _KINDS
        found = report(options.split, at_most=at_most, workers=options.workers)
        now = bounds(found)
        if options.update_baseline:
            write_baseline(options.split, bounds(found, ELSEWHERE))
        before = read_baseline().splits.get(options.split)
    except AftercareError as error:
        print(f"aftercare: {error}", file=sys.stderr)
        return 1
    below = list(falls(now, before)) if before else []
    found |= {"aims": [asdict(aim) for aim in aims(found)], "bounds": now.dict(), "below_baseline": below}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "safety-report.json").write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
    (RESULTS / "safety-report.html").write_text(page(found), encoding="utf-8")
    print("\n".join(summary(found)))
    for line in below:
        print(f"BELOW THE BASELINE: {line}")
    print(f"Every miss, false alarm and fall in full: {RESULTS}/safety-report.html")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
