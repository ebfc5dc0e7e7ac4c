"""Documents made for the tests: bytes of a PDF, a Word file, and a knowledge folder."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import docx

ROOT = Path(__file__).parents[2]


def pdf(*pages: list[tuple[str, int]]) -> bytes:
    """Return a PDF with one page for each list of (line, size); a page of no lines is a picture's."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        shown, y = [], 760
        for text, size in lines:
            shown.append(f"BT /F1 {size} Tf 60 {y} Td ({text}) Tj ET")
            y -= 20
        stream = "\n".join(shown)
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        box = "/MediaBox [0 0 612 792]"
        parts.append(f"<< /Type /Page /Parent 2 0 R {box} {font} /Contents {5 + 2 * number} 0 R >>")
        parts.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
    tail += f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + tail.encode()


def word(*paragraphs: tuple[str, str]) -> bytes:
    """Return a Word file of (text, style); "bold" stands for a paragraph in bold."""
    document = docx.Document()
    for text, style in paragraphs:
        if style == "table":
            cells = document.add_table(rows=1, cols=2).rows[0].cells
            cells[0].text, cells[1].text = text.split("|")
        elif style == "bold":
            document.add_paragraph().add_run(text).bold = True
        else:
            document.add_paragraph(text, style=style or None)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_part(content: bytes, name: str, change: bytes | None, old: bytes = b"", new: bytes = b"") -> bytes:
    """Return a package with one part added, or with something in it changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for part in package.infolist():
            data = package.read(part.filename)
            out.writestr(part.filename, data.replace(old, new) if part.filename == name and old else data)
        if change is not None:
            out.writestr(name, change)
    return stream.getvalue()


def knowledge(target: Path, *topics: str) -> Path:
    """Copy a small knowledge folder: the public pages' digests without their runs, and a few topics."""
    folder = target / "knowledge"
    (folder / "topics").mkdir(parents=True)
    (folder / "sources").mkdir()
    for name in ("sources.yml", "gaps.yml", *(f"topics/{topic}.yml" for topic in topics)):
        shutil.copy(ROOT / "knowledge" / name, folder / name)
    for path in (ROOT / "knowledge" / "sources").glob("*.yml"):
        head = path.read_text(encoding="utf-8").partition("runs: [")[0]
        (folder / "sources" / path.name).write_text(f"{head}runs: []\n", encoding="utf-8")
    return folder
