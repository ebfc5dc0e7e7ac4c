"""What the tests of the web channel share: a running app of it, and a browser's calls."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KEY = "k" * 40


@dataclass
class Answer:
    """A response: status, headers by lower-case name, body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Web:
    """The web channel of a running server, as one browser calls it."""

    port: int
    folder: Path
    headers: dict[str, str] = field(default_factory=dict)
    token: str | None = None

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Send a request; `body` is bytes, or anything to be sent as JSON."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        mine = {"Content-Type": "application/json", **self.headers}
        if self.token is not None:
            mine["Authorization"] = f"Bearer {self.token}"
        mine |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, data, mine)
            reply = connection.getresponse()
            return Answer(reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def post(self, name: str, body: object, **headers: str) -> Answer:
        return self.call("POST", f"/webhooks/web/{name}", body, **headers)

    def get(self, name: str, **headers: str) -> Answer:
        return self.call("GET", f"/webhooks/web/{name}", **headers)

    def opened(self, **headers: str) -> Web:
        """Return a browser of its own with a new conversation."""
        browser = Web(self.port, self.folder, {**self.headers, **headers})
        browser.token = browser.post("session", {}).json["token"]
        return browser

    def say(self, text: str, id_: str | None = None) -> Answer:
        return self.post("message", {"id": id_ or uuid.uuid4().hex, "text": text})

    def choose(self, choice: str) -> Answer:
        return self.post("message", {"id": uuid.uuid4().hex, "choice": choice})

    def turns(self, text: str) -> int:
        """Return how many turns a text had."""
        file = self.folder / "turns"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return sum(line.split(" ", 1)[1] == text for line in lines)


@contextmanager
def running(folder: Path, port: int, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the channel on a port until the block ends."""
    folder.mkdir(exist_ok=True)
    environment = os.environ | {
        "AFTERCARE_VAR": str(folder),
        "AFTERCARE_WEB_KEY": KEY,
        "AFTERCARE_PSEUDONYM_KEY": "p" * 40,
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        **settings,
    }
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-W", "ignore", "-m", "tests.channels.web_app", str(port)]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(port, process, folder / "log")
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()[-3000:]
        try:
            Web(port, log.parent).call("GET", "/chat")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])
