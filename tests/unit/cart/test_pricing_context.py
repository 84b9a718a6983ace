"""From what are a cart and the order of it priced?"""

from shop_domain.cart.pricing_context import PricingContext
from tests.builders import NOW, a_cart, a_coupon_with_usage, a_line, an_offer, eur

MUG = a_line(quantity=2)
FIRST = a_coupon_with_usage(code="FIRST", first_order_only=True)
CONTEXT = PricingContext(
    offers={MUG.variant_id: an_offer(MUG, price=eur(1_100))},
    coupons=(a_coupon_with_usage(), FIRST),
    has_ordered=True,
    now=NOW,
)


def test_only_the_coupons_of_the_cart_count_of_those_that_were_loaded():
    assert CONTEXT.price(a_cart(MUG)).totals.grand_total == eur(2_200)
    assert CONTEXT.price(a_cart(MUG, coupon_codes=("TEN",))).totals.grand_total == eur(1_980)


def test_a_price_and_the_eligibility_of_a_coupon_depend_on_the_same():
    cart = a_cart(MUG, coupon_codes=("FIRST",))
    context = CONTEXT.coupon_context(cart)
    assert (context.subtotal, context.currency, context.has_ordered, context.now) == (eur(2_200), "EUR", True, NOW)
    (outcome,) = CONTEXT.price(cart).totals.coupons
    assert outcome.refusal_code == "coupon_not_applicable"
