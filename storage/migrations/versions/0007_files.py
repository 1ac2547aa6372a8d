"""Files brought in: the lists of 標準化PMOツール, and systems, steps and forms with a version and a date of effect."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "pmo_list",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "head", "lines", "columns")),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "id"),
    )
    op.create_table(
        "reference",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("contents", "file", "state", "by")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conference", "kind", "version"),
    )


def downgrade() -> None:
    op.drop_table("reference")
    op.drop_table("pmo_list")
