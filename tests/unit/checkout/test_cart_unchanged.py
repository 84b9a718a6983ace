"""Is the cart still what the client was shown?"""

import pytest

from shop_domain.cart.cart_pricing import price_cart
from shop_domain.checkout.cart_unchanged import LAPSED_REASONS, require_cart_unchanged, without_lapsed_coupons
from shop_domain.checkout.errors import CartChanged, CartEmpty, CartOutOfStock
from shop_domain.inventory.model import Shortage
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.money import Money
from tests.builders import NOW, a_cart, a_coupon_with_usage, a_line, an_offer, eur

MUG, CUP = a_line(quantity=2), a_line(price=eur(500))


def priced(*coupons, codes=None, cup=True, **of_mug):
    """Price a cart of both, with an offer of the mug that differs like this."""
    cart = a_cart(MUG, CUP, coupon_codes=codes if codes is not None else tuple(c.coupon.code for c in coupons))
    offers = {MUG.variant_id: an_offer(MUG, **of_mug)} | ({CUP.variant_id: an_offer(CUP)} if cup else {})
    return price_cart(cart, offers=offers, coupons=coupons, has_ordered=False, now=NOW)


@pytest.mark.parametrize("expected_total", [None, "25.00", "25", "25.0"])
def test_a_cart_as_it_was_shown_may_be_ordered(expected_total):
    require_cart_unchanged(priced(), expected_total)


def test_an_empty_cart_is_refused_before_anything_else():
    nothing = price_cart(a_cart(), offers={}, coupons=(), has_ordered=False, now=NOW)
    with pytest.raises(CartEmpty):
        require_cart_unchanged(nothing, "1.00")


@pytest.mark.parametrize("price", [eur(999), eur(1_001)])
def test_a_price_that_was_not_shown_is_refused(price):
    with pytest.raises(CartChanged):
        require_cart_unchanged(priced(price=price), None)


@pytest.mark.parametrize("expected_total", ["24.99", "25.01"])
def test_another_total_than_the_client_believes_is_refused_with_the_cart(expected_total):
    cart = priced()
    with pytest.raises(CartChanged) as changed:
        require_cart_unchanged(cart, expected_total)
    assert changed.value.priced is cart


@pytest.mark.parametrize("expected_total", ["", "25,00", "25.001", "x"])
def test_a_total_that_is_no_amount_is_a_wrong_field(expected_total):
    with pytest.raises(InvalidFields) as wrong:
        require_cart_unchanged(priced(), expected_total)
    assert list(wrong.value.fields) == ["expected_total"]


def test_what_can_not_be_had_is_refused_with_what_is_left_of_it():
    with pytest.raises(CartOutOfStock) as short:
        require_cart_unchanged(priced(available=1, cup=False), None)
    assert short.value.shortages == (
        Shortage(variant_id=MUG.variant_id, available=1),
        Shortage(variant_id=CUP.variant_id, available=0),
    )


@pytest.mark.parametrize("gone", [{"is_for_sale": False}, {"price": Money(1_000, "USD")}])
def test_what_is_not_on_sale_any_more_is_out_of_stock(gone):
    with pytest.raises(CartOutOfStock) as short:
        require_cart_unchanged(priced(**gone), None)
    assert short.value.shortages == (Shortage(variant_id=MUG.variant_id, available=0),)


def test_a_changed_cart_is_told_before_a_shortage():
    with pytest.raises(CartChanged):
        require_cart_unchanged(priced(price=eur(1), available=0), None)


def test_a_coupon_that_stopped_by_itself_is_refused_and_taken_off():
    good, ended = a_coupon_with_usage(), a_coupon_with_usage(code="OLD", ends_at=NOW)
    cart = priced(good, ended, codes=("TEN", "OLD", "DELETED"))
    with pytest.raises(CartChanged):
        require_cart_unchanged(cart, None)
    assert without_lapsed_coupons(cart.cart, cart).coupon_codes == ("TEN",)


def test_a_coupon_that_does_not_fit_the_cart_as_shown_stays_on_it():
    too_small = a_coupon_with_usage(currency="EUR", minimum_subtotal=eur(9_999))
    cart = priced(too_small)
    require_cart_unchanged(cart, None)
    assert without_lapsed_coupons(cart.cart, cart) is cart.cart
    assert "coupon_minimum_not_met" not in LAPSED_REASONS
