"""Spare the server what Rasa does at every start or turn, and this assistant has no use for.

Rasa 3.6 imports TensorFlow for its own classifiers and policies, of which `config.yml` names
none (a test holds it to that): 5 s and 290 MB of every start. spaCy imports torch wherever the
training group is installed. Both are kept out of the serving process; a piece of TensorFlow
that is used all the same raises an error that says what to do.
"""

from __future__ import annotations

import functools
import gc
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any

#: Set to anything to have TensorFlow imported as Rasa does it.
SWITCH = "AFTERCARE_WITH_TENSORFLOW"
_PACKAGES = ("tensorflow", "tensorflow_addons", "keras")


class _Absent(type):
    """The type of every name in a package that was left out: enough to be subclassed and annotated with."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _absent(f"{cls.__name__}.{name}")

    def __getitem__(cls, key: Any) -> Any:
        return cls


class _Piece:
    """A class, decorator or function of such a package; it works as a decorator and as nothing else."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and callable(args[0]) and not kwargs:
            return args[0]
        raise RuntimeError(f"{cls.__name__} is left out of the server; start it with {SWITCH}=1 to have TensorFlow.")


def _absent(name: str) -> Any:
    if name.rsplit(".", 1)[-1].startswith("__"):
        raise AttributeError(name)
    return _Absent(name, (_Piece,), {})


class _Finder(MetaPathFinder, Loader):
    """Give an empty module for each name below the packages."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        known = fullname.split(".")[0] in _PACKAGES
        return ModuleSpec(fullname, self, is_package=True) if known else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = ModuleType(spec.name)
        module.__getattr__ = lambda name: _absent(f"{spec.name}.{name}")  # type: ignore[method-assign]
        return module

    def exec_module(self, module: ModuleType) -> None:
        return None


def leave_out() -> None:
    """Keep torch and, unless the switch is set, TensorFlow out of this process."""
    sys.modules.setdefault("torch", None)  # type: ignore[arg-type]
    if os.environ.get(SWITCH):
        return
    sys.modules["tensorflow"] = None  # type: ignore[assignment]
    importlib.import_module("bot.redflags.rules")  # spaCy asks what is installed: neither of the two
    del sys.modules["tensorflow"]
    sys.meta_path.insert(0, _Finder())


def shorten_turns() -> None:
    """Have Rasa spare in each turn what this assistant has no use for."""
    _run_graphs_in_order()
    _read_rules_once()


def _run_graphs_in_order() -> None:
    """Have Rasa run its graphs as they stand: planning each anew, as dask does, takes 1 ms of a turn."""
    runner = importlib.import_module("rasa.engine.runner.dask")
    runner.dask = SimpleNamespace(get=in_order)  # type: ignore[attr-defined]


@functools.cache  # what is wrapped once stays wrapped
def _read_rules_once() -> None:
    """Have Rasa match its rules by what a message is, and not by its words first: no rule here is told in words.

    Nor are their states copied for a log that is not kept, or each intent held against a domain
    that training has checked. Decision 11 has what it saves.
    """
    policy = importlib.import_module("rasa.core.policies.rule_policy")
    find = policy.RulePolicy._find_action_from_rules

    def by_intent(self: Any, tracker: Any, domain: Any, use_text_for_last_user_input: bool) -> Any:
        if use_text_for_last_user_input:
            return None, None, False
        return find(self, tracker, domain, use_text_for_last_user_input)

    policy.RulePolicy._find_action_from_rules = by_intent  # type: ignore[attr-defined]
    policy.copy = SimpleNamespace(deepcopy=lambda states: states)  # type: ignore[attr-defined]
    processor = importlib.import_module("rasa.core.processor")
    processor.MessageProcessor._check_for_unseen_features = lambda *_: None  # type: ignore[attr-defined]


def leave_origins_to_channels() -> None:
    """Have Rasa answer for nobody's origin: its own middleware would reply to every browser's preflight."""
    server = importlib.import_module("rasa.server")
    server.configure_cors = lambda *_: None  # type: ignore[attr-defined]


def leave_log_as_set() -> None:
    """Have Rasa leave the log's format as its settings file has it: its own would print patients' words."""
    io = importlib.import_module("rasa.utils.io")
    io.configure_colored_logging = lambda *_: None  # type: ignore[attr-defined]


def in_order(graph: Mapping[str, Any], targets: Sequence[str]) -> tuple[Any, ...]:
    """Return the targets' results: a task is (function, names of its inputs …), anything else a value."""
    done: dict[str, Any] = {}

    def result(name: str) -> Any:
        if name not in done:
            task = graph[name]
            done[name] = task[0](*map(result, task[1:])) if callable(task[0]) else task
        return done[name]

    return tuple(map(result, targets))


def spare_what_stays() -> None:
    """Take what was loaded at start out of the garbage collector's rounds: 0.3 s each."""
    gc.collect()
    gc.freeze()
