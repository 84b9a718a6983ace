"""The schema's history: up, down, up; and what it makes is what the tables declare."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text

from shop_adapters.sql.engine.append_only import APPEND_ONLY
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.migrations.compared_tables import is_compared_table
from shop_adapters.sql.migrations.migrate import NOTHING, downgrade, upgrade
from shop_adapters.sql.migrations.schema import metadata

BESIDE = {"alembic_version"}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request):
    return request.getfixturevalue(f"{request.param}_url")


def connected(url):
    return make_engines(url, pool_size=1, durable=False)


def tables_of(url) -> set[str]:
    engines = connected(url)
    with engines.write.connect() as connection:
        names = inspect(connection).get_table_names()
    engines.close()
    return {name for name in names if is_compared_table(name, "table", {})}


def triggers_of(url) -> dict[str, str]:
    engines = connected(url)
    listed = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if engines.is_sqlite
        else "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    )
    with engines.write.connect() as connection:
        found = {str(name): str(definition) for name, definition in connection.execute(text(listed))}
    engines.close()
    return found


def guards_of(url) -> dict[str, str]:
    """Give the triggers of tables that are only added to."""
    return {name: each for name, each in triggers_of(url).items() if name.startswith(tuple(APPEND_ONLY))}


def checks_of(url) -> dict[str, set[str]]:
    engines = connected(url)
    with engines.write.connect() as connection:
        inspector = inspect(connection)
        found = {t: {str(c["name"]) for c in inspector.get_check_constraints(t)} for t in tables_of(url)}
    engines.close()
    return found


def test_up_down_up_ends_where_it_began(url):
    first = (tables_of(url), triggers_of(url))

    downgrade(url, NOTHING)
    assert tables_of(url) == set()
    assert triggers_of(url) == {}

    upgrade(url)
    assert (tables_of(url), triggers_of(url)) == first


def test_up_twice_changes_nothing(url):
    before = (tables_of(url), triggers_of(url))
    upgrade(url)
    assert (tables_of(url), triggers_of(url)) == before


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_what_is_migrated_is_what_is_declared(url):
    engines = connected(url)
    with engines.write.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                # SQLite gives an empty text back without its quotes, which Alembic takes for no default.
                "compare_server_default": not engines.is_sqlite,
                "include_name": is_compared_table,
            },
        )
        differences = compare_metadata(context, metadata)
    engines.close()
    assert differences == []


def test_checks_are_those_that_are_declared(url):
    """Alembic does not compare checks, so this does."""
    declared = {
        name: {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        for name, table in metadata.tables.items()
    }
    assert checks_of(url) == declared


def test_accounts_from_before_are_found_by_their_names(url):
    downgrade(url, "0009")
    engines = connected(url)
    kept = ("email", "email_canonical", "username", "username_canonical", "phone", "password_hash", "role")
    values = {**dict.fromkeys(kept, "x"), "id": f"{7:032}", "first_name": "Émile", "last_name": "Weiß"}
    flags = {"is_active": False, "is_staff": False, "version": 1}
    times = dict.fromkeys(("date_joined", "password_changed_at"), "2026-03-01 12:00:00+00:00")
    row = values | flags | times
    named, asked = ", ".join(row), ", ".join(f":{name}" for name in row)
    with engines.write.begin() as connection:
        connection.execute(text(f"INSERT INTO users ({named}) VALUES ({asked})"), row)  # noqa: S608 - names above
    upgrade(url)
    with engines.write.begin() as connection:
        found = connection.execute(text("SELECT name_canonical FROM users")).scalars().all()
    engines.close()
    assert found == ["émile weiss"]


def test_triggers_are_those_that_are_declared(url):
    migrated = guards_of(url)
    assert {name.rpartition("_no_")[0] or name.removesuffix("_append_only") for name in migrated} == set(APPEND_ONLY)

    downgrade(url, NOTHING)
    engines = connected(url)
    metadata.create_all(engines.write)
    engines.close()

    assert guards_of(url) == migrated
