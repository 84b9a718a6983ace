"""Orders of everybody by the time at which they were placed."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index that an export walks."""
    op.create_index("ix_orders_placed_at", "orders", ["placed_at", "id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_orders_placed_at", "orders")
