"""Several conferences in one installation: which of them a person chose last, and one pace for all."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "chosen",
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("conference", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("user"),
    )
    op.drop_table("pace")
    op.create_table(
        "pace",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("pace")
    op.create_table(
        "pace",
        sa.Column("conference", sa.String(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("conference"),
    )
    op.drop_table("chosen")
