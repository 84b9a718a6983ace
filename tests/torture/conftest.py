"""Shops under torture; each form of a test that runs long is marked, and its short form stands beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres, sqlite
from tests.torture.rig import Rig, torture_rig


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request) -> str:
    """Give an empty, migrated database of each kind in turn."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def rig(database_url: str, tmp_path: Path) -> Iterator[Rig]:
    """Give a shop whose program can be killed."""
    with torture_rig(tmp_path, database_url) as rig:
        yield rig


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def busy(request, tmp_path_factory) -> Iterator[Rig]:
    """Give a shop that a whole module's crowds share: two processes on PostgreSQL, one on SQLite."""
    folder = tmp_path_factory.mktemp("busy")
    if request.param == "sqlite":
        with torture_rig(folder, sqlite.fresh_file(folder), by_hand=True) as rig:
            yield rig
        return
    url = postgres.fresh_database()
    with torture_rig(folder, url, by_hand=True, WEB_CONCURRENCY="2") as rig:
        yield rig
    postgres.drop_database(url)


@pytest.fixture(autouse=True)
def _database_is_noted(request, runs_on) -> None:
    """Note which database a test of a shared shop runs on."""
    if "busy" in request.fixturenames:
        rig: Rig = request.getfixturevalue("busy")
        runs_on("SQLite" if rig.proxy is None else "PostgreSQL")
