"""Both databases for real: SQLite in a file, PostgreSQL in a cluster of this session's own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from bot.stores.database import open_database

#: Where initdb and pg_ctl are: Debian's place, the newest first, then the path.
_PLACES = [
    *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    *(Path(place) for place in os.environ.get("PATH", "").split(os.pathsep) if place),
]
_OPTIONS = "-c listen_addresses= -c fsync=off -c full_page_writes=off -k"


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """Start a PostgreSQL that listens in a folder of its own only; return its URL without database."""
    found = next((place for place in _PLACES if (place / "initdb").is_file()), None)
    if found is None:
        _missing("PostgreSQL is missing (apt-get install postgresql)")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="aftercare-pg-"))
    if account is not None:
        shutil.chown(folder, account, pwd.getpwnam(account).pw_gid)

    def call(program: str, *arguments: str) -> None:
        command = [f"{found}/{program}", "-D", f"{folder}/data", *arguments]
        done = subprocess.run(command, user=account, cwd=folder, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr

    try:
        call("initdb", "-U", "aftercare", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
        call("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"{_OPTIONS} {folder}", "start")
        yield f"postgresql+psycopg2://aftercare@/{{}}?host={folder}"
        call("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account() -> str | None:
    """Return the account to run as: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return _missing("PostgreSQL does not run as root, and there is no account postgres")


def _missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of an empty database, of each kind in turn, and set the keys."""
    for name, letter in (("PSEUDONYM_KEY", "p"), ("PHONE_KEY", "h"), ("PHONE_KEYS", "e")):
        monkeypatch.setenv(f"AFTERCARE_{name}", letter * 32)
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/aftercare.db"
    return new_postgresql(request.getfixturevalue("cluster"))


def new_postgresql(cluster: str) -> str:
    """Return the URL of a new, empty database of the cluster."""
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(cluster.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return cluster.format(name)


@pytest.fixture
def either(database_url: str) -> Iterator[Engine]:
    """Open the migrated database, of each kind in turn."""
    engine = open_database(database_url)
    yield engine
    engine.dispose()
