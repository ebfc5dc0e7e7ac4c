"""The database of our own tables: SQLite under var/ unless DATABASE_URL says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

_MIGRATIONS = Path(__file__).parent / "migrations"


def database_url() -> str:
    """Return DATABASE_URL, else the embedded default."""
    folder = os.environ.get("AFTERCARE_VAR", "var")
    return os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/aftercare.db"


def open_database(url: str | None = None) -> Engine:
    """Return an engine whose tables are migrated to the newest form."""
    url = url or database_url()
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, future=True, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _short_waits)
    _migrate(engine)
    return engine


def _short_waits(connection: object, record: object) -> None:
    """Write ahead, and never wait long for another writer."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=1500")
    cursor.close()


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
