"""Questions that no page answered, and wishes to talk to a person."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "unanswered_questions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("nearest", sa.String(200)),
        sa.Column("knowledge", sa.String(32)),
    )
    op.create_table(
        "hand_offs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(20)),
    )


def downgrade() -> None:
    op.drop_table("hand_offs")
    op.drop_table("unanswered_questions")
