"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("inferred", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "round", "body", "nth", "field", "item"),
    )
    op.create_table(
        "conference",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secretariat", sa.String(), nullable=False),
        sa.Column("seeded", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference"),
    )
    op.create_table(
        "initiative",
        sa.Column("as_of_first", sa.Date(), nullable=False),
        sa.Column("as_of_last", sa.Date(), nullable=False),
        sa.Column("as_of_precision", sa.String(), nullable=False),
        sa.Column("as_of_words", sa.String(), nullable=True),
        sa.Column("as_of_year_inferred", sa.Boolean(), nullable=False),
        sa.Column("source_document", sa.String(), nullable=False),
        sa.Column("source_page", sa.Integer(), nullable=True),
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("bodies", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "id"),
    )
    op.create_table(
        "member",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "user"),
    )
    op.create_table(
        "member_municipality",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "user", "municipality"),
    )
    op.create_table(
        "municipality",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kana", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("romaji", sa.String(), nullable=False),
        sa.Column("former", sa.String(), nullable=False),
        sa.Column("shared", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "code"),
    )
    op.create_table(
        "report",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "round", "body", "nth"),
    )
    op.create_table(
        "round",
        sa.Column("as_of_first", sa.Date(), nullable=False),
        sa.Column("as_of_last", sa.Date(), nullable=False),
        sa.Column("as_of_precision", sa.String(), nullable=False),
        sa.Column("as_of_words", sa.String(), nullable=True),
        sa.Column("as_of_year_inferred", sa.Boolean(), nullable=False),
        sa.Column("source_document", sa.String(), nullable=False),
        sa.Column("source_page", sa.Integer(), nullable=True),
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "id"),
    )
    op.create_table(
        "schedule_item",
        sa.Column("as_of_first", sa.Date(), nullable=False),
        sa.Column("as_of_last", sa.Date(), nullable=False),
        sa.Column("as_of_precision", sa.String(), nullable=False),
        sa.Column("as_of_words", sa.String(), nullable=True),
        sa.Column("as_of_year_inferred", sa.Boolean(), nullable=False),
        sa.Column("source_document", sa.String(), nullable=False),
        sa.Column("source_page", sa.Integer(), nullable=True),
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("precision", sa.String(), nullable=False),
        sa.Column("year_inferred", sa.Boolean(), nullable=False),
        sa.Column("remind", sa.Boolean(), nullable=False),
        sa.Column("bodies", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("conference", "id"),
    )
    op.create_index("schedule_item_next", "schedule_item", ["conference", "remind", "end"], unique=False)
    op.create_table(
        "standing",
        sa.Column("as_of_first", sa.Date(), nullable=False),
        sa.Column("as_of_last", sa.Date(), nullable=False),
        sa.Column("as_of_precision", sa.String(), nullable=False),
        sa.Column("as_of_words", sa.String(), nullable=True),
        sa.Column("as_of_year_inferred", sa.Boolean(), nullable=False),
        sa.Column("source_document", sa.String(), nullable=False),
        sa.Column("source_page", sa.Integer(), nullable=True),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("inferred", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "body", "until", "theme", "field", "item", "round", "nth"),
        sqlite_with_rowid=False,
    )
    op.create_index("standing_by_theme", "standing", ["conference", "theme", "until"], unique=False)
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index("standing_by_theme", table_name="standing")
    op.drop_table("standing")
    op.drop_index("schedule_item_next", table_name="schedule_item")
    op.drop_table("schedule_item")
    op.drop_table("round")
    op.drop_table("report")
    op.drop_table("municipality")
    op.drop_table("member_municipality")
    op.drop_table("member")
    op.drop_table("initiative")
    op.drop_table("conference")
    op.drop_table("answer")
    # ### end Alembic commands ###
