"""Notes with their versions, questions with what became of them, and what can be found."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("review", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("conference", "id"),
    )
    op.create_index("note_newest", "note", ["conference", "deleted", "at"], unique=False)
    op.create_index("note_of", "note", ["conference", "municipality", "deleted", "at"], unique=False)
    op.create_index("note_review", "note", ["conference", "review"], unique=False)
    op.create_table(
        "note_draft",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("conference", "user", "key", "municipality")),
        sa.Column("note", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("writing", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "user", "key"),
    )
    op.create_table(
        "note_version",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("note", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "title", "body", "themes")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("links", "files", "origin")),
        sa.Column("review", sa.Date(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("like", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "note", "version"),
    )
    op.create_table(
        "note_useful",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("note", sa.Integer(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "note", "user"),
    )
    op.create_table(
        "question",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("municipality", "kind", "text", "seen", "state")),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("proxy", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "id"),
    )
    op.create_index("question_of_state", "question", ["conference", "state"], unique=False)
    op.create_table(
        "question_event",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("what", "words", "number")),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "question", "nth"),
    )
    op.create_table(
        "search",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("conference", "kind", "subject")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("municipality", "themes", "only")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("title", "body", "folded_title", "folded")),
        sa.Column("as_of_first", sa.Date(), nullable=True),
        sa.Column("as_of_last", sa.Date(), nullable=True),
        sa.Column("as_of_precision", sa.String(), nullable=True),
        sa.Column("as_of_words", sa.String(), nullable=True),
        sa.Column("as_of_year_inferred", sa.Boolean(), nullable=True),
        sa.Column("source_document", sa.String(), nullable=True),
        sa.Column("source_page", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("conference", "kind", "subject"),
    )
    op.create_table(
        "disposal",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("listed", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("conference", "id"),
    )


def downgrade() -> None:
    op.drop_table("disposal")
    for name in ("search", "question_event"):
        op.drop_table(name)
    op.drop_index("question_of_state", table_name="question")
    for name in ("question", "note_useful", "note_version", "note_draft"):
        op.drop_table(name)
    for name in ("note_review", "note_of", "note_newest"):
        op.drop_index(name, table_name="note")
    op.drop_table("note")
