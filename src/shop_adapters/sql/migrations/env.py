"""How a migration meets the database: on the connection that migrate.py opened."""

from alembic import context

from shop_adapters.sql.migrations.compared_tables import is_compared_table
from shop_adapters.sql.migrations.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    include_name=is_compared_table,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
