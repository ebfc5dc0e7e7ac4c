"""Encrypt what is kept of a phone: a column type, and the change from old keys to a new one."""

from __future__ import annotations

import base64
import os
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import MetaData, Table, Text, and_, select, type_coerce, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator

from bot.errors import SettingsError

KEYS = "AFTERCARE_PHONE_KEYS"
_SHORTEST = 32


class KeysError(SettingsError, DontWrapMixin):
    """Say what is wrong with the keys; SQLAlchemy passes it on as it is."""


def check_keys() -> None:
    """Refuse keys that are missing or too short, before anything is read or written."""
    _cipher()


class Sealed(TypeDecorator):
    """Text that is encrypted in the database and plain in Python."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: object) -> str | None:
        return None if value is None else _cipher().encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: object) -> str | None:
        try:
            return None if value is None else _cipher().decrypt(value.encode()).decode()
        except InvalidToken:
            raise KeysError(f"{KEYS} lacks the key that some entries were encrypted with; put it back.") from None


def rekey(engine: Engine, metadata: MetaData) -> tuple[int, int]:
    """Encrypt everything under the first key; return how much was changed and how much was so already.

    Rows are changed one by one, so that a server may go on beside it.
    """
    counts = [
        _rekey_column(engine, table, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    ]
    return sum(c[0] for c in counts), sum(c[1] for c in counts)


def _rekey_column(engine: Engine, table: Table, name: str) -> tuple[int, int]:
    """Change one column: only what is still as it was read, so that no newer value is lost."""
    keys, stored, changed, unchanged = list(table.primary_key), type_coerce(table.c[name], Text), 0, 0
    with engine.connect() as connection:
        rows = connection.execute(select(*keys, stored).where(table.c[name].is_not(None))).all()
    for *key, token in rows:
        if _is_newest(token):
            unchanged += 1
            continue
        same = and_(*(column == value for column, value in zip(keys, key, strict=True)), stored == token)
        with engine.begin() as connection:
            connection.execute(update(table).where(same).values({name: type_coerce(_rotated(token), Text)}))
        changed += 1
    return changed, unchanged


def _is_newest(token: str) -> bool:
    try:
        _fernets(os.environ.get(KEYS, ""))[0].decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def _rotated(token: str) -> str:
    try:
        rotated: str = _cipher().rotate(token.encode()).decode()
    except InvalidToken:
        raise KeysError(f"An entry can be read with none of {KEYS}: name the older key too, after the new.") from None
    return rotated


def _cipher() -> MultiFernet:
    return MultiFernet(_fernets(os.environ.get(KEYS, "")))


@lru_cache(maxsize=8)
def _fernets(setting: str) -> list[Any]:
    """Return a cipher for each key of the setting, the first one's first."""
    keys = [key.strip() for key in setting.split(",")]
    if any(len(key) < _SHORTEST for key in keys):
        raise KeysError(
            f"{KEYS} must be set to one random text of {_SHORTEST} characters or more, or to several with commas "
            "between, the newest first."
        )
    return [Fernet(_derived(key)) for key in keys]


def _derived(key: str) -> bytes:
    """Return the key that Fernet wants, from a text of any alphabet."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"aftercare: phone numbers at rest")
    return base64.urlsafe_b64encode(derivation.derive(key.encode()))
