"""The roster: posts without anybody, drafts, applications, times of leave, successions, what became of accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("member", sa.Column("account", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "vacancy",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "municipality", "rung", "post"),
    )
    op.create_table(
        "roster_draft",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("roster", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "id"),
    )
    op.create_table(
        "application",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "user", "nth"),
    )
    op.create_table(
        "leave",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("conference", "user", "nth"),
    )
    op.create_table(
        "succession",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "old", "nth"),
    )


def downgrade() -> None:
    for table in ("succession", "leave", "application", "roster_draft", "vacancy"):
        op.drop_table(table)
    op.drop_column("member", "account")
