"""Opening the database makes and migrates our tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bot.stores.database import database_url, open_database
from bot.stores.tables import metadata

_HEAD = ScriptDirectory(str(Path(__file__).parents[2] / "bot" / "stores" / "migrations")).get_current_head()


@pytest.mark.parametrize(
    ("value", "url"),
    [(None, "sqlite:///var/aftercare.db"), ("", "sqlite:///var/aftercare.db"), ("sqlite:///x.db", "sqlite:///x.db")],
)
def test_the_url(monkeypatch: pytest.MonkeyPatch, value: str | None, url: str) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if value is not None:
        monkeypatch.setenv("DATABASE_URL", value)
    assert database_url() == url


def test_the_folder_and_the_tables_are_made(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/new/folder/aftercare.db")
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    engine.dispose()


def test_migrations_make_what_the_code_describes(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/aftercare.db")
    for name, table in metadata.tables.items():
        made = {c["name"]: (str(c["type"]), c["nullable"]) for c in inspect(engine).get_columns(name)}
        assert made == {c.name: (str(c.type), c.nullable) for c in table.columns}
    engine.dispose()


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/aftercare.db"
    first = open_database(url)
    with first.begin() as connection:
        connection.execute(text("INSERT INTO hand_offs (asked_at, conversation) VALUES ('2026-11-21', 'x')"))
    first.dispose()
    second = open_database(url)
    with second.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM hand_offs")).scalar() == 1
        assert MigrationContext.configure(connection).get_current_revision() == _HEAD
    second.dispose()


def test_a_writer_never_blocks_for_long(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/aftercare.db")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 1500
    engine.dispose()
