"""The readers: the same sheet in every kind, and what is refused with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import ContentError
from bot.ingest.document import Document
from bot.ingest.reader import MOST_BYTES, read_document
from tests.ingest.made import pdf, with_part, word

TEXT = """\
Discharge sheet

Activity
- No lifting over 10 pounds for 2 weeks
- Do not drive for 24 hours after the procedure, and not
  while you take opioid pain medicine.

Wound care:
Keep the bandage on for 48 hours. Call us if it is wet.
"""
MARKDOWN = """\
# Discharge sheet
## Activity
* No lifting over 10 pounds for 2 weeks
* Do not drive for 24 hours after the procedure, and not
  while you take opioid pain medicine.

**Wound care**
Keep the bandage on for 48 hours. Call us if it is wet.
"""
HTML = """\
<!doctype html><html><head><title>Sheet</title><style>p {color: red}</style></head><body>
<nav><a href="/">Home</a></nav><!-- hidden note: lift 99 pounds -->
<h1>Discharge sheet</h1><script>document.write("Lift 99 pounds")</script>
<h2>Activity</h2><ul><li>No lifting over <b>10 pounds</b>
for 2 weeks</li><li>Do not drive for 24&nbsp;hours after the procedure, and not while you take opioid pain medicine.</li></ul>
<h2>Wound care:</h2><p>Keep the bandage on for 48 hours.<br>Call us if it is wet.</p>
<p hidden>Lift 99 pounds</p><div style="display: none">Lift 99 pounds</div></body></html>
"""
PDF = pdf(
    [
        ("Discharge sheet", 18),
        ("Activity", 14),
        ("- No lifting over 10 pounds for 2 weeks", 11),
        ("- Do not drive for 24 hours after the procedure, and not", 11),
        ("while you take opioid pain medicine.", 11),
        ("Page 1 of 2", 8),
    ],
    [
        ("Wound care", 14),
        ("Keep the bandage on for 48 hours. Call us if it is wet.", 11),
        ("Page 2 of 2", 8),
    ],
)
WORD = word(
    ("Discharge sheet", "Title"),
    ("Activity", "Heading 1"),
    ("No lifting over 10 pounds for 2 weeks", "List Bullet"),
    ("Do not drive for 24 hours after the procedure, and not while you take opioid pain medicine.", "List Bullet"),
    ("Wound care:", "bold"),
    ("Keep the bandage on for 48 hours.|Call us if it is wet.", "table"),
)
KINDS: dict[str, bytes] = {
    "sheet.txt": TEXT.encode(),
    "windows.txt": TEXT.replace("bandage", "“bandage”").encode("cp1252"),
    "utf16.txt": TEXT.encode("utf-16"),
    "marked.txt": TEXT.encode("utf-8-sig"),
    "mac.txt": TEXT.replace("\n", "\r").encode(),
    "sheet.md": MARKDOWN.encode(),
    "sheet.html": HTML.encode(),
    "sheet.HTM": HTML.encode("utf-16"),
    "latin.html": HTML.replace("<head>", '<head><meta charset="latin-1">').encode("latin-1"),
    "sheet.pdf": PDF,
    "sheet.docx": WORD,
}


def _read(folder: Path, name: str, content: bytes) -> Document:
    path = folder / name
    path.write_bytes(content)
    return read_document(path)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_gives_the_same_sheet(tmp_path: Path, name: str) -> None:
    sections = {
        heading: " ".join(block.text.replace('"', "") for block in blocks)
        for heading, blocks in _read(tmp_path, name, KINDS[name]).sections()
    }
    assert sections == {
        "Activity": "No lifting over 10 pounds for 2 weeks Do not drive for 24 hours after the procedure, "
        "and not while you take opioid pain medicine.",
        "Wound care": "Keep the bandage on for 48 hours. Call us if it is wet.",
    }


def test_a_lists_items_stay_apart(tmp_path: Path) -> None:
    for name in ("sheet.txt", "sheet.html", "sheet.pdf", "sheet.docx"):
        blocks = dict(_read(tmp_path, name, KINDS[name]).sections())["Activity"]
        assert len(blocks) == 2, name


def test_a_pdfs_blocks_know_their_page(tmp_path: Path) -> None:
    assert [block.place for block in _read(tmp_path, "a.pdf", PDF).blocks][-1] == "page 2"


def test_what_stands_on_every_page_is_left_out(tmp_path: Path) -> None:
    pages = [[("Harbor Hospital, 1 Quay Road", 11), (f"Rest for {n} days. Then walk.", 11)] for n in (2, 3, 4)]
    text = " ".join(block.text for block in _read(tmp_path, "a.pdf", pdf(*pages)).blocks)
    assert "Quay" not in text
    assert "Rest for 4 days." in text


def test_a_page_without_text_is_named(tmp_path: Path) -> None:
    document = _read(tmp_path, "a.pdf", pdf([("Rest for two days.", 11)], []))
    assert document.missed == ("page 2 holds no text (a picture?)",)


BODY = "word/document.xml"
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b"  \n\n ", "is empty"),
    "numbers.txt": (b"1 2 3\n", "holds no text"),
    "binary.txt": (b"MZ\x00\x01\x02", "is not plain text"),
    "half.txt": (b"\xff\xfeA", "is not plain text"),
    "long.txt": (b"Rest for a day. " * 20_000, "more than 200,000 characters"),
    "huge.txt": (b"a" * (MOST_BYTES + 1), "is 10 MB; at most 10 MB"),
    "scripts.html": (b"<script>alert('Lift 9 pounds')</script>", "holds no text"),
    "sheet.doc": (b"\xd0\xcf\x11\xe0", "save it as DOCX, PDF or plain text"),
    "sheet.rtf": (b"{\\rtf1}", "save it as DOCX, PDF or plain text"),
    "sheet.png": (b"\x89PNG", "text recognition"),
    "sheet.xlsx": (b"PK\x03\x04", "of no kind that can be read; use one of .docx, .htm"),
    "sheet": (b"text", "of no kind that can be read"),
    "not.pdf": (b"plain words", "is named .pdf and is none inside"),
    "not.docx": (b"plain words", "is named .docx and is none inside"),
    "scan.pdf": (pdf([], []), "a scan\\); run it through text recognition"),
    "long.pdf": (pdf(*[[("Rest.", 11)]] * 61), "has 61 pages; at most 60"),
    "cut.pdf": (b"%PDF-1.4\nthe rest was lost", "is broken and cannot be read"),
    "cut.docx": (WORD[:900], "is broken and cannot be read"),
    "bomb.docx": (with_part(WORD, "word/media/a.bin", b"\0" * (61 * 2**20)), "unpacks to more than 60 MB"),
    "sheet.xlsx.docx": (with_part(WORD, BODY, None, b"<w:body>", b"<w:"), "is broken and cannot be read"),
    "tracked.docx": (
        with_part(WORD, BODY, None, b"<w:body>", b'<w:body><w:p><w:ins w:id="1"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'),
        "holds tracked changes; accept or reject",
    ),
    "entities.docx": (
        with_part(
            WORD, BODY, None, b"<w:document ", b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document '
        ),
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in REFUSED if REFUSED[name][1]])
def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    content, reason = REFUSED[name]
    with pytest.raises(ContentError, match=reason) as caught:
        _read(tmp_path, name, content)
    assert caught.value.file == str(tmp_path / name)
    assert "\n" not in str(caught.value)


def test_an_entity_brings_no_file_in(tmp_path: Path) -> None:
    content = with_part(REFUSED["entities.docx"][0], BODY, None, b"No lifting", b"No &a; lifting")
    try:
        document = _read(tmp_path, "a.docx", content)
    except ContentError:
        return
    assert "root:" not in " ".join(block.text for block in document.blocks)


@pytest.mark.parametrize(("name", "reason"), [("gone.txt", "is missing"), (".", "is no file")])
def test_a_path_that_is_no_file(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(ContentError, match=reason):
        read_document(tmp_path / name)


_JUNK = st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore"))


def _broken(content: bytes) -> st.SearchStrategy[bytes]:
    """Take a sound file, with some bytes replaced and the end cut off."""
    return st.tuples(st.integers(0, len(content)), st.integers(0, len(content)), st.binary(max_size=30)).map(
        lambda cut: (content[: cut[0]] + cut[2] + content[cut[0] + len(cut[2]) :])[: cut[1] or None]
    )


@pytest.mark.parametrize("kind", [".txt", ".html", ".pdf", ".docx"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_junk_is_read_or_refused_and_nothing_else(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    sound = {".txt": KINDS["sheet.txt"], ".html": HTML.encode(), ".pdf": PDF, ".docx": WORD}[kind]
    mark = {".pdf": b"%PDF-1.4\n", ".docx": b"PK\x03\x04"}.get(kind, b"")
    content = data.draw(_broken(sound) | _JUNK.map(lambda junk: mark + junk))
    try:
        document = _read(tmp_path, f"junk{kind}", content)
    except ContentError as error:
        assert "\n" not in str(error)
        return
    assert all(block.text.strip() and "\x00" not in block.text for block in document.blocks)
