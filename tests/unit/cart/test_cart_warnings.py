"""What should the shopper know about the cart before paying?"""

from shop_domain.cart.cart_pricing import price_cart
from shop_domain.cart.cart_warnings import warnings_of
from tests.builders import NOW, a_cart, a_coupon_with_usage, eur
from tests.unit.cart.mug_and_cup import CUP, MUG, offers, priced


def test_warnings_name_what_changed_or_stands_in_the_way():
    expired = a_coupon_with_usage(ends_at=NOW)
    assert priced(offers()).warnings == ()
    assert priced(offers(available=0)).warnings == ("Mug is out of stock.",)
    assert priced(offers(available=1)).warnings == ("Only 1 of Mug can be had.",)
    assert priced(offers(price=eur(1_100))).warnings == ("The price of Mug changed from 10.00 to 11.00 EUR.",)
    assert priced(offers(), expired).warnings == ("Coupon TEN: This coupon has expired.",)


def test_what_a_merge_left_out_is_told_before_lines_and_those_before_coupons():
    expired = a_coupon_with_usage(ends_at=NOW)
    cart = a_cart(MUG, CUP, notices=("Bowl was left out.",))
    seen = offers(available=0)
    totals = price_cart(cart, offers=seen, coupons=(expired,), has_ordered=False, now=NOW).totals
    assert warnings_of(cart, seen, totals.coupons) == (
        "Bowl was left out.",
        "Mug is out of stock.",
        "Coupon TEN: This coupon has expired.",
    )
