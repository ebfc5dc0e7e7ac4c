"""The database of our own tables: SQLite under var/ unless DATABASE_URL says otherwise."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.pool import QueuePool

_MIGRATIONS = Path(__file__).parent / "migrations"
#: Two processes of ours start at the same moment; the second migrates once the first is done.
_ONE_AT_A_TIME = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(5005)"}


def database_url() -> str:
    """Return DATABASE_URL, else the embedded default."""
    folder = os.environ.get("AFTERCARE_VAR", "var")
    return os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/aftercare.db"


def open_database(url: str | None = None) -> Engine:
    """Return an engine whose tables are migrated to the newest form."""
    url = url or database_url()
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = connect(url)
    _migrate(engine)
    return engine


def connect(url: str | URL, *, disk_at_once: bool = True) -> Engine:
    """Return an engine that keeps its connections and puts nobody's words into an error.

    disk_at_once: whether SQLite waits at each commit until the disk has it. Without, a crash of
    the process loses nothing, a power cut may lose the last commits, and no turn waits.
    """
    settings: dict[str, Any] = {"future": True, "hide_parameters": True}
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, **settings, pool_pre_ping=True)
    engine = create_engine(url, **settings, poolclass=QueuePool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _short_waits)
    if not disk_at_once:
        event.listen(engine, "connect", _disk_later)
    return engine


def _short_waits(connection: object, record: object) -> None:
    """Write ahead, and never wait long for another writer."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=1500")
    cursor.close()


def _disk_later(connection: object, record: object) -> None:
    connection.execute("PRAGMA synchronous=NORMAL")  # type: ignore[attr-defined]


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        connection.exec_driver_sql(_ONE_AT_A_TIME[engine.dialect.name])
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
