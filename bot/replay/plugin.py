"""A pytest plugin that collects conversation suites: each case is a test, each file a node.

pytest -p bot.replay.plugin tests/conversations [-n 2] [--junitxml FILE] [--aftercare-url URL]

Rasa is imported only where a conversation is held in this process, and the archive is loaded
once in each worker.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.errors import AftercareError
from bot.replay.answered import Line
from bot.replay.hold import Held, hold, told
from bot.replay.suite import SHARED, Case, read_suite

_FOLDERS = "aftercare_conversations"
_LINES = pytest.StashKey[Callable[[Case], Line]]()
_LOOP = pytest.StashKey[asyncio.AbstractEventLoop]()
_AGENT = pytest.StashKey[Any]()
_UNSEEN = "checks that a server does not show"


class MismatchError(Exception):
    """A reply fell short of what its suite expects."""

    def __init__(self, held: Held) -> None:
        super().__init__("; ".join(held.faults))
        self.held = held


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say where the suites are and what they are held with."""
    group = parser.getgroup("aftercare", "conversation suites")
    group.addoption("--aftercare-model", metavar="FILE", default="models/aftercare.tar.gz", help="the trained archive")
    group.addoption("--aftercare-url", metavar="URL", help="hold the conversations with this running server instead")
    group.addoption(
        "--aftercare-over",
        choices=("rest", "web", "sms"),
        default="rest",
        help="the server's channel: rest holds every suite; web and sms those of their kind, without a clock of their own",
    )
    parser.addini(_FOLDERS, "the folders of the suites", type="linelist", default=["tests/conversations"])


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "model: needs the trained archive")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the suites of the folder, and any that the command line names."""
    if file_path.suffix != ".yml" or file_path.name == SHARED:
        return None
    folders = [parent.config.rootpath / folder for folder in parent.config.getini(_FOLDERS)]
    if any(folder in file_path.parents for folder in folders) or parent.session.isinitpath(file_path):
        return SuiteCollector.from_parent(parent, path=file_path)
    return None


class SuiteCollector(pytest.File):
    """A file of conversations."""

    def collect(self) -> Iterator[pytest.Item]:
        for case in read_suite(self.path):
            yield ConversationItem.from_parent(self, name=case.name, case=case)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show a fault of the file as its one line."""
        return str(excinfo.value) if isinstance(excinfo.value, AftercareError) else super().repr_failure(excinfo)


class ConversationItem(pytest.Item):
    """One conversation."""

    def __init__(self, *, case: Case, **more: Any) -> None:
        super().__init__(**more)
        self.case = case
        self.user_properties.append(("pattern", case.suite.split("/")[0]))
        if not self.config.getoption("--aftercare-url"):
            self.add_marker("model")

    def setup(self) -> None:
        """Load the archive in the first test's set-up, so that no conversation's time holds it."""
        _lines(self.config)
        reason = _not_over(self.case, self.config)
        if reason:
            pytest.skip(reason)

    def runtest(self) -> None:
        held = _loop(self.config).run_until_complete(hold(self.case, _lines(self.config)(self.case)))
        if held.unseen:
            self.user_properties.append((_UNSEEN, held.unseen))
        if held.faults:
            raise MismatchError(held)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the conversation up to the fault."""
        if isinstance(excinfo.value, MismatchError):
            return told(excinfo.value.held)
        return str(excinfo.value) if isinstance(excinfo.value, AftercareError) else super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.case.title


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many checks a server did not show: nothing is left out in silence."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    properties = [p for r in reports if getattr(r, "when", None) == "call" for p in r.user_properties]
    number = sum(value for name, value in properties if name == _UNSEEN)
    if number:
        terminalreporter.write_line(f"{number} checks were left out: this channel does not show what they are of.")


def _not_over(case: Case, config: pytest.Config) -> str | None:
    """Return why a case cannot be held over the server's channel; None where it can."""
    over = config.getoption("--aftercare-over")
    if not config.getoption("--aftercare-url") or over == "rest":
        return None
    if (case.channel == "sms") != (over == "sms"):
        return f"is not a conversation over {over}"
    return f"needs a clock of its own, which {over} does not take" if case.timed else None


def pytest_unconfigure(config: pytest.Config) -> None:
    if _LOOP in config.stash:
        config.stash[_LOOP].close()


def _loop(config: pytest.Config) -> asyncio.AbstractEventLoop:
    """Return this plugin's own event loop: other plugins' loops stay as they are."""
    if _LOOP not in config.stash:
        config.stash[_LOOP] = asyncio.new_event_loop()
    return config.stash[_LOOP]


def agent_of(config: pytest.Config) -> Any:
    """Return the archive, loaded once in this process."""
    if _AGENT not in config.stash:
        model = Path(config.getoption("--aftercare-model"))
        if not model.is_file():
            raise AftercareError(f"{model} is missing: `make train` makes it, --aftercare-url does without.")
        from bot.replay.lean import as_the_server, loaded

        as_the_server()
        from bot.replay.conversation import load

        config.stash[_AGENT] = load(model)
        loaded()
    return config.stash[_AGENT]


def _lines(config: pytest.Config) -> Callable[[Case], Line]:
    """Return what opens a line for a case, made once."""
    if _LINES not in config.stash:
        url = config.getoption("--aftercare-url")
        config.stash[_LINES] = _remote(url, config) if url else _in_process(config)
    return config.stash[_LINES]


def _in_process(config: pytest.Config) -> Callable[[Case], Line]:
    agent = agent_of(config)
    from bot.replay.conversation import Conversation, Watched

    return lambda case: Watched(Conversation(agent, channel=case.channel))


def _remote(url: str, config: pytest.Config) -> Callable[[Case], Line]:
    from bot.replay.remote import line_to

    return line_to(url, config.getoption("--aftercare-over"))
