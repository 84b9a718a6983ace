"""What happened stays written: the database itself refuses to change, remove or replace a row of it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shop_adapters.sql.engine.append_only import APPEND_ONLY, unique_keys_of
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.engine.error_mapping import ConstraintViolation
from shop_adapters.sql.migrations.schema import metadata
from shop_adapters.sql.store import SqlStore
from tests.auth_driver import HERE, AuthDriver
from tests.builders import a_product, create_products
from tests.contract.storage.checkout_driver import CheckoutDriver


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request):
    yield from used_shop(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def on_sqlite(sqlite_url):
    yield from used_shop(sqlite_url)


def used_shop(url):
    """Open a shop with a row in every table that is only added to."""
    store = SqlStore(make_engines(url, pool_size=2, durable=False))
    door, driver = AuthDriver(store), CheckoutDriver(store)
    door.blocking.block_network(door.an_admin(), "198.51.100.1", "a scan", None, HERE)
    started = driver.start(driver.fill_cart(*create_products(store, a_product())))
    driver.approve(started)
    driver.return_paid(started)
    door.audit_chain.extend()
    door.close()
    yield store
    store.close()


def run(store, statement):
    with store.begin() as tx:
        return list(tx.source.execute(text(statement)))


def rows_of(store, table):
    all_of = "SELECT * FROM {table} ORDER BY 1, 2"
    return run(store, all_of.format(table=table))


FORBIDDEN = ("UPDATE {table} SET {key} = {key}", "DELETE FROM {table}")
ON_POSTGRES = ("TRUNCATE {table}",)
ON_SQLITE = (
    "INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
    "INSERT OR REPLACE INTO {table} (rowid, {all}) SELECT rowid, {all} FROM {table}",
    "UPDATE OR REPLACE {table} SET {key} = {key}",
)


@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
def test_no_row_is_changed_removed_or_replaced(database, table):
    before, key = rows_of(database, table), unique_keys_of(metadata.tables[table])[0][0]
    assert before
    for statement in (*FORBIDDEN, *(ON_SQLITE if database._engines.is_sqlite else ON_POSTGRES)):
        with pytest.raises((ConstraintViolation, DBAPIError)):
            run(database, statement.format(table=table, key=key, all=columns_of(table)))
    assert rows_of(database, table) == before


@pytest.mark.parametrize("table", ["stock_movements", "audit_chain_links"])
def test_no_key_but_the_first_lets_a_row_be_replaced_either(on_sqlite, table):
    replacing = "INSERT OR REPLACE INTO {table} (position, {others}) SELECT position + 999, {others} FROM {table}"
    before = rows_of(on_sqlite, table)
    with pytest.raises(ConstraintViolation):
        run(on_sqlite, replacing.format(table=table, others=columns_of(table, but="position")))
    assert rows_of(on_sqlite, table) == before


def test_a_key_that_is_taken_is_named_as_ever(database):
    again = "INSERT INTO stock_movements ({others}) SELECT {others} FROM stock_movements LIMIT 1"
    with pytest.raises(ConstraintViolation) as violation:
        run(database, again.format(others=columns_of("stock_movements", but="position")))
    assert violation.value.constraint == "uq_stock_movements_id"


def columns_of(table, *, but=""):
    return ", ".join(column.name for column in metadata.tables[table].columns if column.name != but)
