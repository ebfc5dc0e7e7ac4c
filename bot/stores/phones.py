"""Phone numbers: one way of writing each, and the keyed hash that stands for it everywhere."""

from __future__ import annotations

import hashlib
import hmac
import os
import re

import phonenumbers

from bot.errors import PhoneError, SettingsError

KEY = "AFTERCARE_PHONE_KEY"
#: Whose national numbers need no country code.
REGION = "US"
_LONGEST = 40
#: What people and programs write a number with; a word with digits in it is no number.
_WRITTEN = re.compile(r"\+?[\d\s().\-/–‑\u00a0]+", re.ASCII)


def e164(text: str, region: str = REGION) -> str:
    """Return a number as +18595550123; PhoneError for anything that is no number one can text."""
    written = text.strip() if isinstance(text, str) else ""
    if len(written) > _LONGEST or not _WRITTEN.fullmatch(written):
        raise PhoneError("is no phone number; write it as +18595550123")
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        raise PhoneError("is no phone number; write it as +18595550123") from None
    if not phonenumbers.is_valid_number(number):
        raise PhoneError("is no valid phone number; is a digit missing or the area code wrong?")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def person_id(phone: str) -> str:
    """Return the keyed hash that stands for a number in tables, conversations and logs."""
    return hmac.new(hash_key(), e164(phone).encode(), hashlib.sha256).hexdigest()[:32]


def hash_key() -> bytes:
    """Return the key of the hash; SettingsError where there is none."""
    key = os.environ.get(KEY, "")
    if len(key) < 32:
        raise SettingsError(f"{KEY} must be set to a random text of 32 characters or more.")
    return key.encode()
