"""Loaded by Python itself in a shop that a torture test starts: turns its clock, and kills it at chosen SQLite commits.

The product knows nothing of it. `TORTURE_FOLDER` names a folder with two files that the test writes: `clock`, the
seconds by which the shop is ahead; `strike`, such as `before 7 120`, `after 7 120` or `write 7 3000`: the moment, the
number of the commit or write from then on, and how many there had been.
"""

import ctypes
import os
import signal
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

FOLDER = Path(os.environ["TORTURE_FOLDER"])


def _turned_clock() -> datetime:
    try:
        ahead = float((FOLDER / "clock").read_text())
    except (OSError, ValueError):
        ahead = 0.0
    return datetime.now(UTC) + timedelta(seconds=ahead)


def _strikes(kind: str) -> str | None:
    """Count an event, over all processes; give the moment of the strike that it meets.

    Whoever commits holds the only write lock, so nobody else counts meanwhile.
    """
    file = FOLDER / f"{kind}s"
    with file.open("ab") as seen:
        seen.write(b".")
    try:
        moment, at, before = (FOLDER / "strike").read_text().split()
    except (OSError, ValueError):
        return None
    if (moment == "write") is not (kind == "write"):
        return None
    return moment if file.stat().st_size - int(before) == int(at) else None


def _die() -> None:
    """Kill every process of the shop, this one last."""
    (FOLDER / "strike").unlink(missing_ok=True)
    (FOLDER / "struck").touch()
    own = os.getpgrp()
    for group in map(int, (FOLDER / "groups").read_text().split()):
        if group != own:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
    os.killpg(own, signal.SIGKILL)
    signal.pause()


class _Connection(sqlite3.Connection):
    """A connection that dies before or after its commit, or before a write to the log in the midst of it."""

    def commit(self) -> None:
        if not self.in_transaction:
            super().commit()
            return
        moment = _strikes("commit")
        if moment == "before":
            _die()
        if (FOLDER / "strike").exists():
            _watch_the_log(self)
        super().commit()
        if moment == "after":
            _die()


class _Methods(ctypes.Structure):
    """sqlite3_io_methods, as far as its writes; what follows is copied as it is."""

    _fields_ = (("version", ctypes.c_int), ("methods", ctypes.c_void_p * 18))


_XWRITE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_WRITE_PLACE, _FCNTL_LOG_FILE = 2, 28
_kept: dict[int, object] = {}


def _watch_the_log(connection: sqlite3.Connection) -> None:
    """Put a function of ours in front of the write method of the connection's write-ahead log."""
    import _sqlite3

    library = ctypes.CDLL(_sqlite3.__file__)
    database = ctypes.c_void_p.from_address(id(connection) + 2 * ctypes.sizeof(ctypes.c_void_p))
    file = ctypes.c_void_p()
    library.sqlite3_file_control(database, b"main", _FCNTL_LOG_FILE, ctypes.byref(file))
    if not file.value or file.value in _kept:
        return
    place = ctypes.c_void_p.from_address(file.value)
    if not place.value:
        return
    methods = _Methods.from_buffer_copy(ctypes.string_at(place.value, ctypes.sizeof(_Methods)))
    original = _XWRITE(methods.methods[_WRITE_PLACE])

    def write(*arguments: int) -> int:
        if _strikes("write"):
            _die()
        return int(original(*arguments))

    replaced = _XWRITE(write)
    methods.methods[_WRITE_PLACE] = ctypes.cast(replaced, ctypes.c_void_p).value
    _kept[file.value] = (methods, replaced, original)
    place.value = ctypes.addressof(methods)


_connect = sqlite3.connect


def _watched_connect(*args: object, **named: object) -> sqlite3.Connection:
    return _connect(*args, **{"factory": _Connection, **named})  # type: ignore[call-overload]


def _install() -> None:
    from dependency_injector import providers

    from shop_adapters.composition.system import SystemContainer

    sqlite3.connect = sqlite3.dbapi2.connect = _watched_connect  # type: ignore[assignment]
    SystemContainer.clock.override(providers.Object(_turned_clock))


_install()
