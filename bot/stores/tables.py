"""Our own tables: no patient's name, number or sender id stands in any of them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, Integer, MetaData, String, Table, Text

metadata = MetaData()

#: Questions that no page answered, for the people who write knowledge/.
unanswered_questions = Table(
    "unanswered_questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("asked_at", DateTime, nullable=False),
    Column("question", Text, nullable=False),
    Column("nearest", String(200)),
    Column("knowledge", String(32)),
)

#: Wishes to talk to a person, by a keyed hash of the conversation.
hand_offs = Table(
    "hand_offs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("asked_at", DateTime, nullable=False),
    Column("conversation", String(64), nullable=False),
    Column("channel", String(20)),
)

#: Alarms, one row each, for those who are to be told of them; `undeliverable` once a reply did not arrive.
escalations = Table(
    "escalations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("opened_at", DateTime, nullable=False),
    Column("updated_at", DateTime, nullable=False),
    Column("tier", String(20), nullable=False),
    Column("signs", Text, nullable=False),
    Column("channel", String(20)),
    Column("conversation", String(64), nullable=False),
    Column("ended_at", DateTime),
    Column("ended_by", String(100)),
    Column("undeliverable", Boolean, nullable=False),
)
