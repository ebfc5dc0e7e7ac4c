"""The real server as a process group of its own, so that it can be killed like a machine that loses power."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from bot.commands.environment import environment
from bot.commands.run import server_command
from tests.conftest import ROOT


class Process:
    """The server that answers, without the action server."""

    def __init__(self, folder: Path, port: int, settings: Mapping[str, str]) -> None:
        self.log, self._port = folder / "server.log", port
        self._settings = environment(serving=True, AFTERCARE_VAR=str(folder), PORT=str(port), **settings)
        self._settings |= {"PYTHONWARNINGS": "ignore", "ACTION_PORT": "9"}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until a model is loaded."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                server_command(self._port),
                cwd=ROOT,
                env=self._settings,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + 180
        while not self._is_ready():
            assert self._process.poll() is None and time.monotonic() < deadline, self.log.read_text()[-2000:]
            time.sleep(0.2)

    def kill(self) -> None:
        """Kill the whole group with SIGKILL."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, how)
            self._process.wait(60)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/readyz", timeout=2) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            return False
