"""Read suites into the conversations that are held: fragments put in, Rasa's separate steps joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.errors import ContentError
from bot.replay.marks import read_marked
from bot.replay.schema import CaseEntry, Expected, Fragments, FragmentsFile, Step, SuiteFile
from bot.settings import read_clinic

SHARED = "fragments.yml"
#: The clock of a conversation that names no other: every replay of it reads the same day.
FIXED_NOW = "2026-11-21T10:00:00"
_NAMED = re.compile(r"\$\{([\w.-]+)\}")


@dataclass(frozen=True)
class Turn:
    """A message, when it is sent, and what is expected of its reply."""

    user: str
    now: str
    expected: tuple[Expected, ...] = ()
    text: str | None = None  # the reply word for word
    utter: str | None = None
    slots: tuple[tuple[str, Any, bool], ...] = ()  # name, value (ANY for any), whether it must hold it


@dataclass(frozen=True)
class Case:
    """One conversation; suite: <pattern>/<sentence>."""

    suite: str
    name: str
    turns: tuple[Turn, ...]
    channel: str = "rest"
    timed: bool = False  # whether it names a clock of its own
    place: int = field(default=0, compare=False)  # in its file

    @property
    def title(self) -> str:
        return f"{self.suite}: {self.name}"


#: A slot's value where any will do.
ANY = object()


def suite_files(folder: Path) -> list[Path]:
    """Return the suites below a folder, in the alphabet's order."""
    return [path for path in sorted(folder.rglob("*.yml")) if path.name != SHARED]


def read_suites(folder: Path) -> list[Case]:
    """Return every conversation below a folder."""
    return [case for path in suite_files(folder) for case in read_suite(path)]


def read_suite(path: Path) -> list[Case]:
    """Return a file's conversations; ContentError names file, line and key."""
    suite, line_of = read_marked(path, SuiteFile)
    maker = _Maker(path, suite, _shared(path.parent), line_of)
    names = [case.test_case for case in suite.test_cases]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise maker.fault(("test_cases", place, "test_case"), "another case of this file has the same name")
    return [maker.case(place, case) for place, case in enumerate(suite.test_cases)]


def _shared(folder: Path) -> Fragments:
    found = [f / SHARED for f in (folder, folder.parent) if (f / SHARED).is_file()]
    return _read_shared(found[0]) if found else Fragments()


@lru_cache(maxsize=8)
def _read_shared(path: Path) -> Fragments:
    return read_marked(path, FragmentsFile)[0].fragments


class _Maker:
    """Make the cases of one file, with its fragments and the shared ones at hand."""

    def __init__(self, path: Path, suite: SuiteFile, shared: Fragments, line_of: Any) -> None:
        self._path, self._suite, self._line_of = path, suite, line_of
        self._steps = {**shared.steps, **suite.fragments.steps}
        clinic = {f"clinic.{name}": str(value) for name, value in read_clinic().dict().items()}
        self._words = {**clinic, **shared.words, **suite.fragments.words}

    def fault(self, place: tuple[int | str, ...], reason: str) -> ContentError:
        """Return an error that names file, line and key."""
        return ContentError(f"{self._path}:{self._line_of(place)}", " > ".join(map(str, place)), reason)

    def case(self, place: int, case: CaseEntry) -> Case:
        where = ("test_cases", place, "steps")
        now = case.now or self._suite.now
        steps = list(self._unfolded(case.steps, where))
        timed = now is not None or any(step.now for step, _ in steps)
        turns = tuple(self._turns(steps, now or FIXED_NOW, case.every))
        name = "/".join(self._path.with_suffix("").parts[-2:])
        channel = case.channel or self._suite.channel or "rest"
        return Case(name, case.test_case, turns, channel, timed, place)

    def _unfolded(
        self, steps: Iterable[Step], where: tuple[int | str, ...], used: tuple[str, ...] = ()
    ) -> Iterator[tuple[Step, tuple[int | str, ...]]]:
        """Yield the steps with fragments put in their places, each with where it stands."""
        for number, step in enumerate(steps):
            at = (*where, number) if not used else where
            if step.use is None:
                yield step, at
            elif step.use not in self._steps:
                raise self.fault((*at, "use"), f"no fragment {step.use}; there are: {', '.join(sorted(self._steps))}")
            elif step.use in used:
                raise self.fault((*at, "use"), f"fragment {step.use} uses itself")
            else:
                yield from self._unfolded(self._steps[step.use], at, (*used, step.use))

    def _turns(
        self, steps: list[tuple[Step, tuple[int | str, ...]]], now: str, every: Expected | None
    ) -> Iterator[Turn]:
        """Yield a turn for each message, with what all steps up to the next one expect."""
        said: list[tuple[Step, tuple[int | str, ...]]] = []
        for step, at in steps:
            if step.user is not None and said:
                yield self._turn(said, now, every)
                said = []
            if step.user is None and not said:
                raise self.fault(at, "the first step is a message (`user`)")
            now = step.now or now
            said.append((step, at))
        yield self._turn(said, now, every)

    def _turn(self, steps: list[tuple[Step, tuple[int | str, ...]]], now: str, every: Expected | None) -> Turn:
        expected = [self._filled(s.bot, (*at, "bot")) for s, at in steps if isinstance(s.bot, Expected)]
        texts = [self._named(s.bot, (*at, "bot")) for s, at in steps if isinstance(s.bot, str)]
        if every is not None:
            expected.append(self._filled(every, (*steps[0][1][:2], "every")))
        return Turn(
            user=steps[0][0].user or "",
            now=now,
            expected=tuple(expected),
            text=texts[-1] if texts else None,
            utter=next((s.utter for s, _ in steps if s.utter), None),
            slots=tuple(
                (name, value, wanted)
                for step, _ in steps
                for slots, wanted in ((step.slot_was_set, True), (step.slot_was_not_set, False))
                for name, value in _slots(slots)
            ),
        )

    def _filled(self, expected: Expected, at: tuple[int | str, ...]) -> Expected:
        """Return what is expected with the named words put in."""
        changes: dict[str, Any] = {}
        for key in ("mentions", "not_mentions", "opens"):
            value = getattr(expected, key)
            if isinstance(value, str):
                changes[key] = self._named(value, (*at, key))
            elif value:
                changes[key] = tuple(self._named(words, (*at, key)) for words in value)
        filled: Expected = expected.copy(update=changes)
        return filled

    def _named(self, text: str, at: tuple[int | str, ...]) -> str:
        for name in _NAMED.findall(text):
            if name not in self._words:
                raise self.fault(at, f"no words named {name}; there are: {', '.join(sorted(self._words))}")
        return _NAMED.sub(lambda match: self._words[match[1]], text)


def _slots(slots: tuple[str | dict[str, Any], ...]) -> Iterator[tuple[str, Any]]:
    for slot in slots:
        yield from ((slot, ANY),) if isinstance(slot, str) else slot.items()
