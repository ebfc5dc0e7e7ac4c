"""make report: read what make eval, make safety and make bench wrote, and make one page of it.

python -m benchmarks.report [--previous FILE]

Nothing is measured here: what is missing, or older than the archive, is said on the page and on
the console. results/report.json is kept beside the page; the next report is compared with it.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from benchmarks.report.figures import failed, numbers, rates
from benchmarks.report.kept import Kept, read_previous, write
from benchmarks.report.page import page
from benchmarks.report.parts import digest, read_archive, read_parts
from bot.commands.environment import MODEL

RESULTS = Path("results")


def main() -> None:
    """Write the page and its figures; say which parts are missing or old."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report")
    parser.add_argument("--previous", type=Path, help="report.json to compare with; else the one in results/")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the results are and the page is put")
    options = parser.parse_args()
    archive = read_archive(MODEL)
    parts = read_parts(options.results, archive)
    kept = options.results / "report.json"
    now = Kept(
        digest=digest(list(parts.values())),
        model=archive.model if archive else "none",
        made=f"{datetime.now():%Y-%m-%d %H:%M}",
        rates=rates(parts),
        numbers=numbers(parts),
        failed=failed(parts),
    )
    previous = read_previous(options.previous or kept, now)
    options.results.mkdir(exist_ok=True)
    (options.results / "report.html").write_text(page(parts, now, previous), encoding="utf-8")
    write(kept, now, previous)
    for part in parts.values():
        print(f"  {part.source.name:20} {part.note}")
    print(f"Everything on one page: {options.results}/report.html")


if __name__ == "__main__":
    main()
