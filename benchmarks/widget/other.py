"""Serve a page that holds a ready-made widget alone, compressed, from this machine."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PAGE = b"""<!doctype html><html lang="en"><title>A page</title><script type="module" src="widget.js"></script>
<deep-chat demo="true"></deep-chat></html>"""


@contextmanager
def serving(script: bytes) -> Iterator[str]:
    """Serve until the block is left; give the address of the page."""
    files = {"/": ("text/html", _PAGE), "/widget.js": ("text/javascript", script)}
    packed = {path: (kind, gzip.compress(body, 9)) for path, (kind, body) in files.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            kind, body = packed.get(self.path, ("text/plain", gzip.compress(b"")))
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing but the figures."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
