"""What the care team gets to see: questions without who asked, wishes by pseudonym."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.stores.database import open_database
from bot.stores.privacy import pseudonym
from bot.stores.questions import keep_hand_off, keep_question
from bot.stores.tables import hand_offs, unanswered_questions


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("AFTERCARE_PSEUDONYM_KEY", "k" * 32)
    engine = open_database(f"sqlite:///{tmp_path}/aftercare.db")
    yield engine
    engine.dispose()


def _rows(engine: Engine, table: object) -> list[dict[str, object]]:
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(table))]


def test_a_question_is_kept_without_identifiers(engine: Engine) -> None:
    question = "my name is Anna, call 859-323-5000: may I fly?"
    keep_question(engine, question, nearest="gap/flying", knowledge="abc")
    (row,) = _rows(engine, unanswered_questions)
    assert row["question"] == "my name is [name], call [phone]: may I fly?"
    assert (row["nearest"], row["knowledge"]) == ("gap/flying", "abc")
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    assert abs((now - row["asked_at"]).total_seconds()) < 60


def test_nearest_and_knowledge_may_be_unknown(engine: Engine) -> None:
    keep_question(engine, "may I fly?", nearest=None, knowledge=None)
    (row,) = _rows(engine, unanswered_questions)
    assert (row["nearest"], row["knowledge"]) == (None, None)


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_is_not_kept(engine: Engine, question: str) -> None:
    keep_question(engine, question, nearest=None, knowledge=None)
    assert _rows(engine, unanswered_questions) == []


def test_a_long_question_is_cut(engine: Engine) -> None:
    keep_question(engine, "may I fly? " * 200, nearest=None, knowledge=None)
    assert len(str(_rows(engine, unanswered_questions)[0]["question"])) <= 1000


def test_a_hand_off_is_kept_by_pseudonym(engine: Engine) -> None:
    keep_hand_off(engine, "+18593235000", "sms")
    keep_hand_off(engine, "+18593235000", None)
    first, second = _rows(engine, hand_offs)
    assert first["conversation"] == second["conversation"] == pseudonym("+18593235000")
    assert (first["channel"], second["channel"]) == ("sms", None)
    assert "8593235000" not in str(first)
