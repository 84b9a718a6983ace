"""A request that is sent again under its key has its effect once, and the same answer every time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from dependency_injector import providers
from litestar.testing import TestClient

from shop_adapters.composition.container import build
from shop_domain.kernel.errors import ConcurrentUpdate, StorageUnavailable
from shop_http.app import create_app
from shop_http.routes.system import SystemController
from tests.contract.http.trial_routes import REFUSALS, TrialController, settings_for_trial

IDEMPOTENT_PATH = "/api/v1/trial/once/"
BODY = {"sku": "S", "quantity": 1}
GUEST = {"X-Session-Key": "g" * 22}


class AdjustableClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> AdjustableClock:
    return AdjustableClock()


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def client(request, clock):
    url = "memory:" if request.param == "memory" else request.getfixturevalue(f"{request.param}_url")
    shop = build(settings_for_trial(database_url=url))
    shop.clock.override(providers.Object(clock))
    TrialController.calls.clear()
    app = create_app(shop, (SystemController, TrialController))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
    shop.store().close()


def call(client, key="key-1", body=BODY, headers=GUEST):
    return client.post(IDEMPOTENT_PATH, json=body, headers={"Idempotency-Key": key, **headers})


def test_without_a_key_every_request_counts(client):
    assert [client.post(IDEMPOTENT_PATH, json=BODY).json()["n"] for _ in range(3)] == [1, 2, 3]


def test_the_same_request_gets_its_first_answer_whole(client):
    first, again = call(client), call(client)
    assert (again.status_code, again.json(), len(TrialController.calls)) == (201, {"n": 1}, 1)
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"] == "/True"
    assert again.content == first.content


def test_spaces_and_order_make_no_other_body(client):
    call(client)
    body = '{ "quantity" : 1, "sku": "S" }'
    headers = {"Idempotency-Key": "key-1", "Content-Type": "application/json", **GUEST}
    assert client.post(IDEMPOTENT_PATH, content=body, headers=headers).headers["idempotency-replayed"] == "true"


def test_another_body_under_the_same_key_is_refused(client):
    call(client)
    answer = call(client, body={"sku": "S", "quantity": 2})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert len(TrialController.calls) == 1


def test_keys_belong_to_who_sent_them(client):
    call(client)
    other = call(client, headers={"X-Session-Key": "h" * 22})
    nobody = call(client, headers={})
    assert [other.json(), nobody.json()] == [{"n": 2}, {"n": 3}]


def test_callers_who_are_nobody_yet_share_no_key(client):
    answers = [call(client, headers={}) for _ in range(2)]
    assert [answer.json() for answer in answers] == [{"n": 1}, {"n": 2}]
    assert "idempotency-replayed" not in answers[1].headers


def test_a_business_refusal_is_an_answer_like_any_other(client):
    first, again = (
        call(client, body={"sku": "sorry", "quantity": 1}),
        call(client, body={"sku": "sorry", "quantity": 1}),
    )
    assert first.json() == again.json() == {"detail": "Sorry.", "code": "sorry", "variant_id": "v1"}
    assert (again.status_code, len(TrialController.calls)) == (409, 1)
    assert again.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize("how", ["busy", "fields"])
def test_a_refusal_that_had_no_effect_frees_the_key(client, how):
    for count in (1, 2):
        assert "idempotency-replayed" not in call(client, body={"sku": how, "quantity": 1}).headers
        assert len(TrialController.calls) == count
    assert call(client).status_code == 201


def test_an_invalid_request_does_not_use_its_key_up(client):
    assert call(client, body={"sku": "S", "quantity": 0}).status_code == 400
    assert call(client, headers={"X-Session-Key": "bad"}).status_code == 400
    assert call(client).json() == {"n": 1}


@pytest.mark.parametrize("failure", [RuntimeError("unexpected"), StorageUnavailable(), ConcurrentUpdate()])
def test_after_a_failure_in_the_dark_the_next_try_goes_on_under_the_same_request_id(client, failure, monkeypatch):
    monkeypatch.setitem(REFUSALS, "dark", failure)
    for _ in range(2):
        assert call(client, body={"sku": "dark", "quantity": 1}).status_code in {409, 500, 503}
    first, second = TrialController.calls
    assert first is not None
    assert first == second


def test_after_a_death_the_next_try_takes_over_when_the_lease_is_over(client, clock, monkeypatch):
    entered, leave = threading.Event(), threading.Event()
    monkeypatch.setattr(TrialController, "meet", [entered.set, lambda: leave.wait(10)])
    with ThreadPoolExecutor(1) as pool:
        dying = pool.submit(call, client)
        assert entered.wait(10)
        clock.advance(seconds=59)
        assert call(client).json()["code"] == "idempotency_in_progress"
        clock.advance(seconds=2)
        monkeypatch.setattr(TrialController, "meet", [])
        assert call(client).json() == {"n": 2}
        leave.set()
        dying.result()
    first, second = TrialController.calls
    assert first == second
    assert call(client).json() == {"n": 2}


def test_while_the_first_runs_the_second_is_told_to_wait(client, monkeypatch):
    entered, leave = threading.Event(), threading.Event()
    monkeypatch.setattr(TrialController, "meet", [entered.set, lambda: leave.wait(10)])
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(call, client)
        assert entered.wait(10)
        second = call(client)
        leave.set()
        assert first.result().json() == {"n": 1}
    assert (second.status_code, second.json()["code"]) == (409, "idempotency_in_progress")
    assert int(second.headers["retry-after"]) >= 1
    assert call(client).headers["idempotency-replayed"] == "true"


def test_twenty_at_once_have_one_effect(client):
    barrier = threading.Barrier(20)

    def one(_number):
        barrier.wait()
        return call(client).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(one, range(20)))
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert len(TrialController.calls) == 1


def test_a_key_is_kept_for_a_day(client, clock):
    call(client)
    clock.advance(hours=23, minutes=59)
    assert call(client).headers["idempotency-replayed"] == "true"
    clock.advance(minutes=2)
    assert call(client, body={"sku": "T", "quantity": 1}).json() == {"n": 2}


@pytest.mark.parametrize("key", ["", "k" * 256, "a\tb"])
def test_a_key_has_from_1_to_255_printable_characters(client, key):
    answer = call(client, key=key)
    assert (answer.status_code, list(answer.json())) == (400, ["Idempotency-Key"])


def test_neither_key_nor_answer_can_be_read_from_the_database(sqlite_url, tmp_path):
    shop = build(settings_for_trial(database_url=sqlite_url))
    with TestClient(create_app(shop, (SystemController, TrialController))) as own:
        call(own, key="very-secret-key", body={"sku": "very-secret-body", "quantity": 1})
        assert call(own, key="very-secret-key", body={"sku": "very-secret-body", "quantity": 1}).json()["n"]
    shop.store().close()
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"idempotency_keys" in stored
    for secret in (b"very-secret-key", b"very-secret-body", b'{"n":'):
        assert secret not in stored
