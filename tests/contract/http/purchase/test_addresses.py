"""Where an order goes: as its shopper says, or as the cart knows."""

import pytest

from tests.contract.http.purchase.checkout_steps import ADDRESS, create_payment

BARE = {"payment_method": "PAYPAL"}
OPTIONAL = ("company", "address_line_2", "state_province", "postal_code", "phone")


def shipped_to(person, created):
    return person.request("GET", f"/orders/{created.json()['order_number']}/").json()["shipping_address"]


def test_the_address_on_the_cart_serves_where_none_is_said(user, mug):
    user.add(mug)
    assert user.request("PATCH", "/cart/", {"shipping_address": {**ADDRESS, "city": "Boston"}}).status_code == 200
    created = create_payment(user, BARE)
    assert created.status_code == 201, created.text
    assert shipped_to(user, created)["city"] == "Boston"


def test_an_address_that_is_said_goes_before_the_carts(user, mug):
    user.add(mug)
    user.request("PATCH", "/cart/", {"shipping_address": {**ADDRESS, "city": "Boston"}})
    assert shipped_to(user, create_payment(user))["city"] == ADDRESS["city"]


@pytest.mark.parametrize("body", [BARE, {**BARE, "shipping_address": None}])
def test_without_any_address_the_field_is_named(user, mug, body):
    user.add(mug)
    refused = create_payment(user, body)
    assert (refused.status_code, refused.json()) == (400, {"shipping_address": ["This field is required."]})
    assert user.cart()["item_count"] == 1


def test_a_saved_address_can_be_sent_as_it_was_read(user, mug):
    saved = user.request("POST", "/users/me/addresses/", {**ADDRESS, "label": "Home"}).json()
    user.add(mug)
    noted = user.request("PATCH", "/cart/", {"shipping_address": saved, "billing_address": saved})
    assert noted.status_code == 200, noted.text
    assert noted.json()["shipping_address"].keys() == {*ADDRESS, "company", "address_line_2"}
    created = create_payment(user, {**BARE, "shipping_address": saved, "billing_address": saved})
    assert created.status_code == 201, created.text
    assert shipped_to(user, created)["address_line_1"] == ADDRESS["address_line_1"]


def test_null_stands_for_an_optional_field_that_is_empty(user, mug):
    user.add(mug)
    created = create_payment(user, {**BARE, "shipping_address": {**ADDRESS, **dict.fromkeys(OPTIONAL)}})
    assert created.status_code == 201, created.text
    assert [shipped_to(user, created)[name] for name in OPTIONAL] == [""] * len(OPTIONAL)


def test_what_no_address_has_is_still_refused(user, mug):
    user.add(mug)
    odd = {**ADDRESS, "first_name": None, "planet": "Mars"}
    for refused in (
        create_payment(user, {**BARE, "shipping_address": odd}),
        user.request("PATCH", "/cart/", {"shipping_address": odd}),
    ):
        assert refused.status_code == 400
        assert set(refused.json()["shipping_address"]) == {"first_name", "planet"}
