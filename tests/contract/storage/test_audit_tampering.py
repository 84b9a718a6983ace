"""The logs stay what was written: rows are only added, and who changes one all the same is found out."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shop_adapters.sql.engine import make_engines
from shop_adapters.sql.failures import Violation
from shop_adapters.sql.store import SqlStore
from shop_domain.auth.audit_chain import Log, sealed
from tests.doorstep import HERE, Doorstep, code_of

SPOIL_THE_FIFTH = (
    "UPDATE security_attempts SET {} WHERE id = (SELECT id FROM security_attempts ORDER BY id LIMIT 1 OFFSET 4)"
)
LOGS = ("audit_seals", "security_attempts", "session_activities", "staff_actions")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request):
    store = SqlStore(make_engines(request.getfixturevalue(f"{request.param}_url"), pool_size=2, durable=False))
    yield store
    store.close()


@pytest.fixture
def door(database):
    door = Doorstep(database)
    yield door
    door.close()


def tries(door, count):
    for n in range(count):
        code_of(door.tokens.refresh, f"x{n}", HERE)


def tamper(store, statement, **values):
    """Change a log as somebody would who owns the database and can switch its triggers off."""
    with store.begin() as tx:
        run = tx._database.execute
        if store._engines.is_sqlite:
            for name in run(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
                run(text(f"DROP TRIGGER {name}"))
        else:
            run(text("SET LOCAL session_replication_role = replica"))
        run(text(statement), values)


@pytest.mark.parametrize("table", LOGS)
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_a_log(door, database, table, change):
    boss = door.a_boss()
    door.blocking.block_network(boss, "198.51.100.1", "a scan", None, HERE)
    door.audit.seal()
    statement = change.format(table).replace("id = id", "log = log" if table == "audit_seals" else "id = id")
    with pytest.raises((Violation, DBAPIError)), database.begin() as tx:
        tx._database.execute(text(statement))
    assert door.audit.verify() is None


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE security_attempts SET ip_address = '198.51.100.9' WHERE id = :id", "the row was changed"),
        ("UPDATE security_attempts SET success = NOT success WHERE id = :id", "the row was changed"),
        ("DELETE FROM security_attempts WHERE id = :id", "the row was removed"),
        ("UPDATE audit_seals SET digest = 'x' WHERE entry_id = :id", "the row was changed"),
    ],
)
def test_the_first_bad_row_is_named(door, database, statement, what):
    tries(door, 9)
    door.audit.seal()
    with database.read() as tx:
        (seal, _), *_ = tx.audit_trail.walk(Log.ATTEMPTS, 4, 1)
    named = seal.entry_id.hex if database._engines.is_sqlite else seal.entry_id
    tamper(database, statement, id=named)
    flaw = door.audit.verify()
    assert flaw is not None
    assert (flaw.log, flaw.position, flaw.entry_id, flaw.what) == (Log.ATTEMPTS, 5, seal.entry_id, what)


def test_a_row_that_was_changed_with_its_own_seal_is_betrayed_by_the_next_one(door, database):
    tries(door, 9)
    door.audit.seal()
    with database.read() as tx:
        (before, _), (own, _), (following, _) = tx.audit_trail.walk(Log.ATTEMPTS, 3, 3)
    named = own.entry_id.hex if database._engines.is_sqlite else own.entry_id
    tamper(database, "UPDATE security_attempts SET ip_address = '198.51.100.9' WHERE id = :id", id=named)
    with database.read() as tx:
        ((_, changed),) = tx.audit_trail.walk(Log.ATTEMPTS, 4, 1)
    (fitting,) = sealed([changed], before, own.sealed_at)
    tamper(database, "UPDATE audit_seals SET digest = :digest WHERE entry_id = :id", id=named, digest=fitting.digest)
    flaw = door.audit.verify()
    assert flaw is not None
    assert (flaw.position, flaw.entry_id) == (6, following.entry_id)


def test_a_seal_that_was_taken_out_with_its_row_is_missed(door, database):
    tries(door, 5)
    door.audit.seal()
    tamper(database, "DELETE FROM audit_seals WHERE position = 3")
    flaw = door.audit.verify()
    assert flaw is not None
    assert (flaw.position, flaw.what) == (4, "a seal before it is missing")


@pytest.mark.parametrize(
    ("log", "change"),
    [
        (Log.ATTEMPTS, "UPDATE security_attempts SET attempt_type = 'HACK' WHERE id = :id"),
        (Log.STAFF, "UPDATE staff_actions SET details = '7' WHERE id = :id"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_too(door, database, log, change):
    fill(door, log, 9)
    door.audit.seal()
    with database.read() as tx:
        (seal, _), *_ = tx.audit_trail.walk(log, 4, 1)
    tamper(database, change, id=stored(database, seal.entry_id))
    flaw = door.audit.verify()
    assert flaw is not None
    assert (flaw.log, flaw.position, flaw.entry_id) == (log, 5, seal.entry_id)


@pytest.mark.parametrize(
    "change", ["user_id = 'xx'", "timestamp = 'yesterday'", "user_id = 7", "attempt_type = 'HACK'"]
)
@pytest.mark.parametrize("is_sealed", [True, False])
def test_sqlite_keeps_anything_and_it_is_named_all_the_same(sqlite_url, change, is_sealed):
    store = SqlStore(make_engines(sqlite_url, pool_size=2, durable=False))
    door = Doorstep(store)
    tries(door, 9)
    if is_sealed:
        door.audit.seal()
    tamper(store, SPOIL_THE_FIFTH.format(change))
    assert door.audit.seal() == (0 if is_sealed else 9)
    flaw = door.audit.verify()
    assert flaw is not None
    assert flaw.what == "the row can't be read"
    assert flaw.position == (9 if "timestamp" in change and not is_sealed else 5)
    door.close()
    store.close()


@pytest.mark.postgres
def test_a_time_beyond_all_calendars_is_named_too(postgres_url):
    store = SqlStore(make_engines(postgres_url, pool_size=2, durable=False))
    door = Doorstep(store)
    tries(door, 3)
    door.audit.seal()
    tamper(store, "UPDATE security_attempts SET timestamp = 'infinity'")
    flaw = door.audit.verify()
    assert flaw is not None
    assert (flaw.position, flaw.what) == (1, "the row can't be read")
    door.close()
    store.close()


def fill(door, log, count):
    if log is Log.ATTEMPTS:
        tries(door, count)
        return
    boss = door.a_boss()
    for n in range(count):
        door.blocking.block_network(boss, f"198.51.100.{n}", "a scan", None, HERE)


def stored(store, row_id):
    return row_id.hex if store._engines.is_sqlite else row_id
