"""What lies in a cart, as a client sees it."""

import re
from uuid import UUID

import pytest
from sqlalchemy import update
from uuid_utils.compat import uuid7

from shop_adapters.sql.catalog.tables import variants
from shop_domain.kernel.money import Money
from tests.builders import a_product, create_products
from tests.contract.http.callers import ApiCaller, a_guest, a_user
from tests.contract.http.sample_products import adds_up, sell, usd
from tests.contract.http.statements import statements_of


@pytest.fixture
def guest(client) -> ApiCaller:
    return a_guest(client)


@pytest.fixture
def user(shop, client) -> ApiCaller:
    return a_user(shop, client)


ADDRESS = {
    "first_name": "John",
    "last_name": "Doe",
    "address_line_1": "123 Test Street",
    "city": "Test City",
    "state_province": "Test State",
    "postal_code": "12345",
    "country": "US",
    "phone": "+1234567890",
}


def test_a_first_look_answers_an_empty_cart_and_a_key_without_keeping_anything(shop, guest):
    with statements_of(shop) as said:
        answer = guest.request("GET", "/cart/")
    cart = answer.json()
    assert answer.status_code == 200
    assert said == []
    assert UUID(cart["id"]).version == 7
    assert answer.headers["X-Session-Key"] == cart["session_key"]
    assert re.fullmatch(r"[\w-]{32,}", cart["session_key"])
    assert answer.headers["Cache-Control"] == "no-store"
    del cart["id"], cart["session_key"], cart["updated_at"]
    assert cart == {
        "status": "ACTIVE",
        "currency": "USD",
        "items": [],
        "coupons": [],
        "adjustments": [],
        "item_count": 0,
        "subtotal": "0.00",
        "discount_total": "0.00",
        "shipping_total": "0.00",
        "tax_total": "0.00",
        "grand_total": "0.00",
        "warnings": [],
        "shipping_method_id": None,
        "shipping_address": None,
        "billing_address": None,
        "email": None,
        "note": None,
    }


def test_every_field_of_a_line_is_told(shop, user):
    (mug,) = sell(shop, 999, available=7)
    cart = user.add(mug, 3).json()
    (item,) = cart["items"]
    assert UUID(item.pop("id")).version == 7
    UUID(item.pop("product_id"))
    sku = item["sku"]
    assert item == {
        "variant_id": str(mug),
        "sku": sku,
        "name": "Mug 999",
        "color": None,
        "size": None,
        "image": None,
        "quantity": 3,
        "unit_price": "9.99",
        "line_total": "29.97",
        "discount_total": "0.00",
        "available": 7,
        "price_changed": False,
        "snapshot": {
            "sku": sku,
            "name": "Mug 999",
            "color": None,
            "size": None,
            "image": None,
            "unit_price": "9.99",
        },
    }
    assert (cart["item_count"], cart["subtotal"], cart["grand_total"]) == (3, "29.97", "29.97")
    assert adds_up(cart)


def test_adding_the_same_variant_adds_up_on_one_line(shop, user):
    mug, cup = sell(shop, 999, 500)
    first = user.add(mug, 2).json()["items"][0]["id"]
    user.add(cup)
    cart = user.add(mug, 3).json()
    assert [(item["variant_id"], item["quantity"]) for item in cart["items"]] == [(str(mug), 5), (str(cup), 1)]
    assert cart["items"][0]["id"] == first
    assert (cart["item_count"], cart["grand_total"]) == (6, "54.95")


def test_a_quantity_is_set_and_zero_takes_the_line_out(shop, user):
    mug, cup = sell(shop, 999, 500)
    user.add(cup)
    line = f"/cart/items/{user.add(mug, 2).json()['items'][1]['id']}/"
    assert user.request("PATCH", line, {"quantity": 7}).json()["items"][1]["quantity"] == 7
    emptied = user.request("PATCH", line, {"quantity": 0})
    assert (emptied.status_code, len(emptied.json()["items"])) == (200, 1)
    gone = user.request("PATCH", line, {"quantity": 1})
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")


def test_a_line_and_a_cart_are_emptied(shop, user):
    mug, cup = sell(shop, 999, 500)
    user.request("PATCH", "/cart/", {"note": "Ring twice", "email": "a@example.com", "shipping_address": ADDRESS})
    user.add(mug)
    line = user.add(cup).json()["items"][0]["id"]
    removed = user.request("DELETE", f"/cart/items/{line}/")
    assert (removed.status_code, [item["variant_id"] for item in removed.json()["items"]]) == (200, [str(cup)])
    assert user.request("DELETE", f"/cart/items/{line}/").status_code == 404
    emptied = user.request("DELETE", "/cart/")
    cart = emptied.json()
    assert (emptied.status_code, cart["status"], cart["items"], cart["grand_total"]) == (200, "ACTIVE", [], "0.00")
    assert (cart["note"], cart["email"], cart["shipping_address"]) == (None, None, None)
    assert cart["id"] == removed.json()["id"]


def test_more_than_there_is_is_refused_with_what_there_is(shop, user):
    (mug,) = sell(shop, 999, available=3)
    refusal = {"code": "insufficient_stock", "variant_id": str(mug), "available": 3}
    first = user.add(mug, 4)
    assert first.status_code == 400
    assert first.json().items() >= refusal.items()
    assert isinstance(first.json()["detail"], str)
    line = user.add(mug, 2).json()["items"][0]["id"]
    assert user.add(mug, 2).json().items() >= refusal.items()
    assert user.request("PATCH", f"/cart/items/{line}/", {"quantity": 4}).json().items() >= refusal.items()
    assert user.request("PATCH", f"/cart/items/{line}/", {"quantity": 3}).status_code == 200


def test_what_is_not_counted_is_always_there(shop, user):
    (mug,) = sell(shop, 999, available=None)
    assert user.add(mug, 999).json()["items"][0]["available"] is None


@pytest.mark.parametrize("quantity", [0, -1, 1_000, 2**31, 2**63, 10**30, 1.0, 1.5, "1", None, True, [], {}])
def test_a_quantity_that_no_line_holds_is_refused(shop, user, quantity):
    (mug,) = sell(shop, 999)
    refused = user.request("POST", "/cart/items/", {"variant_id": str(mug), "quantity": quantity})
    assert (refused.status_code, list(refused.json())) == (400, ["quantity"])
    assert user.cart()["items"] == []


def test_a_line_holds_at_most_999_however_they_were_added(shop, user):
    (mug,) = sell(shop, 999, available=None)
    user.add(mug, 998)
    refused = user.add(mug, 2)
    assert (refused.status_code, list(refused.json())) == (400, ["quantity"])
    assert user.add(mug, 1).json()["items"][0]["quantity"] == 999


def test_a_cart_holds_at_most_200_lines(shop, user):
    ids = sell(shop, *range(100, 301))
    for variant_id in ids[:200]:
        user.add(variant_id)
    assert len(user.cart()["items"]) == 200
    refused = user.add(ids[200])
    assert (refused.status_code, refused.json()["code"]) == (400, "cart_full")
    assert user.add(ids[0]).status_code == 200


def test_a_cart_is_never_worth_more_than_can_be_counted(shop, user):
    (castle,) = sell(shop, 10**15)
    assert user.add(castle, 1).json()["grand_total"] == "10000000000000.00"
    refused = user.add(castle, 1)
    assert (refused.status_code, list(refused.json())) == (400, ["quantity"])


def test_what_is_not_on_sale_can_not_be_added(shop, user):
    (hidden,) = create_products(shop.store(), a_product(price=usd(999), is_active=False))
    (foreign,) = create_products(shop.store(), a_product(price=Money(999, "EUR")))
    for variant_id in (hidden, foreign, uuid7(), UUID(int=0)):
        refused = user.add(variant_id)
        assert (refused.status_code, list(refused.json())) == (400, ["variant_id"])


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"variant_id", "quantity"}),
        ({"variant_id": "no id", "quantity": 0}, {"variant_id", "quantity"}),
        ({"variant_id": str(uuid7()), "quantity": 1, "unit_price": "0.01"}, {"unit_price"}),
    ],
)
def test_every_wrong_field_is_named(user, body, fields):
    refused = user.request("POST", "/cart/items/", body)
    assert (refused.status_code, set(refused.json())) == (400, fields)


def test_a_price_that_changed_shows_and_is_seen_from_then_on(shop, user):
    (mug,) = sell(shop, 999)
    before = user.add(mug, 2)
    with shop.store().begin() as tx:
        tx.source.execute(update(variants).values(price_minor=1_099))
    seen = user.request("GET", "/cart/")
    (item,) = seen.json()["items"]
    assert (item["unit_price"], item["line_total"], item["price_changed"]) == ("10.99", "21.98", True)
    assert (item["snapshot"]["unit_price"], seen.json()["grand_total"]) == ("9.99", "21.98")
    assert any("changed" in warning for warning in seen.json()["warnings"])
    assert seen.headers["ETag"] != before.headers["ETag"]
    with statements_of(shop) as said:
        assert user.request("GET", "/cart/").headers["ETag"] == seen.headers["ETag"]
    assert not any(statement.startswith("UPDATE carts") for statement in said)


def test_what_went_off_sale_stays_visible_and_says_so(shop, user):
    (mug,) = sell(shop, 999)
    user.add(mug, 2)
    with shop.store().begin() as tx:
        tx.source.execute(update(variants).values(is_active=False))
    cart = user.cart()
    assert (cart["items"][0]["available"], cart["grand_total"]) == (0, "19.98")
    assert cart["warnings"] == ["Mug 999 is no longer for sale."]


def test_other_peoples_lines_do_not_exist(shop, client, user):
    (mug,) = sell(shop, 999)
    line = user.add(mug, 2).json()["items"][0]["id"]
    for other in (a_user(shop, client), a_guest(client)):
        other.add(mug)
        assert other.request("PATCH", f"/cart/items/{line}/", {"quantity": 9}).status_code == 404
        assert other.request("DELETE", f"/cart/items/{line}/").status_code == 404
    assert user.cart()["items"][0]["quantity"] == 2
