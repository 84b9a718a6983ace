"""SQLite files for tests and benches: `fresh_file(folder)` answers the address of a migrated, empty database."""

import atexit
import shutil
import sqlite3
import tempfile
from functools import cache
from pathlib import Path


def fresh_file(folder: Path) -> str:
    """Copy the migrated database into the folder and answer its address."""
    path = folder / "shop.sqlite3"
    shutil.copyfile(_template(), path)
    return f"sqlite:///{path}"


def version() -> str:
    """Answer the version of the library that Python links."""
    return sqlite3.sqlite_version


@cache
def _template() -> Path:
    """Migrate one file, once per process."""
    from shop_adapters.sql.migrations.migrate import upgrade

    folder = Path(tempfile.mkdtemp(prefix="shop-sqlite-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    upgrade(f"sqlite:///{folder / 'template.sqlite3'}")
    _close_journal(folder / "template.sqlite3")
    return folder / "template.sqlite3"


def _close_journal(path: Path) -> None:
    """Bring what the write-ahead log holds into the file itself, so that one file can be copied."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
