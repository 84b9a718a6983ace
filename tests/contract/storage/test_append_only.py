"""What happened stays written: the database itself refuses to change, remove or replace a row of it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shop_adapters.sql.append_only import APPEND_ONLY, keys_of
from shop_adapters.sql.engine import make_engines
from shop_adapters.sql.failures import Violation
from shop_adapters.sql.store import SqlStore
from shop_adapters.sql.tables import metadata
from tests.builders import a_product, put_on_sale
from tests.contract.storage.desk import Desk
from tests.doorstep import HERE, Doorstep


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request):
    yield from lived_in(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def on_sqlite(sqlite_url):
    yield from lived_in(sqlite_url)


def lived_in(url):
    """Open a shop with a row in every table that is only added to."""
    store = SqlStore(make_engines(url, pool_size=2, durable=False))
    door, desk = Doorstep(store), Desk(store)
    door.blocking.block_network(door.a_boss(), "198.51.100.1", "a scan", None, HERE)
    started = desk.start(desk.fill_cart(*put_on_sale(store, a_product())))
    desk.approve(started)
    desk.come_back(started)
    door.audit.seal()
    door.close()
    yield store
    store.close()


def run(store, statement):
    with store.begin() as tx:
        return list(tx._database.execute(text(statement)))


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
    before, key = rows_of(database, table), keys_of(metadata.tables[table])[0][0]
    assert before
    for statement in (*FORBIDDEN, *(ON_SQLITE if database._engines.is_sqlite else ON_POSTGRES)):
        with pytest.raises((Violation, DBAPIError)):
            run(database, statement.format(table=table, key=key, all=columns_of(table)))
    assert rows_of(database, table) == before


@pytest.mark.parametrize("table", ["stock_movements", "audit_seals"])
def test_no_key_but_the_first_lets_a_row_be_replaced_either(on_sqlite, table):
    replacing = "INSERT OR REPLACE INTO {table} (position, {others}) SELECT position + 999, {others} FROM {table}"
    before = rows_of(on_sqlite, table)
    with pytest.raises(Violation):
        run(on_sqlite, replacing.format(table=table, others=columns_of(table, but="position")))
    assert rows_of(on_sqlite, table) == before


def test_a_key_that_is_taken_is_named_as_ever(database):
    again = "INSERT INTO stock_movements ({others}) SELECT {others} FROM stock_movements LIMIT 1"
    with pytest.raises(Violation) as violation:
        run(database, again.format(others=columns_of("stock_movements", but="position")))
    assert violation.value.constraint == "uq_stock_movements_id"


def columns_of(table, *, but=""):
    return ", ".join(column.name for column in metadata.tables[table].columns if column.name != but)
