"""A real server on the trained archive, one for the session."""

from __future__ import annotations

import itertools
import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
#: All tests come from one address, and write faster than people.
_MANY = {f"AFTERCARE_{what}": "100000" for what in ("ADDRESS_SESSIONS", "ADDRESS_MESSAGES", "SESSION_MESSAGES")}


def _own_ports() -> Iterator[int]:
    """Return the ports that no other worker of this run tries, without end.

    They are below those that the system hands out by itself, from 32768 on: no connection takes
    one while its server starts again. Chromium refuses some that are lower still.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    mine = range(11_000 + worker, 32_000, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    return itertools.cycle(random.sample(mine, len(mine)))


_PORTS = _own_ports()


def free_port() -> int:
    """Return a port that nobody listens on."""
    return next(filter(_is_free, _PORTS))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass(frozen=True)
class Server:
    """A running server, its ports, folder and log."""

    port: int
    action_port: int
    folder: Path
    log: Path

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as reply:
                return int(reply.status)
        except urllib.error.HTTPError as error:
            return error.code

    def post(self, body: bytes) -> Any:
        """POST raw bytes to the REST webhook and return the JSON reply."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/webhooks/rest/webhook", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)

    def say(self, sender: str, message: object, **more: object) -> Any:
        return self.post(json.dumps({"sender": sender, "message": message, **more}).encode())


def start_server(folder: Path, *arguments: str, action_port: int | None = None) -> Iterator[Server]:
    """Run `python -m bot run` on free ports until the test is done."""
    server = Server(free_port(), action_port or free_port(), folder, folder / "server.log")
    settings = os.environ | {
        "PORT": str(server.port),
        "ACTION_PORT": str(server.action_port),
        "AFTERCARE_VAR": str(folder),
        "PYTHONWARNINGS": "ignore",
        "AFTERCARE_ORIGINS": "http://hospital.localhost",
        **_MANY,
    }
    settings.pop("DATABASE_URL", None)
    with server.log.open("wb") as log:
        command = [sys.executable, "-m", "bot", "run", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=subprocess.STDOUT)
        try:
            deadline = time.monotonic() + 240
            while b"Aftercare answers at" not in server.log.read_bytes():
                assert process.poll() is None and time.monotonic() < deadline, server.log.read_text()[-3000:]
                time.sleep(0.3)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=60)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The whole thing: server and action server."""
    yield from start_server(tmp_path_factory.mktemp("server"))
