"""Our own tables: no patient's number or sender id stands in any of them, unless encrypted."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

from bot.stores.sealed import Sealed

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

#: The web channel's messages and replies, by a keyed hash of the conversation. A patient's own words
#: stand here: see `bot/stores/web_messages.py` for how they are deleted.
web_messages = Table(
    "web_messages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("conversation", String(64), nullable=False),
    Column("message", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", DateTime, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("reply_id", String(64), unique=True),
    Column("replied_at", DateTime),
    Column("reply", Text),
    Column("choices", Text),
    UniqueConstraint("conversation", "message", name="web_messages_once"),
    UniqueConstraint("conversation", "revision", name="web_messages_in_order"),
)

#: Whether a reply helped: its topic, nobody's words and nobody's conversation.
web_feedback = Table(
    "web_feedback",
    metadata,
    Column("reply_id", String(64), primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("kind", String(20)),
    Column("topic", String(200)),
    Column("knowledge", String(32)),
    Column("helpful", Boolean, nullable=False),
)

#: People who are texted, by a keyed hash of the number. Of who was forgotten, or opted out and never
#: enrolled, only the hash and the times stand here, so that the number is not texted again.
people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("number", Sealed),
    Column("language", String(5)),
    Column("procedure_date", Date),
    Column("date_told", Date),
    Column("enrolled_at", DateTime, index=True),
    Column("welcomed_at", DateTime),
    Column("opted_out_at", DateTime),
    Column("forgotten_at", DateTime),
)

#: Who consented to texts or took it back, when, how and by whom: rows are added, none is changed.
consent_events = Table(
    "consent_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("person", String(64), nullable=False, index=True),
    Column("what", String(20), nullable=False),
    Column("how", String(200), nullable=False),
    Column("by", String(100), nullable=False),
)

#: Text messages as they came, kept before anything else is done with them: the provider's id makes a
#: repeat known, an open row is answered after a crash. The words go once they are answered.
sms_inbox = Table(
    "sms_inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sid", String(64), nullable=False, unique=True),
    Column("person", String(64), nullable=False, index=True),
    Column("received_at", DateTime, nullable=False, index=True),
    Column("number", Sealed, nullable=False),
    Column("text", Sealed),
    Column("media", Integer, nullable=False),
    Column("opt_out_type", String(10)),
    Column("attempts", Integer, nullable=False),
    Column("owner", String(40)),
    Column("held_until", DateTime),
    Column("answered_at", DateTime),
    Index("sms_inbox_open", "answered_at", "person", "id"),
)

#: Text messages to send, one row each. `state` is ours, `status` the provider's last word; `token`
#: names the row in the address that the provider calls back. The words go once the provider has them.
sms_outbox = Table(
    "sms_outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("token", String(40), nullable=False, unique=True),
    Column("person", String(64), nullable=False, index=True),
    Column("created_at", DateTime, nullable=False, index=True),
    Column("number", Sealed, nullable=False),
    Column("text", Sealed),
    Column("segments", Integer, nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("escalation", String(64)),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", String(40)),
    Column("held_until", DateTime),
    Column("next_try_at", DateTime, nullable=False),
    Column("first_try_at", DateTime),
    Column("sid", String(64), unique=True),
    Column("status", String(24)),
    Column("error", Integer),
    Column("changed_at", DateTime, nullable=False),
    Index("sms_outbox_open", "state", "person", "id"),
)
