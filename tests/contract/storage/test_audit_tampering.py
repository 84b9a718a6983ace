"""The logs stay what was written: rows are only added, and who changes one all the same is found out."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.engine.error_mapping import ConstraintViolation
from shop_adapters.sql.store import SqlStore
from shop_domain.staff.audit_chain import ChainedLog, extend_chain
from tests.auth_driver import HERE, AuthDriver, error_code_of

SPOIL_THE_FIFTH = (
    "UPDATE security_attempts SET {} WHERE id = (SELECT id FROM security_attempts ORDER BY id LIMIT 1 OFFSET 4)"
)
LOGS = ("audit_chain_links", "security_attempts", "session_activities", "audit_log_entries")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request):
    store = SqlStore(make_engines(request.getfixturevalue(f"{request.param}_url"), pool_size=2, durable=False))
    yield store
    store.close()


@pytest.fixture
def door(database):
    door = AuthDriver(database)
    yield door
    door.close()


def make_attempts(door, count):
    for n in range(count):
        error_code_of(door.tokens.refresh, f"x{n}", HERE)


def tamper(store, statement, **values):
    """Change a log as somebody would who owns the database and can switch its triggers off."""
    with store.begin() as tx:
        run = tx.source.execute
        if store._engines.is_sqlite:
            for name in run(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
                run(text(f"DROP TRIGGER {name}"))
        else:
            run(text("SET LOCAL session_replication_role = replica"))
        run(text(statement), values)


@pytest.mark.parametrize("table", LOGS)
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_a_log(door, database, table, change):
    boss = door.an_admin()
    door.blocking.block_network(boss, "198.51.100.1", "a scan", None, HERE)
    door.audit_chain.extend()
    statement = change.format(table).replace("id = id", "log = log" if table == "audit_chain_links" else "id = id")
    with pytest.raises((ConstraintViolation, DBAPIError)), database.begin() as tx:
        tx.source.execute(text(statement))
    assert door.audit_chain.verify() is None


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE security_attempts SET ip_address = '198.51.100.9' WHERE id = :id", "the row was changed"),
        ("UPDATE security_attempts SET success = NOT success WHERE id = :id", "the row was changed"),
        ("DELETE FROM security_attempts WHERE id = :id", "the row was removed"),
        ("UPDATE audit_chain_links SET digest = 'x' WHERE entry_id = :id", "the row was changed"),
    ],
)
def test_the_first_bad_row_is_named(door, database, statement, what):
    make_attempts(door, 9)
    door.audit_chain.extend()
    with database.read() as tx:
        (seal, _), *_ = tx.audit_chain.walk(ChainedLog.ATTEMPTS, 4, 1)
    named = seal.entry_id.hex if database._engines.is_sqlite else seal.entry_id
    tamper(database, statement, id=named)
    flaw = door.audit_chain.verify()
    assert flaw is not None
    assert (flaw.log, flaw.position, flaw.entry_id, flaw.description) == (ChainedLog.ATTEMPTS, 5, seal.entry_id, what)


def test_a_row_that_was_changed_with_its_own_link_is_betrayed_by_the_next_one(door, database):
    make_attempts(door, 9)
    door.audit_chain.extend()
    with database.read() as tx:
        (before, _), (own, _), (following, _) = tx.audit_chain.walk(ChainedLog.ATTEMPTS, 3, 3)
    named = own.entry_id.hex if database._engines.is_sqlite else own.entry_id
    tamper(database, "UPDATE security_attempts SET ip_address = '198.51.100.9' WHERE id = :id", id=named)
    with database.read() as tx:
        ((_, changed),) = tx.audit_chain.walk(ChainedLog.ATTEMPTS, 4, 1)
    (fitting,) = extend_chain([changed], before, own.linked_at)
    tamper(
        database, "UPDATE audit_chain_links SET digest = :digest WHERE entry_id = :id", id=named, digest=fitting.digest
    )
    flaw = door.audit_chain.verify()
    assert flaw is not None
    assert (flaw.position, flaw.entry_id) == (6, following.entry_id)


def test_a_link_that_was_taken_out_with_its_row_is_missed(door, database):
    make_attempts(door, 5)
    door.audit_chain.extend()
    tamper(database, "DELETE FROM audit_chain_links WHERE position = 3")
    flaw = door.audit_chain.verify()
    assert flaw is not None
    assert (flaw.position, flaw.description) == (4, "a seal before it is missing")


@pytest.mark.parametrize(
    ("log", "change"),
    [
        (ChainedLog.ATTEMPTS, "UPDATE security_attempts SET attempt_type = 'HACK' WHERE id = :id"),
        (ChainedLog.STAFF, "UPDATE audit_log_entries SET details = '7' WHERE id = :id"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_too(door, database, log, change):
    fill_log(door, log, 9)
    door.audit_chain.extend()
    with database.read() as tx:
        (seal, _), *_ = tx.audit_chain.walk(log, 4, 1)
    tamper(database, change, id=stored_id(database, seal.entry_id))
    flaw = door.audit_chain.verify()
    assert flaw is not None
    assert (flaw.log, flaw.position, flaw.entry_id) == (log, 5, seal.entry_id)


@pytest.mark.parametrize(
    "change", ["user_id = 'xx'", "timestamp = 'yesterday'", "user_id = 7", "attempt_type = 'HACK'"]
)
@pytest.mark.parametrize("is_sealed", [True, False])
def test_sqlite_keeps_anything_and_it_is_named_all_the_same(sqlite_url, change, is_sealed):
    store = SqlStore(make_engines(sqlite_url, pool_size=2, durable=False))
    door = AuthDriver(store)
    make_attempts(door, 9)
    if is_sealed:
        door.audit_chain.extend()
    tamper(store, SPOIL_THE_FIFTH.format(change))
    assert door.audit_chain.extend() == (0 if is_sealed else 9)
    flaw = door.audit_chain.verify()
    assert flaw is not None
    assert flaw.description == "the row can't be read"
    assert flaw.position == (9 if "timestamp" in change and not is_sealed else 5)
    door.close()
    store.close()


@pytest.mark.postgres
def test_a_time_beyond_all_calendars_is_named_too(postgres_url):
    store = SqlStore(make_engines(postgres_url, pool_size=2, durable=False))
    door = AuthDriver(store)
    make_attempts(door, 3)
    door.audit_chain.extend()
    tamper(store, "UPDATE security_attempts SET timestamp = 'infinity'")
    flaw = door.audit_chain.verify()
    assert flaw is not None
    assert (flaw.position, flaw.description) == (1, "the row can't be read")
    door.close()
    store.close()


def fill_log(door, log, count):
    if log is ChainedLog.ATTEMPTS:
        make_attempts(door, count)
        return
    boss = door.an_admin()
    for n in range(count):
        door.blocking.block_network(boss, f"198.51.100.{n}", "a scan", None, HERE)


def stored_id(store, row_id):
    return row_id.hex if store._engines.is_sqlite else row_id
