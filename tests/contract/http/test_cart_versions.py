"""Tags, repeats, budgets and forms of a cart's answers."""

from uuid import UUID

import pytest

from shop_domain.kernel.money import Money
from tests.builders import a_product, create_products
from tests.contract.http.callers import ApiCaller, a_guest, a_user
from tests.contract.http.sample_products import sell
from tests.contract.http.statements import statements_of


@pytest.fixture
def guest(client) -> ApiCaller:
    return a_guest(client)


@pytest.fixture
def user(shop, client) -> ApiCaller:
    return a_user(shop, client)


def test_a_cart_that_the_client_has_is_not_sent_again(shop, user):
    (mug,) = sell(shop, 999)
    tag = user.add(mug).headers["ETag"]
    assert user.request("GET", "/cart/").headers["ETag"] == tag
    unchanged = user.request("GET", "/cart/", If_None_Match=tag)
    assert (unchanged.status_code, unchanged.content, unchanged.headers["ETag"]) == (304, b"", tag)
    user.add(mug)
    assert user.request("GET", "/cart/", If_None_Match=tag).status_code == 200


def test_a_cart_that_nothing_was_put_in_yet_is_not_sent_again_either(shop, client, user, guest):
    (mug,) = sell(shop, 999)
    for shopper in (user, guest):
        first = shopper.request("GET", "/cart/")
        again = shopper.request("GET", "/cart/")
        assert (again.headers["ETag"], again.json()["id"]) == (first.headers["ETag"], first.json()["id"])
        assert UUID(again.json()["id"]).version == 7
        unchanged = shopper.request("GET", "/cart/", If_None_Match=first.headers["ETag"])
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert shopper.add(mug, If_Match=first.headers["ETag"]).json()["id"] != first.json()["id"]
        assert shopper.request("GET", "/cart/", If_None_Match=first.headers["ETag"]).status_code == 200
    looks = [a_guest(client).request("GET", "/cart/") for _ in range(2)]
    assert len({look.headers["ETag"] for look in looks}) == 2


@pytest.mark.parametrize("method_and_path", [("POST", "/cart/items/"), ("PATCH", "/cart/"), ("DELETE", "/cart/")])
def test_a_write_that_lost_is_told_so(shop, user, method_and_path):
    (mug,) = sell(shop, 999)
    stale = user.add(mug).headers["ETag"]
    fresh = user.add(mug).headers["ETag"]
    bodies = {"POST": {"variant_id": str(mug), "quantity": 1}, "PATCH": {"note": "Late"}, "DELETE": None}
    method, path = method_and_path
    lost = user.request(method, path, bodies[method], If_Match=stale)
    assert (lost.status_code, lost.json()["code"]) == (412, "precondition_failed")
    assert user.cart()["items"][0]["quantity"] == 2
    assert user.request(method, path, bodies[method], If_Match=fresh).status_code == 200
    assert user.request("PATCH", "/cart/", {"note": "Any"}, If_Match="*").status_code == 200


def test_a_repeated_add_with_a_key_is_answered_again_and_adds_once(shop, user):
    (mug,) = sell(shop, 999)
    first, again = (user.add(mug, 2, Idempotency_Key="add-1") for _ in range(2))
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    other = user.add(mug, 3, Idempotency_Key="add-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert user.cart()["items"][0]["quantity"] == 2


def test_the_budgets_of_a_cart_hold(shop, guest):
    ids = sell(shop, *range(100, 130))
    for variant_id in ids[:29]:
        guest.add(variant_id)
    with statements_of(shop) as add:
        guest.add(ids[29])
    with statements_of(shop) as look:
        guest.cart()
    assert (len(add), len(look)) == (3, 2), (add, look)


@pytest.mark.parametrize(("currency", "minor", "shown"), [("JPY", 1_500, "1500"), ("KWD", 1_500, "1.500")])
def test_money_has_its_currencys_decimals(database_url, currency, minor, shown):
    from litestar.testing import TestClient

    from shop_adapters.composition.container import build
    from shop_http.app import create_app
    from tests.contract.http.conftest import settings_for

    shop = build(settings_for(database_url, shop_currency=currency))
    (mug,) = create_products(shop.store(), a_product(price=Money(minor, currency)))
    with TestClient(create_app(shop)) as client:
        cart = a_guest(client).add(mug).json()
    shop.store().close()
    assert (cart["currency"], cart["items"][0]["unit_price"], cart["grand_total"]) == (currency, shown, shown)


def test_a_carts_moments_are_in_utc(user):
    assert user.cart()["updated_at"].endswith("Z")
