"""Coupons as shoppers see them."""

from datetime import timedelta
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from shop_domain.kernel.money import Money
from shop_domain.pricing.customer_key import customer_key
from tests.builders import a_product, create_category, create_products
from tests.contract.http.callers import ApiCaller, a_guest, a_staff_member, a_user
from tests.contract.http.coupon_steps import ADMIN, apply_coupon, create_coupon, status_and_code
from tests.contract.http.sample_products import adds_up, sell, usd


@pytest.fixture
def staff(shop, client) -> ApiCaller:
    return a_staff_member(shop, client)


@pytest.fixture
def user(shop, client) -> ApiCaller:
    return a_user(shop, client)


def moment(shop, **ahead: float) -> str:
    return (shop.clock()() + timedelta(**ahead)).isoformat().replace("+00:00", "Z")


def test_a_percentage_is_taken_off_and_shown_everywhere(shop, staff, user):
    mug, cup = sell(shop, 999, 500)
    create_coupon(staff)
    user.add(mug, 2)
    user.add(cup)
    applied = apply_coupon(user, " ten ")
    cart = applied.json()
    assert applied.status_code == 200
    assert cart["coupons"] == [
        {
            "code": "TEN",
            "kind": "PERCENTAGE",
            "value": "10",
            "applies": True,
            "discount": "2.50",
            "reason": None,
            "message": None,
        }
    ]
    assert cart["adjustments"] == [
        {"type": "DISCOUNT", "label": "Coupon TEN", "amount": "-2.50", "code": "TEN", "included": False}
    ]
    assert (cart["subtotal"], cart["discount_total"], cart["grand_total"]) == ("24.98", "2.50", "22.48")
    assert [item["discount_total"] for item in cart["items"]] == ["2.00", "0.50"]
    assert adds_up(cart)
    assert apply_coupon(user).json() == user.cart() == cart


def test_a_coupon_is_taken_off_again(shop, staff, user):
    (mug,) = sell(shop, 999)
    create_coupon(staff)
    user.add(mug)
    apply_coupon(user)
    removed = user.request("DELETE", "/cart/coupons/ten/")
    assert (removed.status_code, removed.json()["coupons"], removed.json()["grand_total"]) == (200, [], "9.99")
    assert status_and_code(user.request("DELETE", "/cart/coupons/TEN/")) == (404, "coupon_not_found")


def test_a_cap_and_a_fixed_amount_hold(shop, staff, user):
    (mug,) = sell(shop, 10_000)
    create_coupon(staff, code="CAPPED", value="50", max_discount="12.34")
    create_coupon(staff, code="FIXED", kind="FIXED", value="5.00")
    user.add(mug)
    assert apply_coupon(user, "CAPPED").json()["grand_total"] == "87.66"
    assert apply_coupon(user, "FIXED").json()["grand_total"] == "82.66"


def test_no_discount_goes_below_zero(shop, staff, user):
    (mug,) = sell(shop, 999)
    create_coupon(staff, code="ALL", value="100")
    create_coupon(staff, code="MORE", kind="FIXED", value="50.00")
    user.add(mug)
    apply_coupon(user, "MORE")
    cart = apply_coupon(user, "ALL").json()
    assert (cart["discount_total"], cart["grand_total"]) == ("9.99", "0.00")
    assert adds_up(cart)


def test_each_reason_to_refuse_has_its_code(shop, staff, user):
    (mug,) = sell(shop, 999)
    user.add(mug)
    create_coupon(staff, code="EARLY", starts_at=moment(shop, days=1))
    create_coupon(staff, code="LATE", ends_at=moment(shop, seconds=-1))
    create_coupon(staff, code="OFF", is_active=False)
    create_coupon(staff, code="RICH", minimum_subtotal="10.00")
    create_coupon(staff, code="EURO", currency="EUR")
    create_products(shop.store(), product := a_product(price=usd(100)))
    create_coupon(staff, code="OTHER", products=[str(product.id)])
    for code, expected in {
        "EARLY": "coupon_not_started",
        "LATE": "coupon_expired",
        "OFF": "coupon_not_found",
        "NONE": "coupon_not_found",
        "RICH": "coupon_minimum_not_met",
        "EURO": "coupon_not_applicable",
        "OTHER": "coupon_not_applicable",
    }.items():
        assert status_and_code(apply_coupon(user, code)) == (400, expected)
    assert user.cart()["coupons"] == []


def test_a_coupon_that_is_used_up_is_refused(shop, staff, user):
    (mug,) = sell(shop, 999)
    user.add(mug)
    coupon = create_coupon(staff, max_uses=1)
    with shop.store().begin() as tx:
        tx.coupon_redemptions.redeem(UUID(coupon["id"]), customer_key(None, "b@example.com"), uuid7(), shop.clock()())
    assert status_and_code(apply_coupon(user)) == (400, "coupon_exhausted")


def test_a_guest_who_used_a_coupon_may_not_again_under_the_same_address(shop, client, staff):
    (mug,) = sell(shop, 999)
    guest = a_guest(client)
    guest.add(mug)
    coupon = create_coupon(staff, max_uses_per_user=1)
    with shop.store().begin() as tx:
        tx.coupon_redemptions.redeem(
            UUID(coupon["id"]), customer_key(None, "Anna@Example.com"), uuid7(), shop.clock()()
        )
    assert apply_coupon(guest).json()["grand_total"] == "8.99"
    cart = guest.request("PATCH", "/cart/", {"email": "anna@example.com"}).json()
    assert (cart["grand_total"], cart["coupons"][0]["reason"]) == ("9.99", "coupon_already_used")
    guest.request("DELETE", "/cart/coupons/TEN/")
    assert status_and_code(apply_coupon(guest)) == (400, "coupon_already_used")


def test_what_can_not_be_stacked_is_refused_beside_another(shop, staff, user):
    (mug,) = sell(shop, 999)
    user.add(mug)
    create_coupon(staff)
    create_coupon(staff, code="ALONE", stackable=False)
    apply_coupon(user)
    assert status_and_code(apply_coupon(user, "ALONE")) == (400, "coupon_not_combinable")
    user.request("DELETE", "/cart/coupons/TEN/")
    apply_coupon(user, "ALONE")
    assert status_and_code(apply_coupon(user, "TEN")) == (400, "coupon_not_combinable")


def test_a_coupon_for_a_category_covers_what_lies_in_it_at_any_depth(shop, staff, user):
    outer = create_category(shop.store())
    inner = create_category(shop.store(), parent_id=outer)
    (mug,) = create_products(shop.store(), a_product(price=usd(1_000), category_ids=(inner,)))
    (cup,) = sell(shop, 500)
    create_coupon(staff, categories=[str(outer)])
    user.add(mug)
    user.add(cup)
    cart = apply_coupon(user).json()
    assert [item["discount_total"] for item in cart["items"]] == ["1.00", "0.00"]


def test_a_coupon_that_stops_stays_on_the_cart_and_says_why(shop, staff, user):
    (mug,) = sell(shop, 999)
    create_coupon(staff)
    user.add(mug)
    apply_coupon(user)
    assert staff.request("PATCH", f"{ADMIN}TEN/", {"ends_at": moment(shop, seconds=-1)}).status_code == 200
    cart = user.cart()
    assert (cart["grand_total"], cart["adjustments"]) == ("9.99", [])
    assert cart["coupons"][0]["reason"] == "coupon_expired"
    assert cart["warnings"] == ["Coupon TEN: This coupon has expired."]


def test_every_cent_is_explained(shop, staff, user):
    mug, cup = sell(shop, 999, 500)
    create_coupon(staff)
    create_coupon(staff, code="RICH", value="5")
    user.add(mug, 2)
    user.add(cup)
    apply_coupon(user)
    apply_coupon(user, "RICH")
    staff.request("PATCH", f"{ADMIN}RICH/", {"minimum_subtotal": "100.00"})
    told = user.request("GET", "/cart/explain/").json()
    cart = user.cart()
    for figure in ("subtotal", "discount_total", "shipping_total", "tax_total", "grand_total"):
        assert told[figure]["amount"] == cart[figure]
        assert told[figure]["rule"]
    assert [line["line_total"]["amount"] for line in told["items"]] == ["19.98", "5.00"]
    assert [line["discounts"] for line in told["items"]] == [
        [{"code": "TEN", "amount": "2.00"}],
        [{"code": "TEN", "amount": "0.50"}],
    ]
    ten, rich = told["coupons"]
    assert (ten["applies"], ten["amount"], "10%" in ten["rule"]) == (True, "2.50", True)
    assert (rich["applies"], rich["amount"], rich["reason"]) == (False, "0.00", "coupon_minimum_not_met")


def test_an_amount_of_yen_is_exact(database_url):
    from litestar.testing import TestClient

    from shop_adapters.composition.container import build
    from shop_http.app import create_app
    from tests.contract.http.conftest import settings_for

    shop = build(settings_for(database_url, shop_currency="JPY"))
    (mug,) = create_products(shop.store(), a_product(price=Money(1_501, "JPY")))
    with TestClient(create_app(shop)) as client:
        clerk, guest = a_staff_member(shop, client), a_guest(client)
        assert create_coupon(clerk, code="YEN", kind="FIXED", value="300")["currency"] == "JPY"
        create_coupon(clerk, value="12.5")
        guest.add(mug)
        apply_coupon(guest, "YEN")
        cart = apply_coupon(guest, "TEN").json()
    shop.store().close()
    assert (cart["subtotal"], cart["discount_total"], cart["grand_total"]) == ("1501", "488", "1013")
