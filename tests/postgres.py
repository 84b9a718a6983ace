"""A real PostgreSQL for tests and benches: `fresh_database()` answers the address of a migrated, empty database.

The server is `SHOP_TEST_POSTGRES_URL` where that is set; else one is started, once per run. For one whose commits
wait for the disk, as in production, call `tests.postgres_server.start(durable=True)`.
"""

import hashlib
import itertools
import os
from functools import cache
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.postgres_server import start

ADDRESS = "SHOP_TEST_POSTGRES_URL"

_MIGRATIONS = Path(__file__).parents[1] / "src/shop_adapters/sql/migrations"
_numbers = itertools.count()


def server() -> str:
    """Answer the address of the run's server, and start it first where there is none yet."""
    if ADDRESS not in os.environ:
        # Worker processes of the same run find it there.
        os.environ[ADDRESS] = start(durable=False)
    return os.environ[ADDRESS]


def fresh_database() -> str:
    """Answer the address of a new database at the newest migration; a clone takes about 0.05 s."""
    name = f"shop_{os.getpid()}_{next(_numbers)}"
    _run(server(), "CREATE DATABASE {} TEMPLATE {}", name, _template())
    return _at(name)


def drop_database(url: str) -> None:
    """Drop a database that `fresh_database` made, whoever is still connected."""
    _run(server(), "DROP DATABASE IF EXISTS {} WITH (FORCE)", str(make_url(url).database))


def version() -> str:
    """Answer the server's version, such as 18.1."""
    with psycopg.connect(server()) as connection:
        return str(connection.info.parameter_status("server_version"))


@cache
def _template() -> str:
    """Answer the name of the migrated database that others are cloned from; whoever comes first makes it."""
    from shop_adapters.sql.migrations.migrate import upgrade

    sources = sorted(_MIGRATIONS.rglob("*.py"))
    content = b"\0".join(path.read_bytes() for path in sources)
    name = f"shop_template_{hashlib.sha256(content).hexdigest()[:12]}"
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(73070)")
        if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            # Half a template is never seen under the name that is looked for.
            _run(server(), "DROP DATABASE IF EXISTS {} WITH (FORCE)", f"{name}_new")
            _run(server(), "CREATE DATABASE {}", f"{name}_new")
            upgrade(_at(f"{name}_new"))
            _run(server(), "ALTER DATABASE {} RENAME TO {}", f"{name}_new", name)
    return name


def _run(address: str, statement: LiteralString, *names: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _at(name: str) -> str:
    return make_url(server()).set(database=name).render_as_string(hide_password=False)
