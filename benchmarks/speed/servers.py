"""Start a server, wait until it answers, read its memory, stop it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.speed import starter
from bot.commands.environment import environment
from bot.commands.run import server_command

_START_SECONDS = 300
_ENDPOINTS = """\
nlg:
  type: bot.answers.generator.AnswerGenerator
tracker_store:
  type: bot.channels.tracker_stores.TrimmingInMemoryTrackerStore
"""
_SQL = "tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {db}\n"
#: Questions that are answered, and end no turn in an action: no action server is started.
QUESTIONS = (
    "how long until I can lift?",
    "when can I take a shower?",
    "how long does the procedure take?",
    "what is the cement made of?",
    "will I be awake during it?",
    "what are the risks?",
)


@dataclass(frozen=True)
class Bot:
    """A bot with one kind of tracker store: how it is started, and what it is asked."""

    name: str
    store: str
    command: Sequence[str]
    folder: Path
    environment: dict[str, str]
    questions: Sequence[str]
    port: int
    log: Path = field(default=Path(os.devnull))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks/rest/webhook"


def aftercare(store: str, var: Path) -> Bot:
    """Return our bot, as `make run` starts it."""
    port, var = _free_port(), var / f"aftercare-{store}"
    var.mkdir(parents=True)
    command = server_command(port)
    if store == "memory":
        (var / "endpoints.yml").write_text(_ENDPOINTS, encoding="utf-8")
        command += ["--endpoints", str(var / "endpoints.yml")]
    settings = environment(serving=True, AFTERCARE_VAR=str(var), ACTION_PORT=str(_free_port()), PORT=str(port))
    return Bot("aftercare", store, command, Path.cwd(), settings, QUESTIONS, port, var / "log")


def starter_bot(store: str, folder: Path, var: Path) -> Bot:
    """Return the starter bot, as `rasa run` starts it."""
    port, var = _free_port(), var / f"starter-{store}"
    var.mkdir(parents=True)
    endpoints = _SQL.format(db=var / "rasa.db") if store == "SQLite" else ""
    (var / "endpoints.yml").write_text(endpoints, encoding="utf-8")
    command = [sys.executable, "-m", "rasa", "run", "-p", str(port), "--endpoints", str(var / "endpoints.yml")]
    return Bot("starter", store, command, folder, environment(), (starter.QUESTION,), port, var / "log")


@dataclass(frozen=True)
class Running:
    """A server that answers; the seconds from its command to its first answer, and of them the processor's."""

    bot: Bot
    pid: int
    start_seconds: float
    start_processor: float

    def memory(self) -> dict[str, float]:
        """Return resident memory in MB, now and at its highest."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8").splitlines()
        sizes = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
        return {"resident": int(sizes["VmRSS"]) / 1024, "highest": int(sizes["VmHWM"]) / 1024}


@contextmanager
def running(bot: Bot) -> Iterator[Running]:
    """Run a bot's server until the block is left."""
    started = time.perf_counter()
    with bot.log.open("wb") as log:
        process = subprocess.Popen(
            bot.command, cwd=bot.folder, env=bot.environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for_answer(bot, process)
            seconds = time.perf_counter() - started
            used = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[11:13]
            yield Running(bot, process.pid, seconds, sum(map(int, used)) / os.sysconf("SC_CLK_TCK"))
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait_for_answer(bot: Bot, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if _ask(bot.url, bot.questions[0]):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{bot.name} did not start:\n{bot.log.read_text(errors='replace')[-2000:]}")


def _ask(url: str, text: str) -> Any:
    body = json.dumps({"sender": "first", "message": text}).encode()
    with urllib.request.urlopen(
        urllib.request.Request(url, body, {"Content-Type": "application/json"}), timeout=30
    ) as r:
        return json.load(r)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
