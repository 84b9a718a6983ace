"""What a basket costs."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shop_domain.kernel.money import Money, zero
from shop_domain.pricing.model import AdjustmentType, CouponKind
from shop_domain.pricing.totals import calculate_totals
from tests.builders import NOW, a_coupon_with_usage, an_item, eur
from tests.unit.pricing.pricing_strategies import pricing_arguments


def total(amounts, currency):
    return sum(amounts, zero(currency))


@given(pricing_arguments())
def test_the_figures_add_up_to_the_cent(basket):
    totals, currency = calculate_totals(**basket), basket["currency"]
    assert totals.grand_total == totals.subtotal - totals.discount_total + totals.shipping_total + totals.tax_total
    assert totals.grand_total >= zero(currency)
    assert totals.subtotal == total((line.line_total for line in totals.lines), currency)
    assert totals.discount_total == total((line.discount_total for line in totals.lines), currency)
    assert totals.discount_total == -total((adjustment.amount for adjustment in totals.adjustments), currency)


@given(pricing_arguments())
def test_no_line_costs_less_than_nothing(basket):
    totals = calculate_totals(**basket)
    assert all(zero(basket["currency"]) <= line.discount_total <= line.line_total for line in totals.lines)


@given(pricing_arguments())
def test_every_coupon_is_answered_for_and_shares_its_amount_out_over_what_it_is_for(basket):
    totals, currency = calculate_totals(**basket), basket["currency"]
    assert [outcome.coupon for outcome in totals.coupons] == [candidate.coupon for candidate in basket["coupons"]]
    for outcome in totals.coupons:
        assert total(outcome.shares, currency) == outcome.amount
        assert outcome.applies == (outcome.amount.minor > 0) == (outcome.refusal_message is None)
        for item, share in zip(basket["items"], outcome.shares, strict=True):
            limited = outcome.coupon.products or outcome.coupon.categories
            meant = item.product_id in outcome.coupon.products or item.category_ids & set(outcome.coupon.categories)
            assert share.minor == 0 or not limited or meant


@given(pricing_arguments(), st.randoms())
def test_the_order_in_which_coupons_were_entered_does_not_matter(basket, random):
    shuffled: list[Any] = list(basket["coupons"])
    random.shuffle(shuffled)
    other: dict[str, Any] = {**basket, "coupons": tuple(shuffled)}
    first, second = calculate_totals(**basket), calculate_totals(**other)
    assert (first.lines, first.grand_total) == (second.lines, second.grand_total)
    assert set(first.coupons) == set(second.coupons)


@given(st.integers(0, 10**9), st.integers(1, 10_000))
def test_a_percentage_is_rounded_half_up_to_the_smallest_coin(minor, basis_points):
    coupon = a_coupon_with_usage(value=basis_points)
    totals = calculate_totals(items=[an_item(minor)], coupons=[coupon], currency="EUR", has_ordered=False, now=NOW)
    assert totals.discount_total == eur((2 * minor * basis_points + 10_000) // 20_000)


def test_a_basket_is_written_out_whole():
    items = [an_item(999, 2), an_item(500)]
    totals = calculate_totals(items=items, coupons=[a_coupon_with_usage()], currency="EUR", has_ordered=False, now=NOW)
    assert [(line.line_id, line.unit_price, line.line_total, line.discount_total) for line in totals.lines] == [
        (items[0].line_id, eur(999), eur(1_998), eur(200)),
        (items[1].line_id, eur(500), eur(500), eur(50)),
    ]
    (adjustment,) = totals.adjustments
    assert (adjustment.type, adjustment.amount, adjustment.code) == (AdjustmentType.DISCOUNT, eur(-250), "TEN")
    assert (totals.subtotal, totals.discount_total, totals.grand_total) == (eur(2_498), eur(250), eur(2_248))


def test_a_fixed_amount_is_exact_in_currencies_of_any_decimals():
    for currency, minor, off in (("JPY", 1_501, 300), ("KWD", 1_505, 5)):
        item = an_item(unit_price=Money(minor, currency))
        coupon = a_coupon_with_usage(kind=CouponKind.FIXED, value=off, currency=currency)
        totals = calculate_totals(items=[item], coupons=[coupon], currency=currency, has_ordered=False, now=NOW)
        assert totals.grand_total == Money(minor - off, currency)


def test_nothing_costs_nothing():
    totals = calculate_totals(items=[], coupons=[a_coupon_with_usage()], currency="EUR", has_ordered=False, now=NOW)
    assert (totals.lines, totals.adjustments, totals.grand_total) == ((), (), eur(0))
