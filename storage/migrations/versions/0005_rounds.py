"""Rounds that are opened and closed, what happened in them, drafts, and who reported how."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for name in ("bodies", "form", "opened_by", "shown"):
        op.add_column("round", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("round", sa.Column("opened_at", sa.BigInteger(), nullable=True))
    op.add_column("round", sa.Column("closed_at", sa.BigInteger(), nullable=True))
    op.add_column("round", sa.Column("closes", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "round_template",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("bodies", sa.String(), nullable=False),
        sa.Column("closes", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("stopped_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("conference", "id"),
    )
    op.create_table(
        "round_event",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("conference", "round", "body", "nth"),
    )
    op.create_table(
        "draft",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "round", "body", "user"),
    )
    for name in ("by", "how", "reason"):
        op.add_column("report", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("report", sa.Column("at", sa.BigInteger(), nullable=True))
    op.add_column("report", sa.Column("proxy", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("report", sa.Column("key", sa.String(), nullable=True))
    op.create_index("report_once", "report", ["conference", "key"], unique=True)
    op.create_index("answer_of_body", "answer", ["conference", "body"], unique=False)
    op.add_column("deadline", sa.Column("round", sa.String(), nullable=False, server_default=""))
    op.create_index("deadline_of_round", "deadline", ["conference", "round"], unique=False)
    op.create_table(
        "nudge",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("once", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "matter", "once"),
    )
    nudges = sa.text("kind = 'nudge'")
    op.create_index(
        "posting_nudge",
        "posting",
        ["conference", "subject", "due_at"],
        unique=False,
        sqlite_where=nudges,
        postgresql_where=nudges,
    )
    op.create_table(
        "home",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "user"),
    )


def downgrade() -> None:
    op.drop_table("home")
    op.drop_index("posting_nudge", table_name="posting")
    op.drop_table("nudge")
    op.drop_index("deadline_of_round", table_name="deadline")
    op.drop_column("deadline", "round")
    op.drop_index("answer_of_body", table_name="answer")
    op.drop_index("report_once", table_name="report")
    for name in ("key", "proxy", "at", "reason", "how", "by"):
        op.drop_column("report", name)
    op.drop_table("draft")
    op.drop_table("round_event")
    op.drop_table("round_template")
    for name in ("closes", "closed_at", "opened_at", "shown", "opened_by", "form", "bodies"):
        op.drop_column("round", name)
