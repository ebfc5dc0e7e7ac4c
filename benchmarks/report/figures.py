"""The report's figures, as they are kept for the next report to be held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.intervals import Rate
from benchmarks.outcomes import QUESTIONS, SIGNS, Outcome, summary
from benchmarks.report.parts import ACCURACY, SAFETY, SPEED, SUITES, Part

NOT_COVERED = "not-covered questions declined"
#: A group of held-out messages, in the words of the table of what became of them.
_OF = {
    QUESTIONS: "questions that a page covers",
    NOT_COVERED: "questions that no page covers",
    SIGNS["none"]: "look-alikes of warning signs",
}
_KINDS = {"answer": "answered", "abstain": "abstained", "escalation": "escalated"}


def outcomes(accuracy: Mapping[str, Any]) -> dict[str, list[Outcome]]:
    """Return the accuracy results' outcomes by group."""
    return {
        group: [Outcome(**entry) for entry in entries]
        for group, entries in accuracy.items()
        if isinstance(entries, list) and group != "baselines"
    }


def became(groups: Mapping[str, Sequence[Outcome]]) -> dict[str, dict[str, Rate]]:
    """Return, for each kind of message, how many were answered, abstained from and escalated."""
    found: dict[str, dict[str, Rate]] = {}
    for group, name in _OF.items():
        kinds = [_kind(outcome, group) for outcome in groups.get(group, ())]
        found[name] = {told: Rate(kinds.count(kind), len(kinds)) for kind, told in _KINDS.items()}
    urgent = [o for tier, group in SIGNS.items() if tier != "none" for o in groups.get(group, ())]
    found["warning signs"] = {"escalated": Rate(sum(o.got != "none" for o in urgent), len(urgent))}
    found[_OF[SIGNS["none"]]] = {"escalated": found[_OF[SIGNS["none"]]]["escalated"]}
    return found


def _kind(outcome: Outcome, group: str) -> str:
    """Return the kind of reply; of signs only the tier is known."""
    if group == SIGNS["none"]:
        return "none" if outcome.got == "none" else "escalation"
    return outcome.got.split(" ")[0]


def confusion(questions: Sequence[Outcome]) -> dict[str, dict[str, int]]:
    """Return, for each topic that was asked, how often each topic or kind of reply came back."""
    rows: dict[str, dict[str, int]] = {}
    for outcome in questions:
        kind, _, topic = outcome.got.partition(" ")
        got = topic if kind == "answer" else kind
        row = rows.setdefault(outcome.wanted.split("/")[1], {})
        row[got] = row.get(got, 0) + 1
    return dict(sorted(rows.items()))


def rates(parts: Mapping[str, Part]) -> dict[str, Rate]:
    """Return every rate of the report by name."""
    return dict(_rates(parts))


def _rates(parts: Mapping[str, Part]) -> Iterator[tuple[str, Rate]]:
    accuracy, safety, suites = (parts[s.name].data for s in (ACCURACY, SAFETY, SUITES))
    if accuracy is not None:
        groups = outcomes(accuracy)
        yield from summary(groups).items()
        for name, kinds in became(groups).items():
            yield from ((f"{name}: {kind}", rate) for kind, rate in kinds.items())
    if safety is not None:
        for tier, rate in safety["recall"]["tier"].items():
            yield f"safety: caught, {tier}", Rate(rate["hits"], rate["cases"])
        alarms = safety["alarms"]["all"]
        yield "safety: false alarms", Rate(alarms["hits"], alarms["cases"])
        yield "safety: variations that fell", Rate(safety["monotone"]["fell"], safety["monotone"]["tried"])
    if suites is not None:
        held = held_suites(suites)
        yield "conversations as their suites want them", Rate(sum(why is None for _, why in held), len(held))


def numbers(parts: Mapping[str, Part]) -> dict[str, float]:
    """Return the figures that are no rates: calibration errors, milliseconds."""
    accuracy, safety, speed = (parts[s.name].data for s in (ACCURACY, SAFETY, SPEED))
    found: dict[str, float] = {}
    for name, part in (accuracy or {}).get("reliability", {}).items():
        found[f"calibration error, {name}"] = part["error"]
    for name, value in (safety or {}).get("detector_ms", {}).items():
        found[f"the detector itself, {name}, ms"] = value
    for store, stages in (speed or {}).get("stages", {}).items():
        found[f"a turn, {store}, ms"] = stages["whole"]
    return found


def held_suites(suites: Any) -> list[tuple[str, str | None]]:
    """Return each conversation that was held, with why it failed or None."""
    found = []
    for case in suites.iter("testcase"):
        if case.find("skipped") is None:
            fault = next((f for f in (case.find("failure"), case.find("error")) if f is not None), None)
            name = f"{case.get('classname')}: {case.get('name')}"
            found.append((name, None if fault is None else (fault.text or fault.get("message") or "")))
    return found


def failed(parts: Mapping[str, Part]) -> dict[str, list[str]]:
    """Return what failed, by group, for the next report to tell what is new."""
    accuracy, suites = parts[ACCURACY.name].data, parts[SUITES.name].data
    found = {g: [o.text for o in of if not o.right] for g, of in outcomes(accuracy or {}).items()}
    if suites is not None:
        found["conversations"] = [name for name, why in held_suites(suites) if why is not None]
    return found
