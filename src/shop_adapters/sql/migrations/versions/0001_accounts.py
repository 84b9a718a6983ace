"""Users, their addresses and profiles, and links in mails."""

import sqlalchemy as sa
from alembic import op

from shop_adapters.sql.engine.metadata import Json, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

schema = sa.MetaData()
users = sa.Table(
    "users",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("email", sa.String(length=254), nullable=False),
    sa.Column("email_canonical", sa.Text(), nullable=False),
    sa.Column("username", sa.String(length=150), nullable=False),
    sa.Column("username_canonical", sa.Text(), nullable=False),
    sa.Column("first_name", sa.String(length=150), nullable=False),
    sa.Column("last_name", sa.String(length=150), nullable=False),
    sa.Column("phone", sa.String(length=32), nullable=False),
    sa.Column("password_hash", sa.String(length=255), nullable=False),
    sa.Column("is_active", sa.Boolean(), nullable=False),
    sa.Column("is_staff", sa.Boolean(), nullable=False),
    sa.Column("role", sa.String(length=20), nullable=False),
    sa.Column("email_verified_at", UtcDateTime(), nullable=True),
    sa.Column("disabled_at", UtcDateTime(), nullable=True),
    sa.Column("blocked_until", UtcDateTime(), nullable=True),
    sa.Column("second_factor", Json, nullable=True),
    sa.Column("date_joined", UtcDateTime(), nullable=False),
    sa.Column("password_changed_at", UtcDateTime(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.CheckConstraint("disabled_at IS NULL OR NOT is_active", name="ck_users_disabled_is_inactive"),
    sa.PrimaryKeyConstraint("id", name="pk_users"),
    sa.UniqueConstraint("email_canonical", name="uq_users_email_canonical"),
    sa.UniqueConstraint("username_canonical", name="uq_users_username_canonical"),
    sa.Index("ix_users_date_joined_id", "date_joined", "id"),
)
addresses = sa.Table(
    "addresses",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("user_id", sa.Uuid(), nullable=False),
    sa.Column("address_type", sa.String(length=10), nullable=False),
    sa.Column("label", sa.String(length=100), nullable=False),
    sa.Column("first_name", sa.String(length=150), nullable=False),
    sa.Column("last_name", sa.String(length=150), nullable=False),
    sa.Column("company", sa.String(length=255), nullable=False),
    sa.Column("address_line_1", sa.String(length=255), nullable=False),
    sa.Column("address_line_2", sa.String(length=255), nullable=False),
    sa.Column("city", sa.String(length=150), nullable=False),
    sa.Column("state_province", sa.String(length=150), nullable=False),
    sa.Column("postal_code", sa.String(length=20), nullable=False),
    sa.Column("country", sa.String(length=2), nullable=False),
    sa.Column("phone", sa.String(length=32), nullable=False),
    sa.Column("is_default", sa.Boolean(), nullable=False),
    sa.Column("created_at", UtcDateTime(), nullable=False),
    sa.Column("updated_at", UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_addresses_user_id", ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name="pk_addresses"),
    sa.Index("ix_addresses_user_id", "user_id"),
    sa.Index(
        "uq_addresses_default",
        "user_id",
        "address_type",
        unique=True,
        postgresql_where=sa.text("is_default"),
        sqlite_where=sa.text("is_default"),
    ),
)
profiles = sa.Table(
    "profiles",
    schema,
    sa.Column("user_id", sa.Uuid(), nullable=False),
    sa.Column("date_of_birth", sa.Date(), nullable=True),
    sa.Column("gender", sa.String(length=10), nullable=False),
    sa.Column("preferred_language", sa.String(length=10), nullable=False),
    sa.Column("preferred_currency", sa.String(length=3), nullable=False),
    sa.Column("marketing_opt_in", sa.Boolean(), nullable=False),
    sa.Column("avatar", sa.String(length=1000), nullable=False),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_profiles_user_id", ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("user_id", name="pk_profiles"),
)
one_time_tokens = sa.Table(
    "one_time_tokens",
    schema,
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("user_id", sa.Uuid(), nullable=False),
    sa.Column("purpose", sa.String(length=20), nullable=False),
    sa.Column("address", sa.String(length=254), nullable=False),
    sa.Column("digest", sa.String(length=64), nullable=False),
    sa.Column("created_at", UtcDateTime(), nullable=False),
    sa.Column("expires_at", UtcDateTime(), nullable=False),
    sa.Column("requested_ip", sa.String(length=64), nullable=False),
    sa.Column("requested_agent", sa.String(length=400), nullable=False),
    sa.Column("used_at", UtcDateTime(), nullable=True),
    sa.Column("used_ip", sa.String(length=64), nullable=True),
    sa.Column("replaced_at", UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_one_time_tokens_user_id", ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name="pk_one_time_tokens"),
    sa.UniqueConstraint("digest", name="uq_one_time_tokens_digest"),
    sa.Index("ix_one_time_tokens_expires_at", "expires_at"),
    sa.Index(
        "uq_one_time_tokens_live",
        "user_id",
        "purpose",
        unique=True,
        postgresql_where=sa.text("used_at IS NULL AND replaced_at IS NULL"),
        sqlite_where=sa.text("used_at IS NULL AND replaced_at IS NULL"),
    ),
)
TABLES = [users, addresses, profiles, one_time_tokens]


def upgrade() -> None:
    schema.create_all(op.get_bind(), tables=TABLES)


def downgrade() -> None:
    schema.drop_all(op.get_bind(), tables=TABLES)
