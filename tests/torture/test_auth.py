"""The door of a served shop: what its times tell, and what becomes of it when its accelerator does."""

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from shop_adapters.security.argon2_hasher import Argon2Hasher
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from tests.auth_driver import PASSWORD, a_user
from tests.torture.program import Program, free_port
from tests.valkey import Valkey

LOGIN = "/api/v1/auth/login/"
EMAIL = "test@example.com"
SAMPLES = 400
CROWD = 4

pytestmark = pytest.mark.postgres


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    server = Valkey()
    yield server
    server.kill()


def serving(folder: Path, database_url: str, **variables: str) -> Program:
    """Start a shop with one user; proxies on this machine name its clients."""
    hasher, now = Argon2Hasher(threads=1, cheap=variables.get("SHOP_ENV") != "development"), datetime.now(UTC)
    store = SqlStore(make_engines(database_url, pool_size=1, durable=False))
    with store.begin() as tx:
        tx.users.add(a_user(password_hash=hasher.hash(PASSWORD), date_joined=now, password_changed_at=now))
    store.close()
    hasher.close()
    told = {"DATABASE_URL": database_url, "TRUSTED_PROXIES": "127.0.0.1", "EMBEDDED_WORKER": "false", **variables}
    program = Program(folder, free_port(), told)
    program.serve()
    return program


def figure(**values: object) -> None:
    print(json.dumps(values))  # noqa: T201 - figures


def auc(one: list[float], other: list[float]) -> float:
    """Say how likely a time of the one is longer than one of the other; 0.5 tells nothing."""
    wins = sum((a > b) + (a == b) / 2 for a in one for b in other)
    return wins / (len(one) * len(other))


@pytest.mark.torture
@pytest.mark.parametrize("strict", ["false", "true"])
def test_the_time_of_a_refusal_does_not_tell_whether_the_address_is_known(tmp_path, postgres_url, strict):
    off = {"LOGIN_IP_MAX_ATTEMPTS": "0", "LOGIN_USER_MAX_ATTEMPTS": "0", "STRICT_PRIVACY": strict}
    program = serving(tmp_path, postgres_url, SHOP_ENV="development", **off)
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    turns = [kind for kind in times for _ in range(SAMPLES)]
    random.Random(11).shuffle(turns)
    try:
        with httpx.Client(base_url=program.address, timeout=30, trust_env=False) as client:
            for kind in ["known", "unknown"] * 10:
                _refused(client, kind)
            for kind in turns:
                times[kind].append(_refused(client, kind))
    finally:
        program.close()
    told = auc(times["known"], times["unknown"])
    figure(row="A11", strict_privacy=strict, samples=2 * SAMPLES, auc=round(told, 3))
    assert abs(told - 0.5) <= 0.05


def _refused(client: httpx.Client, kind: str) -> float:
    email = EMAIL if kind == "known" else "nobody@example.com"
    started = time.perf_counter()
    answer = client.post(LOGIN, json={"email": email, "password": "a wrong password"})
    taken = time.perf_counter() - started
    assert answer.status_code == 400
    return taken


@pytest.mark.torture
@pytest.mark.parametrize("trouble", ["kill", "empty", "hang"])
def test_limits_sessions_and_times_stay_right_whatever_becomes_of_the_accelerator(
    tmp_path, postgres_url, valkey, trouble
):
    shop = {
        "WEB_CONCURRENCY": "2",
        "REDIS_URL": valkey.url,
        "RATE_LIMIT_PER_MINUTE": "100000",
        "SESSION_MAX_PER_USER": "0",
        "SESSION_FORCE_LOGOUT_ON_SUSPICIOUS_ACTIVITY": "false",
    }
    program = serving(tmp_path, postgres_url, **shop)
    try:
        _storm(program.address, 0)
        before = _storm(program.address, 1)
        getattr(valkey, trouble)()
        during = _storm(program.address, 2)
        if trouble == "hang":
            time.sleep(5)
            valkey.go_on()
        after = _storm(program.address, 3)
    finally:
        program.close()
    shown = {f"p99_{name}_ms": round(1_000 * p99, 1) for name, p99 in zip("abc", (before, during, after), strict=True)}
    figure(row="C27", trouble=trouble, **shown)
    assert max(during, after) <= 2 * before + 0.005


def _storm(address: str, phase: int) -> float:
    """Sign in and out and guess from 100 networks; demand every answer to be right; give the times' 99th percentile."""
    with ThreadPoolExecutor(CROWD) as pool:
        times = [t for taken in pool.map(lambda n: _visit(address, f"10.{phase}.{n}.1"), range(100)) for t in taken]
    return sorted(times)[int(len(times) * 0.99)]


def _visit(address: str, network: str) -> list[float]:
    times: list[float] = []
    with httpx.Client(base_url=address, timeout=30, trust_env=False, headers={"X-Forwarded-For": network}) as client:

        def ask(method: str, path: str, **what: object) -> httpx.Response:
            started = time.perf_counter()
            answer = client.request(method, path, **what)  # type: ignore[arg-type]
            times.append(time.perf_counter() - started)
            return answer

        tokens = ask("POST", LOGIN, json={"email": EMAIL, "password": PASSWORD}).json()
        held = {"headers": {"Authorization": f"Bearer {tokens['access']}"}}
        assert ask("GET", "/api/v1/auth/sessions/", **held).status_code == 200
        ended = ask("POST", "/api/v1/auth/logout/", json={"refresh": tokens["refresh"]}, **held)
        assert ended.is_success
        assert ask("GET", "/api/v1/auth/sessions/", **held).status_code == 401
        wrong = {"email": f"nobody@{network}.example", "password": "wrong"}
        outcomes = Counter(ask("POST", LOGIN, json=wrong).status_code for _ in range(9))
    assert outcomes == {400: 5, 429: 4}
    return times
