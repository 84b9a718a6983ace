"""Coupons as shoppers and staff see them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from shop_domain.kernel.money import Money
from shop_domain.pricing.customer import customer_of
from tests.builders import a_product, put_category, put_on_sale
from tests.contract.http.people import Person, a_clerk, a_guest, a_user
from tests.contract.http.test_cart import adds_up, sell, usd

ADMIN = "/admin/coupons/"


@pytest.fixture
def clerk(shop, client) -> Person:
    return a_clerk(shop, client)


@pytest.fixture
def user(shop, client) -> Person:
    return a_user(shop, client)


def make(clerk: Person, **terms: Any) -> Any:
    """Make a coupon of ten percent, unless told otherwise."""
    made = clerk.ask("POST", ADMIN, {"code": "TEN", "kind": "PERCENTAGE", "value": "10", **terms})
    assert made.status_code == 201, made.text
    return made.json()


def apply(person: Person, code: str = "TEN") -> Any:
    return person.ask("POST", "/cart/coupons/", {"code": code})


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code")


def moment(shop, **ahead: float) -> str:
    return (shop.clock()() + timedelta(**ahead)).isoformat().replace("+00:00", "Z")


def test_a_percentage_is_taken_off_and_shown_everywhere(shop, clerk, user):
    mug, cup = sell(shop, 999, 500)
    make(clerk)
    user.add(mug, 2)
    user.add(cup)
    applied = apply(user, " ten ")
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
    assert apply(user).json() == user.cart() == cart


def test_a_coupon_is_taken_off_again(shop, clerk, user):
    (mug,) = sell(shop, 999)
    make(clerk)
    user.add(mug)
    apply(user)
    removed = user.ask("DELETE", "/cart/coupons/ten/")
    assert (removed.status_code, removed.json()["coupons"], removed.json()["grand_total"]) == (200, [], "9.99")
    assert refusal(user.ask("DELETE", "/cart/coupons/TEN/")) == (404, "coupon_not_found")


def test_a_cap_and_a_fixed_amount_hold(shop, clerk, user):
    (mug,) = sell(shop, 10_000)
    make(clerk, code="CAPPED", value="50", max_discount="12.34")
    make(clerk, code="FIXED", kind="FIXED", value="5.00")
    user.add(mug)
    assert apply(user, "CAPPED").json()["grand_total"] == "87.66"
    assert apply(user, "FIXED").json()["grand_total"] == "82.66"


def test_no_discount_goes_below_zero(shop, clerk, user):
    (mug,) = sell(shop, 999)
    make(clerk, code="ALL", value="100")
    make(clerk, code="MORE", kind="FIXED", value="50.00")
    user.add(mug)
    apply(user, "MORE")
    cart = apply(user, "ALL").json()
    assert (cart["discount_total"], cart["grand_total"]) == ("9.99", "0.00")
    assert adds_up(cart)


def test_each_reason_to_refuse_has_its_code(shop, clerk, user):
    (mug,) = sell(shop, 999)
    user.add(mug)
    make(clerk, code="EARLY", starts_at=moment(shop, days=1))
    make(clerk, code="LATE", ends_at=moment(shop, seconds=-1))
    make(clerk, code="OFF", is_active=False)
    make(clerk, code="RICH", minimum_subtotal="10.00")
    make(clerk, code="EURO", currency="EUR")
    (other,) = [p.id for p in (a_product(),)]
    put_on_sale(shop.store(), product := a_product(price=usd(100)))
    make(clerk, code="OTHER", products=[str(product.id)])
    assert other != product.id
    for code, expected in {
        "EARLY": "coupon_not_started",
        "LATE": "coupon_expired",
        "OFF": "coupon_not_found",
        "NONE": "coupon_not_found",
        "RICH": "coupon_minimum_not_met",
        "EURO": "coupon_not_applicable",
        "OTHER": "coupon_not_applicable",
    }.items():
        assert refusal(apply(user, code)) == (400, expected)
    assert user.cart()["coupons"] == []


def test_a_coupon_that_is_used_up_is_refused(shop, clerk, user):
    (mug,) = sell(shop, 999)
    user.add(mug)
    coupon = make(clerk, max_uses=1)
    with shop.store().begin() as tx:
        tx.coupons.take_use(UUID(coupon["id"]), customer_of(None, "b@example.com"), uuid7(), shop.clock()())
    assert refusal(apply(user)) == (400, "coupon_exhausted")


def test_a_guest_who_used_a_coupon_may_not_again_under_the_same_address(shop, client, clerk):
    (mug,) = sell(shop, 999)
    guest = a_guest(client)
    guest.add(mug)
    coupon = make(clerk, max_uses_per_user=1)
    with shop.store().begin() as tx:
        tx.coupons.take_use(UUID(coupon["id"]), customer_of(None, "Anna@Example.com"), uuid7(), shop.clock()())
    assert apply(guest).json()["grand_total"] == "8.99"
    cart = guest.ask("PATCH", "/cart/", {"email": "anna@example.com"}).json()
    assert (cart["grand_total"], cart["coupons"][0]["reason"]) == ("9.99", "coupon_already_used")
    guest.ask("DELETE", "/cart/coupons/TEN/")
    assert refusal(apply(guest)) == (400, "coupon_already_used")


def test_what_can_not_be_stacked_is_refused_beside_another(shop, clerk, user):
    (mug,) = sell(shop, 999)
    user.add(mug)
    make(clerk)
    make(clerk, code="ALONE", stackable=False)
    apply(user)
    assert refusal(apply(user, "ALONE")) == (400, "coupon_not_combinable")
    user.ask("DELETE", "/cart/coupons/TEN/")
    apply(user, "ALONE")
    assert refusal(apply(user, "TEN")) == (400, "coupon_not_combinable")


def test_a_coupon_for_a_category_covers_what_lies_in_it_at_any_depth(shop, clerk, user):
    outer = put_category(shop.store())
    inner = put_category(shop.store(), parent_id=outer)
    (mug,) = put_on_sale(shop.store(), a_product(price=usd(1_000), category_ids=(inner,)))
    put_outer(shop, mug, outer)
    (cup,) = sell(shop, 500)
    make(clerk, categories=[str(outer)])
    user.add(mug)
    user.add(cup)
    cart = apply(user).json()
    assert [item["discount_total"] for item in cart["items"]] == ["1.00", "0.00"]


def put_outer(shop, variant_id, category_id) -> None:
    from sqlalchemy import insert, select

    from shop_adapters.sql.catalog.tables import product_categories, variants

    with shop.store().begin() as tx:
        product = tx._database.execute(select(variants.c.product_id).where(variants.c.id == variant_id)).scalar_one()
        row = {"product_id": product, "category_id": category_id, "direct": False}
        tx._database.execute(insert(product_categories), row)


def test_a_coupon_that_stops_stays_on_the_cart_and_says_why(shop, clerk, user):
    (mug,) = sell(shop, 999)
    make(clerk)
    user.add(mug)
    apply(user)
    assert clerk.ask("PATCH", f"{ADMIN}TEN/", {"ends_at": moment(shop, seconds=-1)}).status_code == 200
    cart = user.cart()
    assert (cart["grand_total"], cart["adjustments"]) == ("9.99", [])
    assert cart["coupons"][0]["reason"] == "coupon_expired"
    assert cart["warnings"] == ["Coupon TEN: This coupon has expired."]


def test_every_cent_is_explained(shop, clerk, user):
    mug, cup = sell(shop, 999, 500)
    make(clerk)
    make(clerk, code="RICH", value="5")
    user.add(mug, 2)
    user.add(cup)
    apply(user)
    apply(user, "RICH")
    clerk.ask("PATCH", f"{ADMIN}RICH/", {"minimum_subtotal": "100.00"})
    told = user.ask("GET", "/cart/explain/").json()
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


def test_staff_see_a_coupon_as_they_made_it(clerk, shop):
    product = a_product(price=usd(100))
    put_on_sale(shop.store(), product)
    category = put_category(shop.store())
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
    made = make(clerk, **terms)
    UUID(made["id"])
    expected = {**terms, "code": "SUMMER_24", "ends_at": "2027-01-01T00:00:00Z", "max_discount": None, "uses": 0}
    assert {name: value for name, value in made.items() if name != "id"} == expected
    shown = clerk.ask("GET", f"{ADMIN}summer_24/")
    assert (shown.status_code, shown.json()) == (200, made)
    assert shown.headers["ETag"]


@pytest.mark.parametrize(("value", "shown"), [("10", "10"), ("12.5", "12.5"), ("0.01", "0.01"), ("100.00", "100")])
def test_a_percentage_is_a_decimal_text(clerk, value, shown):
    assert make(clerk, value=value)["value"] == shown


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
        ({"value": 10}, "value"),
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
def test_terms_that_can_not_be_are_named(clerk, terms, field):
    refused = clerk.ask("POST", ADMIN, {"code": "TEN", "kind": "PERCENTAGE", "value": "10", **terms})
    assert (refused.status_code, list(refused.json())) == (400, [field])


def test_several_wrong_terms_are_named_at_once(clerk):
    refused = clerk.ask("POST", ADMIN, {"code": "?", "kind": "PERCENTAGE", "value": "0", "minimum_subtotal": "x"})
    assert (refused.status_code, set(refused.json())) == (400, {"code", "value", "minimum_subtotal"})


def test_codes_are_unique_whatever_their_case(clerk):
    make(clerk)
    refused = clerk.ask("POST", ADMIN, {"code": "ten", "kind": "PERCENTAGE", "value": "10"})
    assert (refused.status_code, list(refused.json())) == (400, ["code"])


def test_terms_are_changed_one_by_one(clerk):
    make(clerk, max_uses=5, minimum_subtotal="20.00")
    changed = clerk.ask("PATCH", f"{ADMIN}ten/", {"value": "20", "max_uses": None})
    assert changed.status_code == 200
    assert changed.json() == clerk.ask("GET", f"{ADMIN}TEN/").json()
    assert (changed.json()["value"], changed.json()["max_uses"], changed.json()["minimum_subtotal"]) == (
        "20",
        None,
        "20.00",
    )
    for body, field in [({"value": "101"}, "value"), ({"kind": "FREE_SHIPPING"}, "kind"), ({"kind": None}, "kind")]:
        refused = clerk.ask("PATCH", f"{ADMIN}TEN/", body)
        assert (refused.status_code, list(refused.json())) == (400, [field])


def test_a_limit_can_not_be_set_below_what_was_used(shop, clerk):
    coupon = make(clerk)
    for number in range(2):
        with shop.store().begin() as tx:
            tx.coupons.take_use(UUID(coupon["id"]), customer_of(None, f"{number}@x.org"), uuid7(), shop.clock()())
    assert clerk.ask("PATCH", f"{ADMIN}TEN/", {"max_uses": 1}).json().keys() == {"max_uses"}
    assert clerk.ask("PATCH", f"{ADMIN}TEN/", {"max_uses": 2}).json()["uses"] == 2


def test_new_terms_that_lost_are_told_so(clerk):
    make(clerk)
    stale = clerk.ask("GET", f"{ADMIN}TEN/").headers["ETag"]
    assert clerk.ask("PATCH", f"{ADMIN}TEN/", {"value": "20"}, If_Match=stale).status_code == 200
    assert refusal(clerk.ask("PATCH", f"{ADMIN}TEN/", {"value": "30"}, If_Match=stale)) == (412, "precondition_failed")
    assert clerk.ask("DELETE", f"{ADMIN}TEN/", If_Match=stale).status_code == 412


def test_deleting_switches_a_coupon_off(shop, clerk, user):
    (mug,) = sell(shop, 999)
    user.add(mug)
    make(clerk)
    for _ in range(2):
        deleted = clerk.ask("DELETE", f"{ADMIN}ten/")
        assert (deleted.status_code, deleted.content) == (204, b"")
    assert clerk.ask("GET", f"{ADMIN}TEN/").json()["is_active"] is False
    assert refusal(apply(user)) == (400, "coupon_not_found")


def test_unknown_coupons_are_not_found(clerk):
    for method, body in (("GET", None), ("PATCH", {"value": "1"}), ("DELETE", None)):
        assert refusal(clerk.ask(method, f"{ADMIN}NONE/", body)) == (404, "not_found")


def test_coupons_are_listed_in_pages(clerk):
    for number in range(5):
        make(clerk, code=f"C{number}", is_active=number != 3)
    first = clerk.ask("GET", f"{ADMIN}?page_size=2").json()
    assert (first["count"], [coupon["code"] for coupon in first["results"]]) == (5, ["C4", "C3"])
    assert first["next"].startswith("https://shop.example/api/v1/admin/coupons/?")
    second = clerk.ask("GET", first["next"].removeprefix("https://shop.example/api/v1")).json()
    assert [coupon["code"] for coupon in second["results"]] == ["C2", "C1"]
    assert clerk.ask("GET", f"{ADMIN}?is_active=false").json()["count"] == 1
    assert clerk.ask("GET", f"{ADMIN}?search=c2").json()["count"] == 1
    assert clerk.ask("GET", f"{ADMIN}?count=false").json()["count"] is None
    assert clerk.ask("GET", f"{ADMIN}?page=9").status_code == 404
    assert list(clerk.ask("GET", f"{ADMIN}?colour=red").json()) == ["colour"]


def test_only_staff_keep_coupons(client, user):
    for method, path in (
        ("GET", ADMIN),
        ("POST", ADMIN),
        ("GET", f"{ADMIN}X/"),
        ("PATCH", f"{ADMIN}X/"),
        ("DELETE", f"{ADMIN}X/"),
    ):
        body = {} if method in {"POST", "PATCH"} else None
        assert refusal(user.ask(method, path, body)) == (403, "permission_denied")
        assert refusal(a_guest(client).ask(method, path, body)) == (401, "not_authenticated")


def test_an_amount_of_yen_is_exact(database_url):
    from litestar.testing import TestClient

    from shop_adapters.composition.container import build
    from shop_http.app import create_app
    from tests.contract.http.conftest import settings_for

    shop = build(settings_for(database_url, shop_currency="JPY"))
    (mug,) = put_on_sale(shop.store(), a_product(price=Money(1_501, "JPY")))
    with TestClient(create_app(shop)) as client:
        clerk, guest = a_clerk(shop, client), a_guest(client)
        assert make(clerk, code="YEN", kind="FIXED", value="300")["currency"] == "JPY"
        make(clerk, value="12.5")
        guest.add(mug)
        apply(guest, "YEN")
        cart = apply(guest, "TEN").json()
    shop.store().close()
    assert (cart["subtotal"], cart["discount_total"], cart["grand_total"]) == ("1501", "488", "1013")
