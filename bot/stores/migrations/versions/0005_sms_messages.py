"""Text messages received and sent: each once, number and words encrypted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "sms_inbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sid", sa.String(64), nullable=False, unique=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("received_at", sa.DateTime, nullable=False, index=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("media", sa.Integer, nullable=False),
        sa.Column("opt_out_type", sa.String(10)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(40)),
        sa.Column("held_until", sa.DateTime),
        sa.Column("answered_at", sa.DateTime),
        sa.Index("sms_inbox_open", "answered_at", "person", "id"),
    )
    op.create_table(
        "sms_outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(160), nullable=False, unique=True),
        sa.Column("token", sa.String(40), nullable=False, unique=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("created_at", sa.DateTime, nullable=False, index=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("segments", sa.Integer, nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("escalation", sa.String(64)),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(40)),
        sa.Column("held_until", sa.DateTime),
        sa.Column("next_try_at", sa.DateTime, nullable=False),
        sa.Column("first_try_at", sa.DateTime),
        sa.Column("sid", sa.String(64), unique=True),
        sa.Column("status", sa.String(24)),
        sa.Column("error", sa.Integer),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Index("sms_outbox_open", "state", "person", "id"),
    )


def downgrade() -> None:
    op.drop_table("sms_outbox")
    op.drop_table("sms_inbox")
