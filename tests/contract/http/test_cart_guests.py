"""How guests are known, and what a login makes of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from dependency_injector import providers
from litestar.testing import TestClient
from sqlalchemy import text

from shop_adapters.jobs.worker_factory import build_worker
from shop_domain.kernel.errors import StorageBusy
from shop_domain.kernel.retry import MAX_TRIES
from shop_http.app import create_app
from tests.contract.http.callers import ApiCaller, a_guest, a_stored_account, a_user, sign_in
from tests.contract.http.conftest import Client
from tests.contract.http.sample_products import sell
from tests.contract.racing import all_at_once


class BusyStorage:
    """Carts that can't be reached for so many turns."""

    def __init__(self, begin: Any) -> None:
        self._begin = begin
        self.failures_left = 0

    def __call__(self) -> Any:
        if self.failures_left:
            self.failures_left -= 1
            raise StorageBusy
        return self._begin()


@pytest.fixture
def busy_storage(shop) -> BusyStorage:
    jam = BusyStorage(shop.store().begin)
    shop.cart_merge.add_kwargs(begin=providers.Object(jam))
    return jam


@pytest.fixture
def client(shop, busy_storage) -> Iterator[Client]:
    """Make the application after the jam was put in its place."""
    assert not busy_storage.failures_left
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def guest(client) -> ApiCaller:
    return a_guest(client)


@pytest.fixture
def user(shop, client) -> ApiCaller:
    return a_user(shop, client)


def test_a_guest_is_known_by_the_key_from_then_on(shop, guest):
    (mug,) = sell(shop, 999)
    key = guest.cart()["session_key"]
    added = guest.add(mug, 2)
    assert (added.status_code, guest.key) == (200, key)
    assert "session_key" not in added.json()
    assert "X-Session-Key" not in added.headers
    assert guest.cart() == added.json()


def test_an_unknown_key_is_a_new_guest_with_a_key_of_the_shops_own(shop, client):
    (mug,) = sell(shop, 999)
    chosen = "A" * 43
    fixed = ApiCaller(client, {"X-Session-Key": chosen})
    seen = fixed.request("GET", "/cart/", X_Session_Key=chosen)
    assert seen.json()["session_key"] != chosen
    added = ApiCaller(client).add(mug, 1, X_Session_Key=chosen)
    assert added.headers["X-Session-Key"] not in {chosen, seen.headers["X-Session-Key"]}
    assert ApiCaller(client).request("GET", "/cart/", X_Session_Key=chosen).json()["items"] == []


def test_keys_can_not_be_guessed_and_only_their_hash_is_kept(shop, client):
    (mug,) = sell(shop, 999)
    keys = {a_guest(client).cart()["session_key"] for _ in range(50)}
    assert len(keys) == 50
    assert all(len(set(column)) > 8 for column in list(zip(*keys, strict=True))[:26])
    guest = a_guest(client)
    guest.add(mug)
    with shop.store().read() as tx:
        rows = tx.source.execute(text("SELECT * FROM carts")).all()
    assert guest.key
    assert guest.key not in str(rows)


def test_the_guests_cart_goes_into_the_users_at_login_once_and_the_key_dies(shop, client, guest):
    mug, cup = sell(shop, 999, 500, available=5)
    member = a_stored_account(shop)
    user = ApiCaller(client, {"Authorization": f"Bearer {sign_in(client, member)['access']}"})
    user.add(mug, 3)
    guest.add(mug, 4)
    guest.add(cup, 2)
    key = guest.key or ""
    for _ in range(2):
        sign_in(client, member, X_Session_Key=key)
    assert {item["variant_id"]: item["quantity"] for item in user.cart()["items"]} == {str(mug): 5, str(cup): 2}
    dead = ApiCaller(client).request("GET", "/cart/", X_Session_Key=key)
    assert (dead.json()["items"], dead.json()["session_key"] != key) == ([], True)


def test_a_cart_that_can_not_come_along_at_once_follows_the_login(shop, client, busy_storage, guest):
    (mug,) = sell(shop, 999)
    guest.add(mug, 2)
    member = a_stored_account(shop)
    busy_storage.failures_left = MAX_TRIES
    entered = sign_in(client, member, X_Session_Key=guest.key or "")
    user = ApiCaller(client, {"Authorization": f"Bearer {entered['access']}"})
    assert (user.cart()["items"], guest.cart()["item_count"]) == ([], 2)
    with shop.store().read() as tx:
        assert guest.key not in str(tx.source.execute(text("SELECT body FROM outbox")).all())
    sign_in(client, member, X_Session_Key=guest.key or "")
    while build_worker(shop).deliver_events():
        pass
    assert [item["quantity"] for item in user.cart()["items"]] == [2]


def test_a_cart_follows_by_the_worker_alone_and_its_key_dies(shop, client, busy_storage, guest):
    (mug,) = sell(shop, 999)
    guest.add(mug, 2)
    key, busy_storage.failures_left = guest.key or "", MAX_TRIES
    user = ApiCaller(
        client, {"Authorization": f"Bearer {sign_in(client, a_stored_account(shop), X_Session_Key=key)['access']}"}
    )
    while build_worker(shop).deliver_events():
        pass
    assert [item["quantity"] for item in user.cart()["items"]] == [2]
    assert ApiCaller(client).request("GET", "/cart/", X_Session_Key=key).json()["items"] == []


def test_a_login_holds_even_if_the_carts_stay_out_of_reach(shop, client, busy_storage, guest):
    (mug,) = sell(shop, 999)
    guest.add(mug, 2)
    member, busy_storage.failures_left = a_stored_account(shop), 100
    sign_in(client, member, X_Session_Key=guest.key or "")
    busy_storage.failures_left = 0
    entered = sign_in(client, member, X_Session_Key=guest.key or "")
    assert ApiCaller(client, {"Authorization": f"Bearer {entered['access']}"}).cart()["item_count"] == 2


def test_a_failed_login_leaves_the_guests_cart_alone(shop, client, guest):
    (mug,) = sell(shop, 999)
    guest.add(mug)
    body = {"email": a_stored_account(shop).email, "password": "wrong"}
    refused = client.post("/api/v1/auth/login/", json=body, headers=guest.headers)
    assert refused.status_code == 400
    assert len(guest.cart()["items"]) == 1


def test_a_user_is_meant_even_if_a_key_comes_along(shop, client, guest, user):
    (mug,) = sell(shop, 999)
    guest.add(mug)
    both = ApiCaller(client, {**user.headers, "X-Session-Key": guest.key or ""})
    assert both.cart()["items"] == []


def test_a_bad_bearer_is_no_guest(client):
    assert ApiCaller(client, {"Authorization": "Bearer nonsense"}).request("GET", "/cart/").status_code == 401


def test_a_repeated_add_with_a_key_is_answered_again_and_adds_once(shop, user):
    (mug,) = sell(shop, 999)
    first, again = (user.add(mug, 2, Idempotency_Key="add-1") for _ in range(2))
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    other = user.add(mug, 3, Idempotency_Key="add-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert user.cart()["items"][0]["quantity"] == 2


@pytest.mark.parametrize("made_up", [{}, {"X_Session_Key": "A" * 43}], ids=["no key", "the same made-up key"])
def test_two_new_guests_with_one_idempotency_key_are_two_guests(shop, client, made_up):
    (mug,) = sell(shop, 999)
    alice, bob = (ApiCaller(client).add(mug, 2, Idempotency_Key="add-1", **made_up) for _ in range(2))
    assert "Idempotency-Replayed" not in bob.headers
    assert alice.headers["X-Session-Key"] != bob.headers["X-Session-Key"]
    assert alice.json()["session_key"] != bob.json()["session_key"]


def test_parallel_adds_of_a_new_guest_end_in_one_cart(shop, client, guest):
    (mug,) = sell(shop, 999)
    guest.cart()
    answers = all_at_once(8, lambda _: ApiCaller(client, dict(guest.headers)).add(mug, 2))
    assert {answer.status_code for answer in answers} == {200}
    assert [item["quantity"] for item in guest.cart()["items"]] == [16]
