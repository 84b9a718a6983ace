"""Carts as a client sees them."""

import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from uuid_utils.compat import uuid7

from shop_adapters.sql.catalog.tables import variants
from shop_domain.kernel.money import Money
from tests.builders import a_product, put_on_sale
from tests.contract.http.people import Person, a_guest, a_user, account, sign_in
from tests.contract.http.statements import statements_of
from tests.contract.racing import all_at_once

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


@pytest.fixture
def guest(client) -> Person:
    return a_guest(client)


@pytest.fixture
def user(shop, client) -> Person:
    return a_user(shop, client)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def sell(shop, *prices: int, available: int | None = 1_000) -> list[UUID]:
    """Put products at these prices on sale and give the ids of their variants."""
    products = [a_product(name=f"Mug {price}", price=usd(price)) for price in prices]
    return list(put_on_sale(shop.store(), *products, available=available))


def adds_up(cart: Any) -> bool:
    minor = {name: round(float(cart[name]) * 100) for name in cart if name.endswith("total")}
    added = minor["subtotal"] - minor["discount_total"] + minor["shipping_total"] + minor["tax_total"]
    lines = sum(round(float(item["line_total"]) * 100) for item in cart["items"])
    return minor["grand_total"] == added >= 0 and lines == minor["subtotal"]


def test_a_first_look_answers_an_empty_cart_and_a_key_without_keeping_anything(shop, guest):
    with statements_of(shop) as said:
        answer = guest.ask("GET", "/cart/")
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


def test_a_guest_is_known_by_the_key_from_then_on(shop, guest):
    (mug,) = sell(shop, 999)
    key = guest.cart()["session_key"]
    added = guest.add(mug, 2)
    assert (added.status_code, guest.key) == (200, key)
    assert "session_key" not in added.json()
    assert "X-Session-Key" not in added.headers
    assert guest.cart() == added.json()


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
    assert user.ask("PATCH", line, {"quantity": 7}).json()["items"][1]["quantity"] == 7
    emptied = user.ask("PATCH", line, {"quantity": 0})
    assert (emptied.status_code, len(emptied.json()["items"])) == (200, 1)
    gone = user.ask("PATCH", line, {"quantity": 1})
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")


def test_a_line_and_a_cart_are_emptied(shop, user):
    mug, cup = sell(shop, 999, 500)
    user.ask("PATCH", "/cart/", {"note": "Ring twice", "email": "a@example.com", "shipping_address": ADDRESS})
    user.add(mug)
    line = user.add(cup).json()["items"][0]["id"]
    removed = user.ask("DELETE", f"/cart/items/{line}/")
    assert (removed.status_code, [item["variant_id"] for item in removed.json()["items"]]) == (200, [str(cup)])
    assert user.ask("DELETE", f"/cart/items/{line}/").status_code == 404
    emptied = user.ask("DELETE", "/cart/")
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
    assert user.ask("PATCH", f"/cart/items/{line}/", {"quantity": 4}).json().items() >= refusal.items()
    assert user.ask("PATCH", f"/cart/items/{line}/", {"quantity": 3}).status_code == 200


def test_what_is_not_counted_is_always_there(shop, user):
    (mug,) = sell(shop, 999, available=None)
    assert user.add(mug, 999).json()["items"][0]["available"] is None


@pytest.mark.parametrize("quantity", [0, -1, 1_000, 2**31, 2**63, 10**30, 1.0, 1.5, "1", None, True, [], {}])
def test_a_quantity_that_no_line_holds_is_refused(shop, user, quantity):
    (mug,) = sell(shop, 999)
    refused = user.ask("POST", "/cart/items/", {"variant_id": str(mug), "quantity": quantity})
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
    (hidden,) = put_on_sale(shop.store(), a_product(price=usd(999), is_active=False))
    (foreign,) = put_on_sale(shop.store(), a_product(price=Money(999, "EUR")))
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
    refused = user.ask("POST", "/cart/items/", body)
    assert (refused.status_code, set(refused.json())) == (400, fields)


def test_a_price_that_changed_shows_and_is_seen_from_then_on(shop, user):
    (mug,) = sell(shop, 999)
    before = user.add(mug, 2)
    with shop.store().begin() as tx:
        tx._database.execute(update(variants).values(price_minor=1_099))
    seen = user.ask("GET", "/cart/")
    (item,) = seen.json()["items"]
    assert (item["unit_price"], item["line_total"], item["price_changed"]) == ("10.99", "21.98", True)
    assert (item["snapshot"]["unit_price"], seen.json()["grand_total"]) == ("9.99", "21.98")
    assert any("changed" in warning for warning in seen.json()["warnings"])
    assert seen.headers["ETag"] != before.headers["ETag"]
    with statements_of(shop) as said:
        assert user.ask("GET", "/cart/").headers["ETag"] == seen.headers["ETag"]
    assert not any(statement.startswith("UPDATE carts") for statement in said)


def test_what_went_off_sale_stays_visible_and_says_so(shop, user):
    (mug,) = sell(shop, 999)
    user.add(mug, 2)
    with shop.store().begin() as tx:
        tx._database.execute(update(variants).values(is_active=False))
    cart = user.cart()
    assert (cart["items"][0]["available"], cart["grand_total"]) == (0, "19.98")
    assert cart["warnings"] == ["Mug 999 is no longer for sale."]


def test_other_peoples_lines_do_not_exist(shop, client, user):
    (mug,) = sell(shop, 999)
    line = user.add(mug, 2).json()["items"][0]["id"]
    for other in (a_user(shop, client), a_guest(client)):
        other.add(mug)
        assert other.ask("PATCH", f"/cart/items/{line}/", {"quantity": 9}).status_code == 404
        assert other.ask("DELETE", f"/cart/items/{line}/").status_code == 404
    assert user.cart()["items"][0]["quantity"] == 2


def test_details_are_noted_and_null_takes_them_away(user):
    noted = user.ask(
        "PATCH",
        "/cart/",
        {
            "email": "anna@example.com",
            "note": "Ring twice",
            "shipping_address": ADDRESS,
            "billing_address": {**ADDRESS, "city": "Elsewhere"},
            "currency": "USD",
            "shipping_method_id": None,
        },
    )
    cart = noted.json()
    assert noted.status_code == 200
    assert (cart["email"], cart["note"], cart["billing_address"]["city"]) == (
        "anna@example.com",
        "Ring twice",
        "Elsewhere",
    )
    assert cart["shipping_address"].items() >= ADDRESS.items()
    assert user.cart() == cart
    cleared = user.ask("PATCH", "/cart/", {"email": None, "billing_address": None}).json()
    assert (cleared["email"], cleared["billing_address"], cleared["note"]) == (None, None, "Ring twice")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"shipping_method_id": str(uuid7())}, "shipping_method_id"),
        ({"shipping_method_id": "1"}, "shipping_method_id"),
        ({"email": "no address"}, "email"),
        ({"email": 7}, "email"),
        ({"currency": "EUR"}, "currency"),
        ({"currency": None}, "currency"),
        ({"note": "x" * 2_001}, "note"),
        ({"shipping_address": {"city": "Nowhere"}}, "shipping_address"),
        ({"shipping_address": "Nowhere"}, "shipping_address"),
        ({"status": "CONVERTED"}, "status"),
        ({"grand_total": "0.01"}, "grand_total"),
    ],
)
def test_details_that_can_not_be_are_named(user, body, field):
    refused = user.ask("PATCH", "/cart/", body)
    assert (refused.status_code, list(refused.json())) == (400, [field])


def test_no_way_of_shipping_is_kept_yet(user):
    answer = user.ask("GET", "/cart/shipping-methods/?country=ES&postal_code=28013")
    assert (answer.status_code, answer.json()) == (200, [])
    assert user.ask("GET", "/cart/shipping-methods/?country=Spain").status_code == 400


def test_an_unknown_key_is_a_new_guest_with_a_key_of_the_shops_own(shop, client):
    (mug,) = sell(shop, 999)
    chosen = "A" * 43
    fixed = Person(client, {"X-Session-Key": chosen})
    seen = fixed.ask("GET", "/cart/", X_Session_Key=chosen)
    assert seen.json()["session_key"] != chosen
    added = Person(client).add(mug, 1, X_Session_Key=chosen)
    assert added.headers["X-Session-Key"] not in {chosen, seen.headers["X-Session-Key"]}
    assert Person(client).ask("GET", "/cart/", X_Session_Key=chosen).json()["items"] == []


def test_keys_can_not_be_guessed_and_only_their_hash_is_kept(shop, client):
    (mug,) = sell(shop, 999)
    keys = {a_guest(client).cart()["session_key"] for _ in range(50)}
    assert len(keys) == 50
    assert all(len(set(column)) > 8 for column in list(zip(*keys, strict=True))[:26])
    guest = a_guest(client)
    guest.add(mug)
    with shop.store().read() as tx:
        from sqlalchemy import text

        rows = tx._database.execute(text("SELECT * FROM carts")).all()
    assert guest.key
    assert guest.key not in str(rows)


def test_the_guests_cart_goes_into_the_users_at_login_once_and_the_key_dies(shop, client, guest):
    mug, cup = sell(shop, 999, 500, available=5)
    member = account(shop)
    user = Person(client, {"Authorization": f"Bearer {sign_in(client, member)['access']}"})
    user.add(mug, 3)
    guest.add(mug, 4)
    guest.add(cup, 2)
    key = guest.key or ""
    for _ in range(2):
        sign_in(client, member, X_Session_Key=key)
    assert {item["variant_id"]: item["quantity"] for item in user.cart()["items"]} == {str(mug): 5, str(cup): 2}
    dead = Person(client).ask("GET", "/cart/", X_Session_Key=key)
    assert (dead.json()["items"], dead.json()["session_key"] != key) == ([], True)


def test_a_failed_login_leaves_the_guests_cart_alone(shop, client, guest):
    (mug,) = sell(shop, 999)
    guest.add(mug)
    body = {"email": account(shop).email, "password": "wrong"}
    refused = client.post("/api/v1/auth/login/", json=body, headers=guest.headers)
    assert refused.status_code == 400
    assert len(guest.cart()["items"]) == 1


def test_a_user_is_meant_even_if_a_key_comes_along(shop, client, guest, user):
    (mug,) = sell(shop, 999)
    guest.add(mug)
    both = Person(client, {**user.headers, "X-Session-Key": guest.key or ""})
    assert both.cart()["items"] == []


def test_a_bad_bearer_is_no_guest(client):
    assert Person(client, {"Authorization": "Bearer nonsense"}).ask("GET", "/cart/").status_code == 401


def test_a_cart_that_the_client_has_is_not_sent_again(shop, user):
    (mug,) = sell(shop, 999)
    tag = user.add(mug).headers["ETag"]
    assert user.ask("GET", "/cart/").headers["ETag"] == tag
    unchanged = user.ask("GET", "/cart/", If_None_Match=tag)
    assert (unchanged.status_code, unchanged.content, unchanged.headers["ETag"]) == (304, b"", tag)
    user.add(mug)
    assert user.ask("GET", "/cart/", If_None_Match=tag).status_code == 200


@pytest.mark.parametrize("method_and_path", [("POST", "/cart/items/"), ("PATCH", "/cart/"), ("DELETE", "/cart/")])
def test_a_write_that_lost_is_told_so(shop, user, method_and_path):
    (mug,) = sell(shop, 999)
    stale = user.add(mug).headers["ETag"]
    fresh = user.add(mug).headers["ETag"]
    bodies = {"POST": {"variant_id": str(mug), "quantity": 1}, "PATCH": {"note": "Late"}, "DELETE": None}
    method, path = method_and_path
    lost = user.ask(method, path, bodies[method], If_Match=stale)
    assert (lost.status_code, lost.json()["code"]) == (412, "precondition_failed")
    assert user.cart()["items"][0]["quantity"] == 2
    assert user.ask(method, path, bodies[method], If_Match=fresh).status_code == 200
    assert user.ask("PATCH", "/cart/", {"note": "Any"}, If_Match="*").status_code == 200


def test_a_repeated_add_with_a_key_is_answered_again_and_adds_once(shop, user):
    (mug,) = sell(shop, 999)
    first, again = (user.add(mug, 2, Idempotency_Key="add-1") for _ in range(2))
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    other = user.add(mug, 3, Idempotency_Key="add-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert user.cart()["items"][0]["quantity"] == 2


def test_parallel_adds_of_a_new_guest_end_in_one_cart(shop, client, guest):
    (mug,) = sell(shop, 999)
    guest.cart()
    answers = all_at_once(8, lambda _: Person(client, dict(guest.headers)).add(mug, 2))
    assert {answer.status_code for answer in answers} == {200}
    assert [item["quantity"] for item in guest.cart()["items"]] == [16]


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
    (mug,) = put_on_sale(shop.store(), a_product(price=Money(minor, currency)))
    with TestClient(create_app(shop)) as client:
        cart = a_guest(client).add(mug).json()
    shop.store().close()
    assert (cart["currency"], cart["items"][0]["unit_price"], cart["grand_total"]) == (currency, shown, shown)


def test_a_carts_moments_are_in_utc(user):
    assert user.cart()["updated_at"].endswith("Z")
