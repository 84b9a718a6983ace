"""What a login's merge left out of a cart, until its shopper was told."""

import sqlalchemy as sa
from alembic import op

from shop_adapters.sql.engine.metadata import Json

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give carts a place for it."""
    op.add_column("carts", sa.Column("notices", Json, nullable=True))


def downgrade() -> None:
    """Take the place away."""
    op.drop_column("carts", "notices")
