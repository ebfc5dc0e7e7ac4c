"""People who are texted, by keyed hash with the number encrypted, and the trail of their consent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("number", sa.Text),
        sa.Column("language", sa.String(5)),
        sa.Column("procedure_date", sa.Date),
        sa.Column("date_told", sa.Date),
        sa.Column("enrolled_at", sa.DateTime, index=True),
        sa.Column("welcomed_at", sa.DateTime),
        sa.Column("opted_out_at", sa.DateTime),
        sa.Column("forgotten_at", sa.DateTime),
    )
    op.create_table(
        "consent_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("how", sa.String(200), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("consent_events")
    op.drop_table("people")
