"""The plugin under pytest, against a small server on this machine that speaks as ours does."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
RECORD = {
    "kind": "answer",
    "tier": "none",
    "topic": "lifting",
    "sources": ["oncolink"],
    "passages": [],
    "red_flags": [],
}
SUITE = """\
test_cases:
- test_case: holds
  steps:
  - user: when can I lift?
    bot: {kind: answer, mentions: ["you said: when can I lift?"]}
- test_case: holds on its day
  now: "2026-11-21T10:00:00"
  steps:
  - user: and now?
    bot: {mentions: ["2026-11-21"]}
    slot_was_set: [last_topic]
- test_case: falls short
  steps:
  - user: one
    bot: {kind: answer}
  - user: two
    bot: {tier: emergency}
  - user: three
    bot: {kind: answer}
"""


class _Echo(BaseHTTPRequestHandler):
    """Answers as the REST and web channels do; the web's session is refused once for its limit."""

    limited = False

    def do_POST(self) -> None:  # noqa: N802 (the library's name)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/session"):
            if not _Echo.limited:
                _Echo.limited = True
                return self._send(429, {"error": "too_many"})
            return self._send(201, {"token": "t"})
        if self.path.endswith("/message"):
            assert self.headers["Authorization"] == "Bearer t"
            return self._send(200, {"reply": {"text": f"you said: {body['text']}", "record": RECORD}})
        text = f"you said: {body['message']} at {body['metadata']['now']}"
        return self._send(200, [{"text": text}, {"custom": RECORD}])

    def _send(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _pytest(folder: Path, *arguments: str, suite: str = SUITE) -> subprocess.CompletedProcess[str]:
    path = folder / "pattern" / "a-sentence.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(suite)
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "pytest",
        "-p",
        "bot.replay.plugin",
        "-p",
        "no:cacheprovider",
        "-qrs",
    ]
    return subprocess.run([*command, str(folder), *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def _named(tmp_path: Path, *more: str) -> tuple[str, ...]:
    return ("-o", f"aftercare_conversations={tmp_path}", *more)


def test_over_rest(tmp_path: Path, url: str) -> None:
    done = _pytest(tmp_path, *_named(tmp_path, "--aftercare-url", url, "-n", "2", f"--junitxml={tmp_path}/x.xml"))
    assert done.returncode == 1
    assert "1 failed, 2 passed" in done.stdout
    shown = done.stdout[done.stdout.index("pattern/a-sentence: falls short") :]
    for words in ("you  one", "you  two", "record: kind answer", "✗ tier none, not emergency", "1 more message"):
        assert words in shown
    assert "you  three" not in shown
    assert "1 checks were left out" in done.stdout
    failure = ElementTree.parse(tmp_path / "x.xml").find(".//testcase/failure")
    assert failure is not None and "✗ tier none, not emergency" in (failure.text or "")


def test_over_the_web_chat(tmp_path: Path, url: str) -> None:
    done = _pytest(tmp_path, *_named(tmp_path, "--aftercare-url", url, "--aftercare-over", "web"))
    assert "1 failed, 1 passed, 1 skipped" in done.stdout
    assert "needs a clock of its own, which web does not take" in done.stdout


def test_a_fault_of_a_file_is_one_line(tmp_path: Path, url: str) -> None:
    done = _pytest(tmp_path, *_named(tmp_path, "--aftercare-url", url), suite="test_cases: [{test_cas: a}]\n")
    assert "a-sentence.yml:1: test_cases > 0 > test_cas: unknown key; did you mean test_case?" in done.stdout
    assert "Traceback" not in done.stdout


def test_no_server_is_one_line(tmp_path: Path) -> None:
    done = _pytest(tmp_path, *_named(tmp_path, "--aftercare-url", "http://127.0.0.1:9"))
    assert "does not answer" in done.stdout and "Traceback" not in done.stdout


def test_no_archive_is_one_line(tmp_path: Path) -> None:
    done = _pytest(tmp_path, *_named(tmp_path, "--aftercare-model", "not/there.tar.gz"))
    assert "not/there.tar.gz is missing: `make train` makes it" in done.stdout
