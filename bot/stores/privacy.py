"""Take identifiers out of what is kept, and name conversations by a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import os
import re

import phonenumbers

from bot.errors import SettingsError

_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.[^\s@]+")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.I)
_LONG_NUMBER = re.compile(r"(?<![\d,])\+?\d(?:[ .()–‑-]{0,3}\d){4,}")  # five digits or more
_DATE = re.compile(
    r"\b(?!24/7\b)\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{1,2}([.-])\d{1,2}\1\d{2,4}\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b(?:,?\s+\d{4}\b)?",
    re.I,
)
#: After "this is" or "doctor" these are no names; any other word may be one, so one too many goes.
_NO_NAME = (
    "a|an|the|my|his|her|our|your|their|i|we|you|he|she|it|they|and|or|but|if|so|that|this|to|at|on|in|for|from|about|as"
    "|is|was|are|were|be|has|had|have|will|would|can|could|should|may|did|does|do|not|no|still|just|only|very|really"
    "|said|says|told|tells|gave|wants|thinks|asked|back|when|what|how|why|where|who|with|after|before|again|today|now"
    "|please|normal|worse|bad|ok|okay|office|visit|appointment"
)
_NAME_WORD = rf"(?!(?:{_NO_NAME})\b)[^\W\d_]+(?:['’-][^\W\d_]+)*"
_NAME = re.compile(
    r"\b((?:my name(?:'s| is)|name:|this is|i am called|call me|(?:dr|mr|mrs|ms|nurse|doctor|(?-i:Miss))\.?"
    rf"|(?:signed|regards|love),)\s+){_NAME_WORD}(?:\s+{_NAME_WORD})?",
    re.I,
)
_CAPITALISED = re.compile(r"(?<=[a-z,;] )([A-Z][a-z]+(?: [A-Z][a-z]+)+)")
_ADDRESS = re.compile(
    r"\b\d+\s+(?:[A-Z][a-z]+\s+){1,3}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|blvd|court|ct)\b\.?", re.I
)
_AGE = re.compile(r"\b(\d{2,3})(?=[\s-]*(?:years?|yrs?|y/?o)\b)", re.I)


def without_identifiers(text: str, *, region: str = "US") -> str:
    """Return the text with phones, addresses, links, dates, ages, long numbers and names taken out."""
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text, region))):
        text = f"{text[: match.start]}[phone]{text[match.end :]}"
    for pattern, label in (
        (_EMAIL, "[email]"),
        (_LINK, "[link]"),
        (_ADDRESS, "[address]"),
        (_DATE, "[date]"),
        (_AGE, "[age]"),
        (_LONG_NUMBER, "[number]"),
    ):
        text = pattern.sub(label, text)
    text = _NAME.sub(r"\1[name]", text)
    return _CAPITALISED.sub("[name]", text)


def pseudonym(conversation: str) -> str:
    """Return a keyed hash of a conversation's id: the same one each time, and no way back."""
    key = os.environ.get("AFTERCARE_PSEUDONYM_KEY", "")
    if len(key) < 32:
        raise SettingsError("AFTERCARE_PSEUDONYM_KEY must be set to a random text of 32 characters or more.")
    return hmac.new(key.encode(), conversation.encode(), hashlib.sha256).hexdigest()[:32]
