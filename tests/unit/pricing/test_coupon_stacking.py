"""Which coupons apply together."""

from hypothesis import given

from shop_domain.pricing.coupon_eligibility import CouponContext, ineligibility_reason
from shop_domain.pricing.coupon_stacking import may_combine, stack_coupons
from shop_domain.pricing.model import CouponKind
from tests.builders import NOW, a_coupon, a_coupon_with_usage, an_item, eur
from tests.unit.pricing.pricing_strategies import pricing_arguments


def a_context(*items) -> CouponContext:
    return CouponContext(items=items or (an_item(10_000),), currency="EUR", has_ordered=False, now=NOW)


def amounts(*coupons, basket: CouponContext | None = None) -> dict[str, int]:
    return {outcome.coupon.code: outcome.amount.minor for outcome in stack_coupons(coupons, basket or a_context())}


def reasons(*coupons) -> dict[str, str | None]:
    return {outcome.coupon.code: outcome.refusal_code for outcome in stack_coupons(coupons, a_context())}


def percent(code: str, value: int, **given):
    return a_coupon_with_usage(code=code, value=value * 100, **given)


def fixed(code: str, minor: int, **given):
    return a_coupon_with_usage(code=code, kind=CouponKind.FIXED, value=minor, currency="EUR", **given)


def test_stackable_coupons_are_each_taken_of_full_prices():
    assert amounts(percent("TEN", 10), percent("FIVE", 5), fixed("EUR", 700)) == {"TEN": 1_000, "FIVE": 500, "EUR": 700}


def test_the_largest_goes_first_and_the_last_gets_what_is_left():
    assert amounts(fixed("SMALL", 3_000), percent("BIG", 80)) == {"SMALL": 2_000, "BIG": 8_000}


def test_a_coupon_that_finds_nothing_left_does_not_apply():
    assert reasons(percent("ALL", 100), fixed("LATE", 100)) == {"ALL": None, "LATE": "coupon_not_applicable"}


def test_the_best_exclusive_coupon_wins_alone_where_it_takes_more_off():
    candidate = [percent("TEN", 10), percent("ALONE", 40, stackable=False), percent("LESS", 30, stackable=False)]
    assert amounts(*candidate) == {"TEN": 0, "ALONE": 4_000, "LESS": 0}
    assert reasons(*candidate) == {"TEN": "coupon_not_combinable", "ALONE": None, "LESS": "coupon_not_combinable"}


def test_the_stackable_coupons_win_together_where_they_take_more_off_or_as_much():
    for alone in (40, 50):
        candidate = [percent("A", 30), percent("B", 20), percent("ALONE", alone, stackable=False)]
        assert amounts(*candidate) == {"A": 3_000, "B": 2_000, "ALONE": 0}


def test_among_equal_exclusive_coupons_the_first_code_wins():
    assert amounts(percent("B", 10, stackable=False), percent("A", 10, stackable=False)) == {"A": 1_000, "B": 0}


def test_a_refused_coupon_stands_in_nobodys_way():
    candidate = [percent("TEN", 10), percent("OVER", 90, stackable=False, ends_at=NOW)]
    assert reasons(*candidate) == {"TEN": None, "OVER": "coupon_expired"}


def test_an_amount_is_shared_out_by_value_over_the_items_that_it_is_for():
    mug, cup, pot = an_item(1_000), an_item(2_000), an_item(7_000)
    coupon = fixed("OFF", 100, products=(mug.product_id, cup.product_id))
    (outcome,) = stack_coupons([coupon], a_context(mug, cup, pot))
    assert outcome.shares == (eur(33), eur(67), eur(0))


@given(pricing_arguments())
def test_whatever_applies_was_eligible_and_may_stand_together(basket):
    seen = CouponContext(**{name: basket[name] for name in ("items", "currency", "has_ordered", "now")})
    applied = [outcome.coupon for outcome in stack_coupons(basket["coupons"], seen) if outcome.applies]
    assert all(may_combine(coupon, applied) for coupon in applied)
    eligible = {
        candidate.coupon.code for candidate in basket["coupons"] if ineligibility_reason(candidate, seen) is None
    }
    assert {coupon.code for coupon in applied} <= eligible


@given(pricing_arguments())
def test_no_coupon_alone_would_have_taken_more_off(basket):
    seen = CouponContext(**{name: basket[name] for name in ("items", "currency", "has_ordered", "now")})
    best = sum(outcome.amount.minor for outcome in stack_coupons(basket["coupons"], seen))
    for candidate in basket["coupons"]:
        if not candidate.coupon.stackable:
            assert sum(outcome.amount.minor for outcome in stack_coupons([candidate], seen)) <= best


def test_a_coupon_joins_others_only_where_all_may_be_stacked():
    ten, five, alone = a_coupon(), a_coupon(code="FIVE"), a_coupon(code="ALONE", stackable=False)
    assert may_combine(ten, [five])
    assert may_combine(alone, [alone])
    assert not may_combine(ten, [five, alone])
    assert not may_combine(alone, [ten])
