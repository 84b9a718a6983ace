"""Several processes of one shop, and some that are killed: what is ended stays ended, what is counted stays counted."""

import json
import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from threading import Barrier

import httpx
import pytest

from shop_adapters.security.argon2_hasher import Argon2Hasher
from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from tests.auth_driver import PASSWORD, a_user
from tests.contract.cli.shop_process import running_shop, wait_for_address

WORKERS = "4"
ROUNDS = 25


@pytest.fixture
def store(postgres_url):
    store = SqlStore(make_engines(postgres_url, pool_size=2, durable=False))
    yield store
    store.close()


@pytest.fixture
def settings(postgres_url):
    return {
        "SHOP_ENV": "testing",
        "DATABASE_URL": postgres_url,
        "WEB_CONCURRENCY": WORKERS,
        "RATE_LIMIT_PER_MINUTE": "0",
        "SESSION_MAX_PER_USER": "0",
    }


@pytest.fixture
def user(store):
    hasher, now = Argon2Hasher(threads=1, cheap=True), datetime.now(UTC)
    user = a_user(password_hash=hasher.hash(PASSWORD), date_joined=now, password_changed_at=now)
    hasher.close()
    with store.begin() as tx:
        tx.users.add(user)
    return user


def post(address, path, body, access=None):
    """Post over a connection of its own, so that any of the processes may get it."""
    headers = {"Authorization": f"Bearer {access}"} if access else {}
    return httpx.post(f"{address}/api/v1/auth/{path}", json=body, headers=headers, timeout=20)


def log_in(address):
    answer = post(address, "login/", {"email": "test@example.com", "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return answer.json()


def uses(address, tokens):
    get = httpx.get(
        f"{address}/api/v1/auth/sessions/", headers={"Authorization": f"Bearer {tokens['access']}"}, timeout=20
    )
    return get.status_code, get.json()


@pytest.mark.postgres
@pytest.mark.usefixtures("user")
def test_no_process_accepts_a_session_once_its_end_is_answered(tmp_path, settings):
    with running_shop(tmp_path, "serve", "--port", "0", **settings) as serving:
        address = wait_for_address(serving)
        late = []
        for n in range(ROUNDS):
            tokens = log_in(address)
            assert uses(address, tokens)[0] == 200
            if n % 2:
                (current,) = (session["id"] for session in uses(address, tokens)[1] if session["is_current"])
                post(address, f"sessions/{current}/deactivate/", None, tokens["access"])
            else:
                post(address, "logout/", {"refresh": tokens["refresh"]})
            with ThreadPoolExecutor(8) as pool:
                answers = list(pool.map(lambda _, held=tokens: uses(address, held), range(8)))
            answers.append((post(address, "refresh/", {"refresh": tokens["refresh"]}).status_code, {}))
            late += [answer for answer in answers if answer[0] != 401]
        assert late == [], f"{len(late)} of {ROUNDS * 9} were accepted after the end"


@pytest.mark.postgres
@pytest.mark.usefixtures("user")
def test_fifty_wrong_passwords_at_once_are_three_guesses_for_all_processes_together(tmp_path, settings):
    with running_shop(tmp_path, "serve", "--port", "0", **settings) as serving:
        address, gate = wait_for_address(serving), Barrier(50)

        def guess(_):
            gate.wait(30)
            return post(address, "login/", {"email": "test@example.com", "password": "wrong"}).status_code

        with ThreadPoolExecutor(50) as pool:
            outcomes = Counter(pool.map(guess, range(50)))
    assert outcomes == {400: 3, 429: 47}
    with running_shop(tmp_path, "serve", "--port", "0", **settings) as serving:
        assert guess_again(wait_for_address(serving)) == 429, "a restart forgets nothing"


def guess_again(address):
    return post(address, "login/", {"email": "test@example.com", "password": PASSWORD}).status_code


@pytest.mark.postgres
@pytest.mark.usefixtures("user")
def test_a_refresh_whose_process_dies_before_it_answers_can_be_asked_again(tmp_path, settings):
    """Kill the server again and again while refreshes are under way; nobody is signed out by it."""
    settings = {**settings, "WEB_CONCURRENCY": "1"}
    with running_shop(tmp_path, "serve", "--port", "0", **settings) as serving:
        tokens = log_in(wait_for_address(serving))
    for _ in range(4):
        with running_shop(tmp_path, "serve", "--port", "0", **settings) as serving:
            address = wait_for_address(serving)
            with ThreadPoolExecutor(1) as pool:
                asked = pool.submit(post, address, "refresh/", {"refresh": tokens["refresh"]})
                os.killpg(serving.pid, signal.SIGKILL)
                with suppress(httpx.HTTPError):
                    asked.result(20)
        with running_shop(tmp_path, "serve", "--port", "0", **settings) as serving:
            address = wait_for_address(serving)
            answer = post(address, "refresh/", {"refresh": tokens["refresh"]})
            assert answer.status_code == 200, answer.text
            tokens = json.loads(answer.text)
            assert uses(address, tokens)[0] == 200
