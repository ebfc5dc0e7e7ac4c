"""Measure, print, and write results/widget.json and widget.txt."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.speed.servers import aftercare, running
from benchmarks.widget import other, packages, report
from benchmarks.widget.measure import Loaded, measure
from bot.channels.slim import joined

RESULTS = Path("results")
_OURS = Path("bot/channels/widget")
_SCRIPT = "aftercare.js"
_ROUNDS = 3


def main() -> None:
    """Start the server and a browser, measure ours beside the others."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.widget")
    parser.add_argument("--quick", action="store_true", help="one round instead of three; for trying")
    options = parser.parse_args()
    results = _weights()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is not None:
        bundle = packages.scripts(packages.DEEP_CHAT)
        loaded = _load(chromium, next(iter(bundle.values())) if bundle else None, 1 if options.quick else _ROUNDS)
        results |= _measured(loaded)
    text = report.table(results)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "widget.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    (RESULTS / "widget.txt").write_text(text + "\n", encoding="utf-8")
    print(f"{text}\n\nWritten to {RESULTS}/widget.json and widget.txt.")


def _load(chromium: str, deep_chat: bytes | None, rounds: int) -> Loaded:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="widget-")))
        server = stack.enter_context(running(aftercare("memory", folder)))
        page = stack.enter_context(other.serving(deep_chat)) if deep_chat else None
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        return measure(browser, f"http://127.0.0.1:{server.bot.port}/", page, rounds)


def _weights() -> dict[str, Any]:
    script = joined(_OURS, _SCRIPT)
    found: dict[str, Any] = {}
    for package in (packages.DEEP_CHAT, packages.CARBON):
        scripts = packages.scripts(package)
        weight = {**asdict(packages.Weight.of(scripts)), "note": package.note} if scripts else None
        found[f"{package.name} {package.version}"] = weight
    return {"ours": asdict(packages.Weight.of({_SCRIPT: script})), "packages": found}


def _measured(loaded: Loaded) -> dict[str, Any]:
    times = {network: times.medians() for network, times in loaded.times.items()}
    return {"wire": {"loaded": loaded.bytes_at_load, "all": loaded.bytes_all}, "times": times}


if __name__ == "__main__":
    main()
