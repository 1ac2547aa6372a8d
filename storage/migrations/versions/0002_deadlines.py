"""Deadlines and taps, postings, the audit log, and what was heard."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "nth"),
    )
    op.create_table(
        "deadline",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("bodies", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("known_at", sa.BigInteger(), nullable=False),
        sa.Column("cancelled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("conference", "id"),
    )
    op.create_index("deadline_next", "deadline", ["conference", "cancelled_at", "due_at"], unique=False)
    op.create_table(
        "deadline_move",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("deadline", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "deadline", "nth"),
    )
    op.create_table(
        "heard",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "id"),
    )
    op.create_table(
        "posting",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("next_try_at", sa.Float(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_send_at", sa.Float(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("conference", "key"),
    )
    op.create_index("posting_due", "posting", ["state", "due_at"], unique=False)
    op.create_index("posting_in_doubt", "posting", ["state", "next_try_at"], unique=False)
    op.create_table(
        "tap",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("deadline", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "deadline", "body", "nth"),
    )


def downgrade() -> None:
    op.drop_table("tap")
    op.drop_index("posting_in_doubt", table_name="posting")
    op.drop_index("posting_due", table_name="posting")
    op.drop_table("posting")
    op.drop_table("heard")
    op.drop_table("deadline_move")
    op.drop_index("deadline_next", table_name="deadline")
    op.drop_table("deadline")
    op.drop_table("audit")
