"""Which rule is behind every cent of the cart?"""

from msgspec.structs import replace

from shop_domain.cart.explanation import explain
from shop_domain.pricing.model import CouponKind
from tests.builders import NOW, a_coupon_with_usage, eur
from tests.unit.cart.mug_and_cup import offers, priced


def test_every_figure_is_explained():
    fixed = a_coupon_with_usage(code="FIVE", kind=CouponKind.FIXED, value=500, currency="EUR")
    late = a_coupon_with_usage(code="LATE", ends_at=NOW)
    told = explain(priced(offers(), a_coupon_with_usage(max_discount=eur(100), currency="EUR"), fixed, late))
    assert (told.subtotal.amount, told.discount_total.amount, told.grand_total.amount) == (
        eur(2_500),
        eur(600),
        eur(1_900),
    )
    assert told.lines[0].line_total.rule == "2 at the present price of 10.00."
    assert [sum((share for _, share in line.discounts), eur(0)) for line in told.lines] == [eur(480), eur(120)]
    assert [(c.code, c.applies, c.discount.amount, c.refusal_code) for c in told.coupons] == [
        ("TEN", True, eur(100), None),
        ("FIVE", True, eur(500), None),
        ("LATE", False, eur(0), "coupon_expired"),
    ]
    assert told.coupons[0].discount.rule.startswith("10% off everything, rounded half up, at most 1.00,")
    assert told.coupons[2].discount.rule == "This coupon has expired."
    assert told.discount_total.rule.startswith("The sum of TEN, FIVE.")
    assert explain(priced(offers())).discount_total.rule == "No coupon applies."
    assert replace(told, lines=()) != told
