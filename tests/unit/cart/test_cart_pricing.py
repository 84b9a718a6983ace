"""What a cart comes to, what is told about it, and what the client has seen."""

from msgspec.structs import replace

from shop_domain.cart.cart_pricing import price_cart
from shop_domain.cart.explanation import explain
from shop_domain.cart.sellable_quantity import is_available, sellable_quantity
from shop_domain.cart.shown_prices import prices_changed, with_shown_prices
from shop_domain.kernel.money import Money
from shop_domain.pricing.model import CouponKind
from tests.builders import NOW, a_cart, a_coupon_with_usage, a_line, an_offer, eur

MUG, CUP = a_line(name="Mug", quantity=2), a_line(name="Cup", price=eur(500))
CART = a_cart(MUG, CUP)


def offers(**of_mug):
    return {MUG.variant_id: an_offer(MUG, **of_mug), CUP.variant_id: an_offer(CUP)}


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


def test_warnings_name_what_changed_or_stands_in_the_way():
    expired = a_coupon_with_usage(ends_at=NOW)
    assert priced(offers()).warnings == ()
    assert priced(offers(available=0)).warnings == ("Mug is out of stock.",)
    assert priced(offers(available=1)).warnings == ("Only 1 of Mug can be had.",)
    assert priced(offers(price=eur(1_100))).warnings == ("The price of Mug changed from 10.00 to 11.00 EUR.",)
    assert priced(offers(), expired).warnings == ("Coupon TEN: This coupon has expired.",)


def test_a_line_is_available_where_there_is_enough_of_it():
    assert [is_available(MUG, an_offer(MUG, available=n)) for n in (None, 3, 2, 1)] == [True, True, True, False]
    assert not is_available(MUG, None)


def test_an_order_counts_a_use_of_the_coupons_that_take_something_off():
    ten, expired = a_coupon_with_usage(), a_coupon_with_usage(code="OLD", ends_at=NOW)
    assert priced(offers(), ten, expired).coupons == (ten.coupon,)


def test_prices_are_seen_once_they_were_shown():
    seen = offers(price=eur(1_100))
    assert not prices_changed(CART, offers())
    assert with_shown_prices(CART, offers()) is CART
    assert prices_changed(CART, seen)
    shown = with_shown_prices(CART, seen)
    assert [line.shown_price for line in shown.lines] == [eur(1_100), eur(500)]
    assert [line.snapshot for line in shown.lines] == [line.snapshot for line in CART.lines]
    assert not prices_changed(shown, seen)


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
