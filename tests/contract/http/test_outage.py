"""The database goes away, and comes back: the shop says so at once, and needs nobody's help to go on."""

import os
import signal
import time

import psycopg
import pytest
from dependency_injector import providers
from litestar.testing import TestClient
from psycopg import sql
from sqlalchemy import make_url, text

from shop_adapters.composition.container import build
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from shop_domain.kernel.errors import StorageUnavailable
from shop_http.app import create_app
from tests import postgres
from tests.contract.http.conftest import settings_for


@pytest.fixture
def database_url(postgres_url):
    return postgres_url


@pytest.fixture
def outage(database_url):
    """Give a switch: down refuses new connections and cuts the old ones, up lets them in again."""
    name = make_url(database_url).database or ""

    def set_outage(*, up: bool) -> None:
        with psycopg.connect(postgres.server(), autocommit=True) as connection:
            allow = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
            connection.execute(allow.format(sql.Identifier(name), sql.SQL("true" if up else "false")))
            if not up:
                connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    yield set_outage
    set_outage(up=True)


def timed(client, path):
    started = time.monotonic()
    answer = client.get(path)
    return answer, time.monotonic() - started


@pytest.mark.postgres
def test_the_health_check_tells_an_outage_in_time_and_its_end_by_itself(client, outage):
    assert client.get("/api/health/").json()["checks"] == {"database": "ok"}
    for _ in range(2):
        outage(up=False)
        answer, seconds = timed(client, "/api/health/")
        assert (answer.status_code, seconds < 2) == (503, True)
        assert answer.json()["status"] == "unavailable"
        assert answer.json()["checks"] == {"database": "unavailable"}
        outage(up=True)
        assert client.get("/api/health/").status_code == 200


@pytest.mark.postgres
def test_other_routes_refuse_in_shape_and_go_on_afterwards(client, outage):
    assert client.get("/api/v1/products/").status_code == 200
    outage(up=False)
    for path in ("/api/v1/products/", "/api/v1/products/nothing/"):
        answer, seconds = timed(client, path)
        assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
        assert int(answer.headers["retry-after"]) >= 1
        assert seconds < 5
    assert client.get("/api/health/live/").status_code == 200
    outage(up=True)
    assert client.get("/api/v1/products/").status_code == 200


@pytest.mark.postgres
def test_an_outage_between_two_requests_is_not_even_noticed(client, outage):
    assert client.get("/api/v1/products/").status_code == 200
    outage(up=False)
    outage(up=True)
    assert client.get("/api/v1/products/").status_code == 200
    assert client.get("/api/v1/cart/").status_code == 200


@pytest.mark.postgres
def test_a_shop_whose_connections_are_all_at_work_is_busy_and_not_down(database_url):
    shop = build(settings_for(database_url, database_pool_size=1))
    engines = make_engines(database_url, pool_size=1, durable=False)
    shop.store.override(providers.Object(SqlStore(engines)))
    with TestClient(create_app(shop)) as client, engines.read.connect(), engines.write.connect():
        answer, seconds = timed(client, "/api/health/")
        assert (answer.status_code, seconds < 1) == (200, True)
        busy = client.get("/api/v1/products/")
        assert (busy.status_code, busy.json()["code"]) == (503, "storage_busy")
    shop.store().close()


@pytest.mark.postgres
def test_a_table_that_is_locked_makes_its_routes_busy_and_nothing_else(client, database_url):
    with psycopg.connect(
        make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    ) as other:
        other.execute("LOCK TABLE products IN ACCESS EXCLUSIVE MODE")
        busy, seconds = timed(client, "/api/v1/products/")
        assert (busy.status_code, busy.json()["code"], seconds < 5) == (503, "storage_busy", True)
        assert int(busy.headers["retry-after"]) >= 1
        assert client.get("/api/health/").status_code == 200
        other.rollback()
    assert client.get("/api/v1/products/").status_code == 200


@pytest.mark.postgres
def test_a_connection_whose_server_hangs_is_given_up_and_another_one_serves(database_url, monkeypatch):
    monkeypatch.setattr("shop_adapters.sql.engine.bounded_connection.MAX_WAIT_SECONDS", 0.5)
    store = SqlStore(make_engines(database_url, pool_size=1, durable=False))
    with store.read() as tx:
        backend = tx.source.execute(text("SELECT pg_backend_pid()")).scalar_one()
    os.kill(backend, signal.SIGSTOP)
    try:
        started = time.monotonic()
        with store.read() as tx:
            assert tx.source.execute(text("SELECT pg_backend_pid()")).scalar_one() != backend
        assert 0.4 < time.monotonic() - started < 5
    finally:
        os.kill(backend, signal.SIGCONT)
        store.close()


@pytest.mark.postgres
def test_a_write_whose_server_hangs_is_refused_and_not_done_twice(database_url, monkeypatch):
    monkeypatch.setattr("shop_adapters.sql.engine.bounded_connection.MAX_WAIT_SECONDS", 0.5)
    store = SqlStore(make_engines(database_url, pool_size=1, durable=False))
    hung: list[int] = []

    def write():
        with store.begin() as tx:
            hung.append(tx.source.execute(text("SELECT pg_backend_pid()")).scalar_one())
            os.kill(hung[0], signal.SIGSTOP)
            tx.source.execute(text("SELECT 1"))

    try:
        with pytest.raises(StorageUnavailable):
            write()
    finally:
        os.kill(hung[0], signal.SIGCONT)
    assert len(hung) == 1
    store.ping()
    store.close()
