"""The pages and the widget's files: read from one folder into memory, each with its headers."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.slim import joined, modules
from bot.channels.turn import OnNewMessage
from bot.channels.web_settings import read_origins
from bot.settings import is_production

FOLDER = Path(__file__).parent / "widget"
#: The one script; what it imports travels in it.
SCRIPT = "aftercare.js"
#: What is served; a file of any other kind is not.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
_PACKED = {".png", ".woff2"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors "
)
_FIXED = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Vary": "Accept-Encoding"}
_MICROPHONE = "microphone=(self), camera=(), geolocation=()"


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    kind: str
    body: bytes
    packed: bytes | None
    tag: str


def read_assets(folder: Path) -> dict[str, Asset]:
    """Return the files of a folder by their path in it."""
    files = sorted(path for path in folder.rglob("[!.]*") if path.is_file() and path.suffix in _TYPES)
    parts = set(modules(folder, SCRIPT)) - {SCRIPT} if (folder / SCRIPT).is_file() else set()
    found = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: _asset(path) for name, path in found.items() if name not in parts}


def _asset(path: Path) -> Asset:
    body = joined(path.parent, path.name) if path.suffix == ".js" else path.read_bytes()
    packed = None if path.suffix in _PACKED else gzip.compress(body, mtime=0)
    tag = hashlib.sha256(body).hexdigest()[:20]
    return Asset(_TYPES[path.suffix], body, packed, tag)


class PagesChannel(InputChannel):
    """GET / (demo page), /chat (the whole page), /widget/<file>."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    @classmethod
    def name(cls) -> str:
        return "pages"

    def url_prefix(self) -> str:
        return "/"

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """Return the routes; `GET /` is Rasa's own, so it is answered before the routes are asked."""
        routes = Blueprint("aftercare_pages")
        ancestors = " ".join(["'self'", *sorted(read_origins())])
        read = partial(read_assets, self._folder)
        assets = lru_cache(maxsize=1)(read) if is_production() else read

        async def demo(request: Request) -> HTTPResponse | None:
            is_demo = request.path == "/" and request.method in {"GET", "HEAD"}
            return _page(request, assets().get("index.html"), "'none'") if is_demo else None

        @routes.listener("before_server_start")
        async def start(app: Sanic, *_: Any) -> None:
            app.register_middleware(demo, "request")

        @routes.get("chat")
        async def chat(request: Request) -> HTTPResponse:
            return _page(request, assets().get("chat.html"), ancestors) or response.empty(status=404)

        @routes.get("widget/<path:path>")
        async def widget(request: Request, path: str) -> HTTPResponse:
            asset = assets().get(path)
            if asset is None or path.endswith(".html"):
                return response.empty(status=404)
            headers = {
                "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
                "Access-Control-Allow-Origin": "*",
                "Cross-Origin-Resource-Policy": "cross-origin",
            }
            return _send(request, asset, headers)

        return routes


def _page(request: Request, asset: Asset | None, ancestors: str) -> HTTPResponse | None:
    """Return a page that runs nothing but this server's own scripts."""
    if asset is None:
        return None
    headers = {
        "Content-Security-Policy": f"{_POLICY}{ancestors}",
        "Permissions-Policy": _MICROPHONE,
        "Cache-Control": "no-cache",
    }
    return _send(request, asset, headers)


def _send(request: Request, asset: Asset, headers: dict[str, str]) -> HTTPResponse:
    """Return a file, packed where the browser takes that, or nothing where it has it already."""
    takes_gzip = asset.packed is not None and "gzip" in str(request.headers.get("accept-encoding") or "").lower()
    tag = f'"{asset.tag}{"-gzip" if takes_gzip else ""}"'
    headers = {**_FIXED, **headers, "ETag": tag}
    known = [t.strip().removeprefix("W/") for t in str(request.headers.get("if-none-match") or "").split(",")]
    if tag in known:
        return response.empty(status=304, headers=headers)
    body = asset.packed if takes_gzip else asset.body
    if takes_gzip:
        headers["Content-Encoding"] = "gzip"
    return response.raw(body, content_type=asset.kind, headers=headers)
