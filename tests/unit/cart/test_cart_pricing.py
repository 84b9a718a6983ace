"""What a cart comes to, what is told about it, and what the client has seen."""

from shop_domain.cart.cart_pricing import price_cart
from shop_domain.cart.sellable_quantity import sellable_quantity
from shop_domain.kernel.money import Money
from tests.builders import NOW, a_coupon_with_usage, an_offer, eur
from tests.unit.cart.mug_and_cup import CART, CUP, MUG, offers


def priced(seen, *coupons):
    return price_cart(CART, offers=seen, coupons=coupons, has_ordered=False, now=NOW)


def test_a_cart_costs_what_the_shop_asks_now():
    assert priced(offers()).totals.grand_total == eur(2_500)
    assert priced(offers(price=eur(1_100))).totals.grand_total == eur(2_700)


def test_what_is_gone_counts_at_the_price_last_shown():
    for gone in ({CUP.variant_id: an_offer(CUP)}, offers(price=Money(1, "USD")), offers(is_for_sale=False)):
        cart = priced(gone)
        assert cart.totals.grand_total == eur(2_500)
        assert cart.warnings == ("Mug is no longer for sale.",)
        assert sellable_quantity(gone.get(MUG.variant_id), "EUR") == 0


def test_an_order_counts_a_use_of_the_coupons_that_take_something_off():
    ten, expired = a_coupon_with_usage(), a_coupon_with_usage(code="OLD", ends_at=NOW)
    assert priced(offers(), ten, expired).coupons == (ten.coupon,)
