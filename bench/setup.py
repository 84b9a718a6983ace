"""Everything that a run needs, set up once."""

import os
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from bench import data
from bench.processes import Server, postmaster, python, serving
from tests import postgres, postgres_server

READY = "/api/health/live/"


class BenchSetup(msgspec.Struct, frozen=True, kw_only=True):
    """A shop and a bare server on the same database, and where that is."""

    quick: bool
    folder: Path
    url: str
    database_pid: int
    shop: Server
    bare: Server
    variants: list[str]
    emails: list[str]

    @property
    def rounds(self) -> int:
        return 1 if self.quick else 3

    def operations(self, full: int) -> int:
        """Say how many operations a round has."""
        return full // 4 if self.quick else full


def settings(url: str, folder: Path) -> Mapping[str, str]:
    """Set the shop up as in production, but for limits that a single client would meet."""
    return {
        "SHOP_ENV": "production",
        "SECRET_KEY": "wX9zq7Lr2VbT5nKpD8sGhY3mC6fJ1aQe",
        "DATABASE_URL": url,
        "ALLOWED_HOSTS": "127.0.0.1",
        "PUBLIC_URL": "https://shop.test",
        "EMAIL_URL": f"file:{folder}/mail",
        "MEDIA_DIR": f"{folder}/media",
        "SHOP_CURRENCY": "EUR",
        "WEB_CONCURRENCY": "1",
        "RATE_LIMIT_PER_MINUTE": "0",
        "LOGIN_IP_MAX_ATTEMPTS": "1000000",
        "LOGIN_USER_MAX_ATTEMPTS": "1000000",
    }


@contextmanager
def observed(url: str, folder: Path) -> Generator[Server]:
    """Serve the shop with the bench's instruments."""
    with serving(python("-m", "bench.served"), folder, READY, settings(url, folder)) as server:
        yield server


@contextmanager
def bare(url: str, folder: Path, app: str = "bench.bare:app") -> Generator[Server]:
    """Serve the bare application, on the same server program."""
    granian = str(Path(sys.executable).with_name("granian"))
    command = [granian, "--interface", "asgi", "--log-level", "warning", app]
    with serving(command, folder, "/", {"DATABASE_URL": url}) as server:
        yield server


@contextmanager
def set_up(*, quick: bool) -> Generator[BenchSetup]:
    """Start the database as production has it, and both servers on a thousand products."""
    os.environ[postgres.ADDRESS] = postgres_server.start(durable=True)
    url = data.catalogue(data.SMALL)
    with tempfile.TemporaryDirectory(prefix="shop-bench-") as name:
        folder = Path(name)
        with observed(url, folder) as shop, bare(url, folder) as plain:
            yield BenchSetup(
                quick=quick,
                folder=folder,
                url=url,
                database_pid=postmaster(os.getpid()),
                shop=shop,
                bare=plain,
                variants=data.variants(url, 400),
                emails=data.users(url),
            )
