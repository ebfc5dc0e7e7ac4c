"""Write YAML for people: drafts whole; passages as text put into files whose comments stay."""

from __future__ import annotations

import io
import json
import re
import textwrap

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import FoldedScalarString

from bot.errors import ContentError
from bot.knowledge.drafts import DraftFile
from bot.knowledge.schema import DigestFile, PassageEntry

_HEAD = """\
# A draft of a clinic's own sheet, made by `make ingest`. Nothing of it is live.
# For each passage: read it against the sheet; correct text, sms, figures and `topics` (suggested only);
# then put YOUR name into reviewed_by. `of` says what a figure is of. Delete what is not for patients.
# Then: python -m bot publish knowledge/drafts/{id}.yml
"""
_WIDTH = 98


def draft_text(draft: DraftFile) -> str:
    """Return a draft as YAML, with what to do on top."""
    data = draft.dict()
    data["figures"] = [_flow(figure) for figure in data["figures"]]
    for section in data["sections"]:
        for passage in section["passages"]:
            passage["text"], passage["sms"] = _folded(passage["text"]), _folded(passage["sms"])
            passage["figures"] = [_flow(figure) for figure in passage["figures"]]
            passage["topics"] = _in_line(passage["topics"])
    return _HEAD.format(id=draft.source.id) + _dumped(_plain(data))


def _dumped(data: object) -> str:
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(type(None), lambda r, _: r.represent_scalar("tag:yaml.org,2002:null", "null"))
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()


def _plain(data: object) -> object:
    """Return tuples as lists: YAML has no tuples."""
    if isinstance(data, CommentedMap | CommentedSeq):
        return data
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    return [_plain(value) for value in data] if isinstance(data, list | tuple) else data


def _flow(data: dict[str, object]) -> CommentedMap:
    found = CommentedMap((key, _whole(value)) for key, value in data.items() if value is not None)
    found.fa.set_flow_style()
    return found


def _in_line(values: tuple[str, ...]) -> CommentedSeq:
    found = CommentedSeq(values)
    found.fa.set_flow_style()
    return found


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _folded(text: str) -> str:
    if len(text) < _WIDTH - 20:
        return text
    lines = textwrap.wrap(text, _WIDTH - 10, break_long_words=False, break_on_hyphens=False)
    folded: str = FoldedScalarString(" ".join(lines))
    ends, at = [], 0
    for line in lines[:-1]:
        at += len(line)
        ends.append(at)
        at += 1
    folded.fold_pos = ends  # type: ignore[attr-defined]
    return folded


def digest_text(digest: DigestFile) -> str:
    """Return knowledge/sources/<id>.yml of a clinic's own sheet: no hashes, its words may be kept."""
    lines = [
        "# Made from the clinic's own sheet by `python -m bot publish`.",
        f"id: {digest.id}",
        f"publisher: {quoted(digest.publisher)}",
        f"title: {quoted(digest.title)}",
        f"dated: {digest.dated or 'null'}",
        f"edition: {quoted(digest.edition or '')}",
        "headings:",
        *(f"  - {quoted(heading)}" for heading in digest.headings),
        "figures:" if digest.figures else "figures: []",
        *(f"  - {{value: {f.value:g}, unit: {f.unit}, heading: {quoted(f.heading)}}}" for f in digest.figures),
        "runs: []",
    ]
    return "\n".join(lines) + "\n"


def passage_text(entry: PassageEntry, indent: int = 2) -> str:
    """Return a passage as it stands in a topic's file."""
    lines = [
        f"- id: {entry.id}",
        f"  source: {entry.source}",
        f"  heading: {quoted(entry.heading)}",
        f"  place: {quoted(entry.place)}",
        "  text: >-",
        *_lines(entry.text),
        "  sms: >-",
        *_lines(entry.sms),
        "  figures:" if entry.figures else "  figures: []",
        *(
            f"    - {{of: {quoted(f.of)}, value: {f.value:g}, unit: {f.unit}"
            + (f", bound: {f.bound}}}" if f.bound else "}")
            for f in entry.figures
        ),
        "  stances:" if entry.stances else "  stances: []",
        *(f"    - {{of: {quoted(s.of)}, value: {quoted(s.value)}}}" for s in entry.stances),
        f"  reviewed_by: {quoted(entry.reviewed_by or '')}",
        f"  review_due: {entry.review_due}",
    ]
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def _lines(text: str) -> list[str]:
    wrapped = textwrap.wrap(" ".join(text.split()), _WIDTH, break_long_words=False, break_on_hyphens=False)
    return [f"    {line}" for line in wrapped]


def quoted(text: str) -> str:
    """Return a text as a YAML value: bare where it is plain words, else in double quotes."""
    return (
        text
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9 -]*[a-z]", text) and _safe(text)
        else json.dumps(text, ensure_ascii=False)
    )


def _safe(text: str) -> bool:
    return text.lower() not in {"null", "true", "false", "yes", "no", "on", "off"}


def with_passage(text: str, entry: PassageEntry) -> str:
    """Return a topic file's text with one more passage at its end, which is where the passages stand."""
    return text.rstrip("\n") + "\n" + passage_text(entry)


def with_gap_passage(text: str, gap: str, entry: PassageEntry) -> str:
    """Return gaps.yml's text with one more passage under a gap."""
    head, block, tail = _gap(text, gap)
    if "\n    passages:\n" not in block:
        block += "    passages:\n"
    return head + block + passage_text(entry, 6) + tail


def without_source(text: str, source: str) -> str:
    """Return a file's text without the passages of a source."""
    pattern = rf"^( *)- id: \S+/{re.escape(source)}(?:\.\S+)?\n(?:\1  .*\n)*"
    left = re.sub(pattern, "", text, flags=re.MULTILINE)
    return re.sub(r"^    passages:\n(?!      - )", "", left, flags=re.MULTILINE)


def _gap(text: str, gap: str) -> tuple[str, str, str]:
    found = re.search(rf"^  - id: {re.escape(gap)}\n(?:    .*\n)*", text, flags=re.MULTILINE)
    if found is None:
        raise ContentError("gaps.yml", gap, "no such gap")
    return text[: found.start()], found.group(), text[found.end() :]
