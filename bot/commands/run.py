"""Serve everything on one port, the action server beside it, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from bot.channels.sms_settings import read_sms_settings
from bot.channels.web_settings import read_web_settings
from bot.commands.environment import MODEL, VAR, environment, port
from bot.commands.train import train
from bot.errors import AftercareError
from bot.knowledge.check import unsigned
from bot.settings import check_production, read_clinic

_LOGGING = "deploy/logging.yml"
_START_SECONDS = 180


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-actions", action="store_true", help="do not start the action server")


def run(options: argparse.Namespace) -> int:
    """Train if needed, start both servers, print the address when it answers, wait."""
    clinic = read_clinic()
    check_production(unsigned(Path("knowledge")), clinic)
    web, actions = port("PORT", 5005), port("ACTION_PORT", 5055, free=not options.no_actions)
    settings = environment(serving=True, ACTION_PORT=str(actions), PORT=str(web))
    read_web_settings(settings)
    read_sms_settings()
    train()
    VAR.mkdir(exist_ok=True)
    processes = [subprocess.Popen(server_command(web), env=settings)]
    if not options.no_actions:
        command = [sys.executable, "-m", "actions", "--port", str(actions)]
        processes.append(subprocess.Popen(command, env=settings))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _wait_until_ready(web, processes[0])
        print(f"Aftercare answers at http://localhost:{web}/  (Ctrl-C stops it)", flush=True)
        return processes[0].wait()
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)


def server_command(web: int, *more: str) -> list[str]:
    """Return the command that serves the archive on a port."""
    rasa = ["run", "-m", str(MODEL), "-p", str(web), "--logging-config-file", _LOGGING, *more]
    return [sys.executable, "-m", "bot.channels.server", *rasa]


def _wait_until_ready(web: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise AftercareError("The server stopped while starting; its last lines above say why.")
        try:
            with urllib.request.urlopen(f"http://localhost:{web}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AftercareError(f"The server did not answer within {_START_SECONDS} s.")
