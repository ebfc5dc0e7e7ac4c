"""Alarms: when, tier, signs, channel, conversation by keyed hash, open or ended and by what."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "escalations",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("tier", sa.String(20), nullable=False),
        sa.Column("signs", sa.Text, nullable=False),
        sa.Column("channel", sa.String(20)),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("ended_by", sa.String(100)),
        sa.Column("undeliverable", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("escalations")
