"""Blocks of the same subject stand beside each other; each ends by itself or is lifted."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NOT_LIFTED = sa.text("lifted_at IS NULL")
LIFT_ALL_BUT_THE_NEWEST = """
UPDATE security_blocks SET lifted_at = created_at, lifted_by = created_by
WHERE lifted_at IS NULL AND EXISTS (
    SELECT 1 FROM security_blocks AS newer
    WHERE newer.subject = security_blocks.subject AND newer.lifted_at IS NULL AND newer.id > security_blocks.id
)
"""


def upgrade() -> None:
    op.drop_index("uq_security_blocks_in_force", "security_blocks")
    op.create_index(
        "ix_security_blocks_in_force",
        "security_blocks",
        ["subject"],
        postgresql_where=NOT_LIFTED,
        sqlite_where=NOT_LIFTED,
    )


def downgrade() -> None:
    op.drop_index("ix_security_blocks_in_force", "security_blocks")
    op.execute(LIFT_ALL_BUT_THE_NEWEST)
    op.create_index(
        "uq_security_blocks_in_force",
        "security_blocks",
        ["subject"],
        unique=True,
        postgresql_where=NOT_LIFTED,
        sqlite_where=NOT_LIFTED,
    )
