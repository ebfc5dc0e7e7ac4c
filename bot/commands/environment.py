"""The environment that Rasa's processes are started with."""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path

from bot.errors import SettingsError
from bot.settings import is_production

#: Where what the server writes is kept: databases, generated secrets, logs of training.
VAR = Path(os.environ.get("AFTERCARE_VAR", "var"))
MODEL = Path("models/aftercare.tar.gz")
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTHONWARNINGS": "ignore",
}
#: A message is too little work to share: threads that wait for each other cost more than they save.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
#: Secrets and the bytes of each that development generates.
SECRETS = ("AFTERCARE_PSEUDONYM_KEY", "AFTERCARE_WEB_KEY", "AFTERCARE_PHONE_KEY", "AFTERCARE_PHONE_KEYS")


def environment(*, serving: bool = False, **more: str) -> dict[str, str]:
    """Return the child processes' environment; what is set already wins over the defaults.

    A secret that is set to nothing counts as not set.
    """
    threads = ONE_THREAD if serving else {}
    return {**QUIET, **threads, "ACTION_PORT": "5055", "AFTERCARE_VAR": str(VAR), **os.environ, **_secrets(), **more}


def _secrets() -> dict[str, str]:
    """Return the secrets; development generates them under var/, production refuses to."""
    found: dict[str, str] = {}
    for name in SECRETS:
        if os.environ.get(name):
            continue
        if is_production():
            raise SettingsError(f"{name} is not set. Production needs it: a random text of 32 characters or more.")
        path = VAR / "secrets" / name
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32), encoding="utf-8")
        found[name] = path.read_text(encoding="utf-8").strip()
    return found


def port(name: str, default: int, *, free: bool = True) -> int:
    """Return a port from the environment; SettingsError when it is no port or is not free."""
    text = os.environ.get(name, str(default))
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SettingsError(f"{name} is '{text}'; set it to a number from 1 to 65535.")
    if not free:
        return int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", int(text)))
        except OSError:
            raise SettingsError(
                f"Port {text} is taken. Stop what uses it, or choose another: {name}=5006 make run"
            ) from None
    return int(text)
