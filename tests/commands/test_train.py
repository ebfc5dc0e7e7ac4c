"""Training ends with the process that wanted it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_TRAINS = """
import os, sys
from bot.commands.train import run_with_us
with run_with_us([sys.executable, "-c", "import time; time.sleep(60)"], os.environ) as child:
    print(child.pid, flush=True)
    child.wait()
"""


def test_a_stopped_server_does_not_train_on() -> None:
    with subprocess.Popen([sys.executable, "-c", _TRAINS], cwd=_ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(timeout=20) == 128 + signal.SIGTERM
    assert _is_gone(child)


def _is_gone(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
