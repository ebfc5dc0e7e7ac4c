"""Messages of the web channel with their replies, and what people thought of replies."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "web_messages",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("reply_id", sa.String(64), unique=True),
        sa.Column("replied_at", sa.DateTime),
        sa.Column("reply", sa.Text),
        sa.Column("choices", sa.Text),
        sa.UniqueConstraint("conversation", "message", name="web_messages_once"),
        sa.UniqueConstraint("conversation", "revision", name="web_messages_in_order"),
    )
    op.create_table(
        "web_feedback",
        sa.Column("reply_id", sa.String(64), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String(20)),
        sa.Column("topic", sa.String(200)),
        sa.Column("knowledge", sa.String(32)),
        sa.Column("helpful", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("web_feedback")
    op.drop_table("web_messages")
