"""The figures as a table; ratios are of figures measured in the same run."""

from __future__ import annotations

from typing import Any

from benchmarks.widget.throttled import CPU_TIMES_SLOWER

_NO_CHROMIUM = "No times: they are measured in Chromium, which is missing: apt-get install chromium"
_NO_NPM = "not measured: npm is missing, or reaches no registry"


def table(results: dict[str, Any]) -> str:
    """Return sizes and times, ours first."""
    if "times" not in results:
        return "\n\n".join([_sizes(results), _NO_CHROMIUM])
    times = [_times(name, times) for name, times in results["times"].items()]
    return "\n\n".join([_sizes(results), _wire(results["wire"]), *times])


def _sizes(results: dict[str, Any]) -> str:
    ours = results["ours"]
    lines = [
        "The web widget, kB:",
        f"  {'':32}{'raw':>9}{'gzipped':>9}{'times ours':>12}",
        f"  {'ours, the one script':32}{ours['raw'] / 1e3:9.1f}{ours['gzipped'] / 1e3:9.1f}{1:12.1f}",
    ]
    for name, weight in results["packages"].items():
        if weight is None:
            lines.append(f"  {name:32}{_NO_NPM}")
            continue
        times = weight["gzipped"] / ours["gzipped"]
        sizes = f"{weight['raw'] / 1e3:9.1f}{weight['gzipped'] / 1e3:9.1f}{times:12.1f}"
        lines.append(f"  {name:32}{sizes}  {weight['note']}")
    return "\n".join(lines)


def _wire(wire: dict[str, int]) -> str:
    lines = [
        "Ours as received, headers included, kB:",
        f"  {'page loaded, chat closed':32}{wire['loaded'] / 1e3:18.1f}",
        f"  {'after the first reply':32}{wire['all'] / 1e3:18.1f}",
    ]
    return "\n".join(lines)


def _times(network: str, times: dict[str, float]) -> str:
    lines = [
        f"Chromium, processor {CPU_TIMES_SLOWER} times slower, {network}, nothing cached, s:",
        f"  {'our launcher can be pressed':32}{times['launcher']:9.2f}",
        f"  {'our full page takes text':32}{times['ours']:9.2f}",
    ]
    if "deep_chat" in times:
        ratio = times["deep_chat"] / times["ours"]
        lines.append(f"  {'deep-chat takes text':32}{times['deep_chat']:9.2f}   {ratio:.1f} times ours")
    lines.append(f"  {'first question to its reply':32}{times['reply']:9.2f}")
    return "\n".join(lines)
