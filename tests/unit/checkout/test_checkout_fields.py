"""Can an order be made of what the shopper says?"""

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from shop_domain.checkout.checkout_fields import validate_checkout_fields
from shop_domain.checkout.model import CheckoutDetails
from shop_domain.kernel.errors import InvalidFields
from tests.builders import a_guest_owner


def wrong_fields(**given: Any) -> list[str]:
    details = CheckoutDetails(owner=a_guest_owner(), payment_method="PAYPAL", **given)
    try:
        validate_checkout_fields(details, lambda text: "@" in text)
    except InvalidFields as wrong:
        return list(wrong.fields)
    return []


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, []),
        ({"email": "ann@example.com"}, []),
        ({"email": "ann"}, ["email"]),
        ({"email": ""}, ["email"]),
        ({"email": "a" * 250 + "@x.example"}, ["email"]),
        ({"shipping_method_id": uuid7()}, ["shipping_method_id"]),
        ({"email": "ann", "shipping_method_id": uuid7()}, ["email", "shipping_method_id"]),
    ],
)
def test_every_field_that_can_not_be_is_named(given, wrong):
    assert wrong_fields(**given) == wrong
