"""Coupons as staff keep them."""

from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from shop_domain.pricing.customer_key import customer_key
from tests.builders import a_product, create_category, create_products
from tests.contract.http.callers import ApiCaller, a_guest, a_staff_member, a_user
from tests.contract.http.coupon_steps import ADMIN, apply_coupon, create_coupon, status_and_code
from tests.contract.http.sample_products import sell, usd


@pytest.fixture
def staff(shop, client) -> ApiCaller:
    return a_staff_member(shop, client)


@pytest.fixture
def user(shop, client) -> ApiCaller:
    return a_user(shop, client)


def test_staff_see_a_coupon_as_they_made_it(staff, shop):
    product = a_product(price=usd(100))
    create_products(shop.store(), product)
    category = create_category(shop.store())
    terms = {
        "code": "Summer_24",
        "kind": "FIXED",
        "value": "7.50",
        "currency": "USD",
        "minimum_subtotal": "20.00",
        "max_uses": 100,
        "max_uses_per_user": 1,
        "starts_at": "2026-01-01T00:00:00Z",
        "ends_at": "2027-01-01T02:00:00+02:00",
        "stackable": False,
        "first_order_only": True,
        "products": [str(product.id)],
        "categories": [str(category)],
        "is_active": True,
    }
    made = create_coupon(staff, **terms)
    UUID(made["id"])
    expected = {**terms, "code": "SUMMER_24", "ends_at": "2027-01-01T00:00:00Z", "max_discount": None, "uses": 0}
    assert {name: value for name, value in made.items() if name != "id"} == expected
    shown = staff.request("GET", f"{ADMIN}summer_24/")
    assert (shown.status_code, shown.json()) == (200, made)
    assert shown.headers["ETag"]


@pytest.mark.parametrize(("value", "shown"), [("10", "10"), ("12.5", "12.5"), ("0.01", "0.01"), ("100.00", "100")])
def test_a_percentage_is_a_decimal_text(staff, value, shown):
    assert create_coupon(staff, value=value)["value"] == shown


def test_a_whole_percentage_may_be_a_number_but_money_never_is(staff):
    made = create_coupon(staff, value=10)
    path = f"{ADMIN}{made['code']}/"
    assert made["value"] == "10"
    assert staff.request("PATCH", path, {"value": 25}).json()["value"] == "25"
    for value in (0, -1, 101):
        assert list(staff.request("PATCH", path, {"value": value}).json()) == ["value"]
    money = {"code": "FIVE", "kind": "FIXED", "value": 5}
    assert staff.request("POST", ADMIN, money).json() == {"value": ["Not a valid string."]}
    for value in (10.0, True):
        assert staff.request("PATCH", path, {"value": value}).json() == {"value": ["Not a valid string."]}


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "two words"}, "code"),
        ({"code": "-X-"}, "code"),
        ({"code": "X" * 41}, "code"),
        ({"kind": "FREE_SHIPPING"}, "kind"),
        ({"kind": "BUY_X_GET_Y"}, "kind"),
        ({"kind": "GIFT"}, "kind"),
        ({"value": "0"}, "value"),
        ({"value": "-5"}, "value"),
        ({"value": "100.01"}, "value"),
        ({"value": "12.345"}, "value"),
        ({"value": "1e1"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": 0}, "value"),
        ({"kind": "FIXED", "value": "0.00"}, "value"),
        ({"kind": "FIXED", "value": "1.005"}, "value"),
        ({"kind": "FIXED", "value": "9999999999999999.00"}, "value"),
        ({"kind": "FIXED", "value": "1.5", "currency": "JPY"}, "value"),
        ({"kind": "FIXED", "value": "1.00", "max_discount": "1.00"}, "max_discount"),
        ({"currency": "dollars"}, "currency"),
        ({"currency": "usd"}, "currency"),
        ({"max_discount": "0"}, "max_discount"),
        ({"minimum_subtotal": "-1.00"}, "minimum_subtotal"),
        ({"minimum_subtotal": "1.001"}, "minimum_subtotal"),
        ({"max_uses": 0}, "max_uses"),
        ({"max_uses": 2**40}, "max_uses"),
        ({"max_uses_per_user": 0}, "max_uses_per_user"),
        ({"starts_at": "tomorrow"}, "starts_at"),
        ({"starts_at": "2026-01-01T00:00:00"}, "starts_at"),
        ({"starts_at": "2026-01-02T00:00:00Z", "ends_at": "2026-01-01T00:00:00Z"}, "ends_at"),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, "starts_at"),
        ({"ends_at": "9999-12-31T23:59:59-14:00"}, "ends_at"),
        ({"stackable": None}, "stackable"),
        ({"products": ["7"]}, "products"),
        ({"products": [str(uuid7())]}, "products"),
        ({"categories": [str(uuid7())]}, "categories"),
        ({"uses": 5}, "uses"),
    ],
)
def test_terms_that_can_not_be_are_named(staff, terms, field):
    refused = staff.request("POST", ADMIN, {"code": "TEN", "kind": "PERCENTAGE", "value": "10", **terms})
    assert (refused.status_code, list(refused.json())) == (400, [field])


def test_several_wrong_terms_are_named_at_once(staff):
    refused = staff.request("POST", ADMIN, {"code": "?", "kind": "PERCENTAGE", "value": "0", "minimum_subtotal": "x"})
    assert (refused.status_code, set(refused.json())) == (400, {"code", "value", "minimum_subtotal"})


def test_codes_are_unique_whatever_their_case(staff):
    create_coupon(staff)
    refused = staff.request("POST", ADMIN, {"code": "ten", "kind": "PERCENTAGE", "value": "10"})
    assert (refused.status_code, list(refused.json())) == (400, ["code"])


def test_terms_are_changed_one_by_one(staff):
    create_coupon(staff, max_uses=5, minimum_subtotal="20.00")
    changed = staff.request("PATCH", f"{ADMIN}ten/", {"value": "20", "max_uses": None})
    assert changed.status_code == 200
    assert changed.json() == staff.request("GET", f"{ADMIN}TEN/").json()
    assert (changed.json()["value"], changed.json()["max_uses"], changed.json()["minimum_subtotal"]) == (
        "20",
        None,
        "20.00",
    )
    for body, field in [({"value": "101"}, "value"), ({"kind": "FREE_SHIPPING"}, "kind"), ({"kind": None}, "kind")]:
        refused = staff.request("PATCH", f"{ADMIN}TEN/", body)
        assert (refused.status_code, list(refused.json())) == (400, [field])


def test_a_limit_can_not_be_set_below_what_was_used(shop, staff):
    coupon = create_coupon(staff)
    for number in range(2):
        with shop.store().begin() as tx:
            tx.coupon_redemptions.redeem(
                UUID(coupon["id"]), customer_key(None, f"{number}@x.org"), uuid7(), shop.clock()()
            )
    assert staff.request("PATCH", f"{ADMIN}TEN/", {"max_uses": 1}).json().keys() == {"max_uses"}
    assert staff.request("PATCH", f"{ADMIN}TEN/", {"max_uses": 2}).json()["uses"] == 2


def test_new_terms_that_lost_are_told_so(staff):
    create_coupon(staff)
    stale = staff.request("GET", f"{ADMIN}TEN/").headers["ETag"]
    assert staff.request("PATCH", f"{ADMIN}TEN/", {"value": "20"}, If_Match=stale).status_code == 200
    assert status_and_code(staff.request("PATCH", f"{ADMIN}TEN/", {"value": "30"}, If_Match=stale)) == (
        412,
        "precondition_failed",
    )
    assert staff.request("DELETE", f"{ADMIN}TEN/", If_Match=stale).status_code == 412


def test_deleting_switches_a_coupon_off(shop, staff, user):
    (mug,) = sell(shop, 999)
    user.add(mug)
    create_coupon(staff)
    for _ in range(2):
        deleted = staff.request("DELETE", f"{ADMIN}ten/")
        assert (deleted.status_code, deleted.content) == (204, b"")
    assert staff.request("GET", f"{ADMIN}TEN/").json()["is_active"] is False
    assert status_and_code(apply_coupon(user)) == (400, "coupon_not_found")


def test_unknown_coupons_are_not_found(staff):
    for method, body in (("GET", None), ("PATCH", {"value": "1"}), ("DELETE", None)):
        assert status_and_code(staff.request(method, f"{ADMIN}NONE/", body)) == (404, "not_found")


def test_coupons_are_listed_in_pages(staff):
    for number in range(5):
        create_coupon(staff, code=f"C{number}", is_active=number != 3)
    first = staff.request("GET", f"{ADMIN}?page_size=2").json()
    assert (first["count"], [coupon["code"] for coupon in first["results"]]) == (5, ["C4", "C3"])
    assert first["next"].startswith("https://shop.example/api/v1/admin/coupons/?")
    second = staff.request("GET", first["next"].removeprefix("https://shop.example/api/v1")).json()
    assert [coupon["code"] for coupon in second["results"]] == ["C2", "C1"]
    assert staff.request("GET", f"{ADMIN}?is_active=false").json()["count"] == 1
    assert staff.request("GET", f"{ADMIN}?search=c2").json()["count"] == 1
    assert staff.request("GET", f"{ADMIN}?count=false").json()["count"] is None
    assert staff.request("GET", f"{ADMIN}?page=9").status_code == 404
    assert list(staff.request("GET", f"{ADMIN}?colour=red").json()) == ["colour"]


def test_only_staff_keep_coupons(client, user):
    for method, path in (
        ("GET", ADMIN),
        ("POST", ADMIN),
        ("GET", f"{ADMIN}X/"),
        ("PATCH", f"{ADMIN}X/"),
        ("DELETE", f"{ADMIN}X/"),
    ):
        body = {} if method in {"POST", "PATCH"} else None
        assert status_and_code(user.request(method, path, body)) == (403, "permission_denied")
        assert status_and_code(a_guest(client).request(method, path, body)) == (401, "not_authenticated")
