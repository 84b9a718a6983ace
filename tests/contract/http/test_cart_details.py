"""What a cart notes for the order to come."""

import pytest
from uuid_utils.compat import uuid7

from tests.contract.http.callers import ApiCaller, a_guest, a_user

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
def guest(client) -> ApiCaller:
    return a_guest(client)


@pytest.fixture
def user(shop, client) -> ApiCaller:
    return a_user(shop, client)


def test_details_are_noted_and_null_takes_them_away(user):
    noted = user.request(
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
    cleared = user.request("PATCH", "/cart/", {"email": None, "billing_address": None}).json()
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
    refused = user.request("PATCH", "/cart/", body)
    assert (refused.status_code, list(refused.json())) == (400, [field])


def test_no_way_of_shipping_is_kept_yet(user):
    answer = user.request("GET", "/cart/shipping-methods/?country=ES&postal_code=28013")
    assert (answer.status_code, answer.json()) == (200, [])
    assert user.request("GET", "/cart/shipping-methods/?country=Spain").status_code == 400
