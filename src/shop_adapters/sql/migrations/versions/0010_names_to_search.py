"""Names as staff's search compares them: databases differ in which letters they fold."""

import sqlalchemy as sa
from alembic import op

from shop_domain.accounts.canonical import canonical

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

AT_ONCE = 1_000
users = sa.table(
    "users",
    sa.column("id", sa.Uuid()),
    sa.column("first_name", sa.String()),
    sa.column("last_name", sa.String()),
    sa.column("name_canonical", sa.Text()),
)
_NEXT = sa.select(users.c.id, users.c.first_name, users.c.last_name).order_by(users.c.id).limit(AT_ONCE)
_WRITE = sa.update(users).where(users.c.id == sa.bindparam("own")).values(name_canonical=sa.bindparam("name"))


def upgrade() -> None:
    """Add the column, and fill it for the accounts that there are."""
    op.add_column("users", sa.Column("name_canonical", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    rows = connection.execute(_NEXT).all()
    while rows:
        names = [{"own": own, "name": canonical(f"{first} {last}")} for own, first, last in rows]
        connection.execute(_WRITE, names)
        rows = connection.execute(_NEXT.where(users.c.id > rows[-1].id)).all()


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("users", "name_canonical")
