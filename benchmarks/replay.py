"""python -m benchmarks.replay [--conversations 1000] [--workers 2]: how long so many conversations take.

The suites are copied until there are enough, each copy with other words in front of every name,
and held as `python -m bot replay` holds them: nothing is kept from one copy to the next.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.replay.published import FOLDER
from bot.replay.suite import SHARED, read_suites, suite_files


def copies(folder: Path, wanted: int) -> int:
    """Copy the suites below a folder until it holds enough conversations; return how many it holds."""
    number = len(read_suites(FOLDER))
    for copy in range(-(-wanted // number)):
        for path in suite_files(FOLDER):
            target = folder / path.parent.relative_to(FOLDER) / f"{copy}-{path.name}"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    if (FOLDER / SHARED).is_file():
        shutil.copy(FOLDER / SHARED, folder / SHARED)
    return len(read_suites(folder))


def main() -> int:
    """Print the seconds; 1 where a conversation failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay")
    parser.add_argument("--conversations", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        held = copies(Path(name), options.conversations)
        command = [sys.executable, "-W", "ignore", "-m", "bot", "replay", name]
        started = time.monotonic()
        done = subprocess.run([*command, "-n", str(options.workers)], check=False, capture_output=True, text=True)
        took = time.monotonic() - started
    print(done.stdout[-2000:])
    print(f"{held} conversations, {options.workers} workers: {took:.0f} s, loading included.")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
