"""Measure, print, and write results/speed.*."""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.speed import load, report, size, stages, starter, training
from benchmarks.speed.servers import Running, aftercare, running, starter_bot

RESULTS = Path("results")
PARTS = ("training", "serving", "size", "stages")
#: Clients, and the questions they ask between them in a round.
_LOAD = {1: 25, 8: 40, 32: 64}
_ROUNDS = 10
_CONVERSATIONS = 3  # of 200 turns


def main() -> None:
    """Measure the parts asked for; parts measured before stay in the results."""
    options = _options()
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "speed.json"
    results: dict[str, Any] = {}
    if path.is_file() and set(options.only) != set(PARTS):
        results = json.loads(path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="speed-") as name:
        results |= _measure(options, Path(name))
    path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    text = report.tables(results)
    (RESULTS / "speed.txt").write_text(text + "\n", encoding="utf-8")
    if "stages" in results:
        report.plot(results["stages"], RESULTS / "speed.png")
    print(f"\n{text}\n\nWritten to {RESULTS}/speed.json, speed.txt and speed.png (its figures are the last table).")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    parser.add_argument("--quick", action="store_true", help="fewer questions, no training of ours; for trying")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="measure these parts only")
    parser.add_argument("--starter", type=Path, help="a trained starter bot; without it one is made and trained")
    return parser.parse_args()


def _measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    results: dict[str, Any] = {}
    theirs: Path | None = options.starter
    train = "training" in options.only
    if theirs is None and (train or "serving" in options.only):
        _say("The starter bot is made and trained.")
        theirs = starter.scaffold(folder / "starter")
        seconds = training.theirs(theirs, changed=train and not options.quick)
        if train:
            results["training"] = {"starter": seconds}
    if train and not options.quick:
        _say("Aftercare is trained in a copy: from nothing, then with one passage changed.")
        results["training"] = {**results.get("training", {}), "aftercare": training.ours(folder)}
    if "serving" in options.only:
        assert theirs is not None
        results["serving"] = asyncio.run(_serving(theirs.resolve(), folder, quick=options.quick))
    if "size" in options.only:
        results["size"] = size.installed()
    if "stages" in options.only:
        _say("A turn is taken apart, in process.")
        results["stages"] = stages.measure(folder, turns=60 if options.quick else 300)
    return results


async def _serving(theirs: Path, folder: Path, *, quick: bool) -> dict[str, Any]:
    """Start all four servers one by one, then ask them in turns: what else the machine does meets all alike."""
    with ExitStack() as stack:
        servers: dict[str, Running] = {}
        for store in ("memory", "SQLite"):
            for bot in (starter_bot(store, theirs, folder), aftercare(store, folder)):
                _say(f"Starting {bot.name}, tracker store: {store}.")
                servers[f"{bot.name} {store}"] = stack.enter_context(running(bot))
        loads = {name: {clients: load.Load(clients) for clients in _LOAD} for name in servers}
        turns = {name: load.Turns() for name in servers}
        for server in servers.values():
            await load.Load(1).add(server.bot, 30)  # warm
        for number in range(3 if quick else _ROUNDS):
            _say(f"Round {number + 1}.")
            for clients, asked in _LOAD.items():
                for name, server in servers.items():
                    await loads[name][clients].add(server.bot, asked)
            if number < (1 if quick else _CONVERSATIONS):
                for name, server in servers.items():
                    await turns[name].add(server.bot)
        return {
            name: {
                "load": {str(clients): found.summary() for clients, found in loads[name].items()},
                "turns": turns[name].summary(),
                "start": server.start_seconds,
                "start_processor": server.start_processor,
                "memory": server.memory(),
            }
            for name, server in servers.items()
        }


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
