"""Tell from a message which procedure the person has, where they say so."""

from __future__ import annotations

import re

_KYPHOPLASTY = r"(?:balloon )?kypho(?:plasty|plast\w*)?"
_HAS_IT = re.compile(
    r"\b(?:had|have|has|having|got|get|getting|underwent|gets|booked for|scheduled for|in for|after|since|following|"
    rf"is|was|did|done|need|needs)\b(?: (?:a|an|the|my|his|her|mom's|dad's|your|our|their|having|getting|done)){{0,3}} {_KYPHOPLASTY}\b"
    rf"|\b(?:my|his|her|mom's|dad's|mine|mother's|father's|husband's|wife's)(?: \w+)? (?:was|is|were)?\s*(?:a |the )?{_KYPHOPLASTY}\b"
    rf"|\b(?:mine|his|hers|it) (?:was|is|were) the balloon (?:one|kind|sort|type)\b[ ,]*(?:the )?{_KYPHOPLASTY}"
    rf"|\b{_KYPHOPLASTY} (?:patient|on|last|yesterday|today|tomorrow|this|next|done|two|three|a week|here)\b",
    re.IGNORECASE,
)
#: Asked about, or not had: "what is", "instead of", "not kyphoplasty".
_ONLY_ASKED = re.compile(
    rf"\b(?:what(?:'s| is| does)|instead of|difference|versus|vs|better than|or|not|never had|between)\b[^.?!]{{0,40}}{_KYPHOPLASTY}"
    rf"|{_KYPHOPLASTY} (?:or|vs|versus|and vertebroplasty)\b",
    re.IGNORECASE,
)


_VERTEBROPLASTY = re.compile(
    r"\b(?:had|have|having|got|getting|was|is|it's|its|meant?|actually)\b(?: (?:a|an|the|my|really|just)){0,2} vertebroplasty\b",
    re.IGNORECASE,
)


def told_procedure(text: str) -> str | None:
    """Return which procedure a message says that the person has, else None."""
    if _HAS_IT.search(text) and not _ONLY_ASKED.search(text):
        return "kyphoplasty"
    told = _VERTEBROPLASTY.search(text)
    asked = told is not None and re.match(r"[^.!]*\?", text[told.end() :]) is not None
    return "vertebroplasty" if told and not asked else None
