"""The pages and the widget's files, with the headers that a strict browser wants."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from bot.channels.pages import FOLDER, read_assets
from tests.channels.web_client import Web, running
from tests.conftest import free_port

FILES = {
    "index.html": b"<!doctype html><title>Demo</title>",
    "chat.html": b"<!doctype html><title>Chat</title>",
    "aftercare.js": b"".join(b"const words%d = 'hello';\n" % i for i in range(50)),
    "parts/card.js": b"const card = 1;\n",
    "icon.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "notes.md": b"not for anybody",
    ".hidden.js": b"neither",
}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder, port = tmp_path_factory.mktemp("pages"), free_port()
    for name, content in FILES.items():
        path = folder / "widget" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "secret.js").write_bytes(b"secret")
    with running(folder, port, AFTERCARE_ORIGINS="https://hospital.example"):
        yield Web(port, folder)


@pytest.mark.parametrize(
    ("path", "file", "ancestors"),
    [("/", "index.html", "'none'"), ("/chat", "chat.html", "'self' https://hospital.example")],
)
def test_a_page_runs_nothing_but_our_scripts(web: Web, path: str, file: str, ancestors: str) -> None:
    page = web.call("GET", path)
    assert (page.status, page.body) == (200, FILES[file])
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = dict(part.strip().split(" ", 1) for part in page.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'" == policy["style-src"]
    assert policy["frame-ancestors"] == ancestors
    assert policy["base-uri"] == policy["form-action"] == "'none'"
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "microphone=(self)" in page.headers["permissions-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("aftercare.js", "text/javascript; charset=utf-8"), ("parts/card.js", "text/javascript; charset=utf-8"),
     ("icon.svg", "image/svg+xml")],
)  # fmt: skip
def test_any_page_may_load_the_widget(web: Web, name: str, kind: str) -> None:
    file = web.call("GET", f"/widget/{name}", Origin="https://anybody.example")
    assert (file.status, file.body) == (200, FILES[name])
    assert file.headers["content-type"] == kind
    assert file.headers["access-control-allow-origin"] == "*"
    assert file.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "max-age=" in file.headers["cache-control"]


def test_a_file_is_packed_for_who_takes_that(web: Web) -> None:
    packed = web.call("GET", "/widget/aftercare.js", Accept_Encoding="br, gzip")
    assert packed.headers["content-encoding"] == "gzip" and packed.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.body) == FILES["aftercare.js"] and len(packed.body) < len(FILES["aftercare.js"])


def test_a_file_is_sent_once(web: Web) -> None:
    for encoding in ("identity", "gzip"):
        tag = web.call("GET", "/widget/aftercare.js", Accept_Encoding=encoding).headers["etag"]
        for sent in (tag, f"W/{tag}", f'"other", {tag}'):
            again = web.call("GET", "/widget/aftercare.js", Accept_Encoding=encoding, If_None_Match=sent)
            assert (again.status, again.body) == (304, b"")
    assert web.call("GET", "/widget/aftercare.js", If_None_Match='"other"').status == 200


def test_development_reads_a_changed_file(web: Web) -> None:
    file = web.folder / "widget" / "icon.svg"
    file.write_bytes(b"<svg/>")
    assert web.call("GET", "/widget/icon.svg").body == b"<svg/>"
    file.write_bytes(FILES["icon.svg"])


@pytest.mark.parametrize(
    "path",
    ["/widget/../secret.js", "/widget/..%2fsecret.js", "/widget/%2e%2e/secret.js", "/widget//etc/passwd",
     "/widget/parts/../../secret.js", "/widget/notes.md", "/widget/.hidden.js", "/widget/", "/widget/parts",
     "/widget/..%5csecret.js", "/widget/aftercare.js%00.png", "/widget/chat.html", "/widget/none.js"],
)  # fmt: skip
def test_nothing_else_is_served(web: Web, path: str) -> None:
    answer = web.call("GET", path)
    assert answer.status in {400, 404}
    assert b"secret" not in answer.body


def test_the_widgets_own_pages_are_there() -> None:
    assert {"index.html", "chat.html", "aftercare.js"} <= set(read_assets(FOLDER))
