"""The results as tables, as a plot, and held against what is expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.speed.stages import ORDER

#: Label, where it stands in a bot's results, unit.
_ROWS = (
    ("p50, 1 client", ("load", "1", "p50"), "ms"),
    ("p95, 1 client", ("load", "1", "p95"), "ms"),
    ("answers, 1 client", ("load", "1", "per_second"), "/s"),
    ("p50, 8 clients", ("load", "8", "p50"), "ms"),
    ("p95, 8 clients", ("load", "8", "p95"), "ms"),
    ("answers, 8 clients", ("load", "8", "per_second"), "/s"),
    ("p50, 32 clients", ("load", "32", "p50"), "ms"),
    ("p95, 32 clients", ("load", "32", "p95"), "ms"),
    ("answers, 32 clients", ("load", "32", "per_second"), "/s"),
    ("turn 10", ("turns", "turn_10"), "ms"),
    ("turn 200", ("turns", "turn_200"), "ms"),
    ("turn 200 : turn 10", ("turns", "ratio"), "times"),
    ("start to first answer", ("start",), "s"),
    ("of it processor", ("start_processor",), "s"),
    ("memory after load", ("memory", "resident"), "MB"),
    ("memory at its highest", ("memory", "highest"), "MB"),
)
_BOTS = ("starter memory", "starter SQLite", "aftercare memory", "aftercare SQLite")
_AS_IT_COMES = "starter memory"


def tables(results: dict[str, Any]) -> str:
    """Return every part that was measured, as text."""
    parts = []
    if "serving" in results:
        parts += [_serving(results["serving"]), _expectations(expectations(results["serving"]))]
    if "training" in results:
        parts.append(_training(results["training"]))
    if "size" in results:
        parts.append(_size(results["size"]))
    if "stages" in results:
        parts.append(_stages(results["stages"]))
    return "\n\n".join(parts)


def expectations(serving: dict[str, Any]) -> list[tuple[str, float, str, float, bool]]:
    """Return (what, measured, at most or at least, limit, met); ratios are to the starter bot as it comes."""
    theirs = serving[_AS_IT_COMES]
    found = []
    for store, faster in (("SQLite", 2.0), ("memory", 4.0)):
        ours = serving[f"aftercare {store}"]
        p50 = ours["load"]["1"]["p50"] / theirs["load"]["1"]["p50"]
        eight = ours["load"]["8"]["per_second"] / theirs["load"]["8"]["per_second"]
        found += [
            (f"p50 of the starter's, {store}", p50, "<=", 0.4),
            (f"throughput at 8 clients, times the starter's, {store}", eight, ">=", faster),
            (f"turn 200, times turn 10, {store}", ours["turns"]["ratio"], "<=", 1.3),
            (f"start, s, {store}", ours["start"], "<=", 12.0),
            (f"memory, MB, {store}", ours["memory"]["resident"], "<=", 600.0),
        ]
    return [(w, v, sign, limit, v <= limit if sign == "<=" else v >= limit) for w, v, sign, limit in found]


def _at(results: dict[str, Any], path: tuple[str, ...]) -> float:
    value: Any = results
    for key in path:
        value = value[key]
    return float(value)


def _serving(serving: dict[str, Any]) -> str:
    lines = [
        "Over REST; in brackets the ratio to the starter bot as it comes (memory), then to the one on the same store.",
        f"{'':24}" + "".join(f"{bot:>{17 if 'starter' in bot else 27}}" for bot in _BOTS),
    ]
    for label, path, unit in _ROWS:
        values = {bot: _at(serving[bot], path) for bot in _BOTS}
        line = f"{label:18} {unit:>5}"
        for bot, value in values.items():
            if bot.startswith("starter"):
                line += f"{value:17.2f}"
            else:
                same = values[f"starter {bot.split()[1]}"]
                line += f"{value:13.2f} ({value / values[_AS_IT_COMES]:.2f}, {value / same:.2f})"
        lines.append(line)
    return "\n".join(lines)


def _expectations(found: list[tuple[str, float, str, float, bool]]) -> str:
    lines = ["Expected against the starter bot as it comes:"]
    for what, value, sign, limit, met in found:
        lines.append(f"  {'met   ' if met else 'MISSED'}  {what:55} {value:8.2f} {sign} {limit:g}")
    return "\n".join(lines)


def _training(training: dict[str, Any]) -> str:
    lines = ["Training, s (changed: one passage of ours, one example of the starter's):"]
    lines.append(f"  {'':10}{'cold':>8}{'changed':>10}")
    for bot, seconds in training.items():
        changed = f"{seconds['changed']:10.1f}" if "changed" in seconds else f"{'-':>10}"
        lines.append(f"  {bot:10}{seconds['cold']:8.1f}{changed}")
    return "\n".join(lines)


def _size(size: dict[str, Any]) -> str:
    lines = [f"Installed, MB ({size['how']}):"]
    lines += [f"  {group:12}{size[group]:8.0f}" for group in ("everything", "serving", "starter")]
    lines.append(
        "  The largest (* serves): "
        + ", ".join(f"{name}{'*' if serves else ''} {mb:.0f}" for name, (mb, serves) in size["largest"].items())
    )
    return "\n".join(lines)


def _stages(stages: dict[str, dict[str, float]]) -> str:
    lines = ["Where a turn goes, in process, ms (median of each stage):"]
    lines.append(f"  {'':40}" + "".join(f"{store:>9}" for store in stages))
    for stage in (*ORDER, "whole"):
        lines.append(f"  {stage:40}" + "".join(f"{found[stage]:9.2f}" for found in stages.values()))
    return "\n".join(lines)


def plot(stages: dict[str, dict[str, float]], path: Path) -> None:
    """Draw the stages of a turn as bars; the same figures stand in the table beside it."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5), layout="constrained")
    for place, (store, found) in enumerate(stages.items()):
        places = [i + 0.4 * place for i in range(len(ORDER))]
        bars = axes.barh(places, [found[stage] for stage in ORDER], 0.4, label=f"{store}: {found['whole']:.1f} ms")
        axes.bar_label(bars, fmt="%.2f", padding=2, fontsize=7)
    axes.set_yticks([i + 0.2 for i in range(len(ORDER))], ORDER)
    axes.invert_yaxis()
    axes.set_xlabel("ms of one answered turn, in process")
    axes.legend(title="tracker store")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)
