"""What the secretariat decides, rungs and pauses; the pace of postings, and looking at them once more."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("conference", sa.Column("choices", sa.String(), nullable=False, server_default="{}"))
    op.add_column("member_municipality", sa.Column("rung", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "pause",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "body", "nth"),
    )
    op.create_table(
        "pace",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("conference"),
    )
    op.add_column("posting", sa.Column("audits", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("posting", sa.Column("audit_at", sa.Float(), nullable=True))
    op.create_index("posting_of", "posting", ["conference", "to", "kind", "due_at"], unique=False)
    few = sa.text("audit_at IS NOT NULL")
    op.create_index("posting_audit", "posting", ["audit_at"], unique=False, sqlite_where=few, postgresql_where=few)


def downgrade() -> None:
    op.drop_index("posting_audit", table_name="posting")
    op.drop_index("posting_of", table_name="posting")
    op.drop_column("posting", "audit_at")
    op.drop_column("posting", "audits")
    op.drop_table("pace")
    op.drop_table("pause")
    op.drop_column("member_municipality", "rung")
    op.drop_column("conference", "choices")
