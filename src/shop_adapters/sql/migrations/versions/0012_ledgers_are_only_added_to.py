"""The ledger of stock, the history of orders and the evidence of payments are only added to, as the logs are."""

import sqlalchemy as sa
from alembic import op

from shop_adapters.sql.engine.append_only import append_only_triggers, no_replace_trigger

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LEDGERS = ("stock_movements", "order_history", "provider_log")
KEYS = {
    "session_activities": [("id",)],
    "security_attempts": [("id",)],
    "audit_log_entries": [("id",)],
    "audit_chain_links": [("log", "position"), ("log", "entry_id")],
    "stock_movements": [("position",), ("id",)],
    "order_history": [("position",)],
    "provider_log": [("position",)],
}


def upgrade() -> None:
    dialect = op.get_context().dialect.name
    for table in LEDGERS:
        for statement in append_only_triggers(table, dialect):
            op.execute(sa.DDL(statement))
    if dialect == "sqlite":
        for table, keys in KEYS.items():
            op.execute(sa.DDL(no_replace_trigger(table, keys)))


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        for table in LEDGERS:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        return
    for table in KEYS:
        op.execute(f"DROP TRIGGER {table}_no_replace")
    for table in LEDGERS:
        op.execute(f"DROP TRIGGER {table}_no_update")
        op.execute(f"DROP TRIGGER {table}_no_delete")
