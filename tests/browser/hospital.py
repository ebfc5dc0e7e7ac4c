"""Pages of a hospital that embeds the widget, served from another origin, under a policy of their own."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

#: The server of the tests lets the first embed the chat and not the second (AFTERCARE_ORIGINS in tests/conftest.py).
#: Chromium takes a name under .localhost for a secure place, as it takes a hospital's https.
ALLOWED = "http://hospital.localhost"
FOREIGN = "http://stranger.localhost"


class Hospital:
    """Serves what it was given, whatever the name it is asked by."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = int(self._server.server_address[1])

    def page(self, chat: str, *, attributes: str = "", origin: str = ALLOWED) -> str:
        """Return the address of a page that embeds the widget of a server with its one line."""
        source = f'src="{chat}/widget/aftercare.js" data-clinic="Our hospital"'
        return origin + self._add(chat, f'<script type="module" {source} {attributes}></script>')

    def frame(self, chat: str, *, origin: str = ALLOWED) -> str:
        """Return the address of a page that shows the full page of a server in a frame."""
        return origin + self._add(chat, f'<iframe src="{chat}/chat" title="Chat" width="400" height="600"></iframe>')

    def _add(self, chat: str, body: str) -> str:
        """Keep a page, with the strictest policy that lets it embed the chat; return its path."""
        policy = (
            f"default-src 'none'; script-src {chat}; style-src {chat}; connect-src {chat}; img-src {chat} data:; "
            f"frame-src {chat}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        )
        html = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Our hospital</title>'
            '<meta name="viewport" content="width=device-width"></head>'
            f"<body><main><h1>Our hospital</h1></main>{body}</body></html>"
        )
        path = f"/{len(self.pages)}"
        self.pages[path] = (html, policy)
        return path

    def __enter__(self) -> Hospital:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pages = self.pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # noqa: N802
                html, policy = pages.get(self.path, ("", "default-src 'none'"))
                self.send_response(200 if html else 204)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(html.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Keep the tests' output clean."""

        return Handler
