"""Who asks: the origin of a page, the address of a person, and the headers that every answer bears."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web_settings import WebSettings

_FIXED = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_CORS = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Expose-Headers": "retry-after",
    "Access-Control-Max-Age": "600",
}


def is_allowed(request: Request, settings: WebSettings) -> bool:
    """Tell whether the page that asks may: one of this server, one on the list, or no page at all."""
    origin = _origin(request)
    host = _host(origin)
    return not origin or origin in settings.origins or (bool(host) and host == _own_host(request, settings))


def add_headers(request: Request, response: HTTPResponse, settings: WebSettings) -> None:
    """Let the page that asked read the answer, and nobody keep it."""
    response.headers.update(_FIXED)
    response.headers["Vary"] = "Origin"
    if _origin(request) and is_allowed(request, settings):
        response.headers.update({**_CORS, "Access-Control-Allow-Origin": request.headers["origin"]})


def address(request: Request, settings: WebSettings) -> str:
    """Return whom the limits of an address count for: behind proxies what the outermost trusted one saw."""
    peer = str(request.ip or "")
    if settings.proxies:
        named = ",".join(request.headers.getall("x-forwarded-for", [])).split(",")
        peer = named[-settings.proxies].strip() if len(named) >= settings.proxies else peer
    try:
        found = ip_address(peer.strip("[]"))
    except ValueError:
        return str(request.ip or "unknown")
    if isinstance(found, IPv6Address):  # a household has a whole /64
        mapped = found.ipv4_mapped
        return str(mapped or ip_network((found, 64), strict=False))
    return str(found)


def _origin(request: Request) -> str:
    return str(request.headers.get("origin") or "").lower()


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _own_host(request: Request, settings: WebSettings) -> str:
    """Return this server's host as the browser knows it; a trusted proxy may hand it on."""
    forwarded = request.headers.get("x-forwarded-host") if settings.proxies else None
    return str(forwarded or request.headers.get("host") or "").lower()
