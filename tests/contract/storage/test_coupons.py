"""What every storage promises about coupons: limits hold under any race, and a use comes back once."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_adapters.memory.store import MemoryStore
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.kernel.money import Money
from shop_domain.kernel.paging import PageNotFound, PageRequest
from shop_domain.pricing.customer_key import customer_key
from shop_domain.pricing.errors import CouponAlreadyUsed, CouponCodeTaken, CouponExhausted, CouponRefused
from shop_domain.pricing.model import Coupon, CouponFilter, CouponKind
from tests.builders import NOW, a_coupon, a_user_id
from tests.contract.racing import all_at_once

RACERS = 20
ANNA, BERT = (customer_key(a_user_id(), None) for _ in "AB")


def save(store, coupon: Coupon) -> Coupon:
    with store.begin() as tx:
        return tx.coupon_admin.save(coupon)


def uses(store, coupon: Coupon) -> int:
    with store.read() as tx:
        return tx.coupon_admin.get(coupon.code).uses


def redeem(store, coupon: Coupon, customer=ANNA, order_id=None) -> str:
    """Take a use, or give the code of the refusal."""
    try:
        with store.begin() as tx:
            tx.coupon_redemptions.redeem(coupon.id, customer, order_id or uuid7(), NOW)
    except CouponRefused as refusal:
        return refusal.code
    return "taken"


def release(store, order_id) -> None:
    with store.begin() as tx:
        tx.coupon_redemptions.release(order_id, NOW)


def test_a_coupon_comes_back_as_it_was_saved(store):
    coupon = a_coupon(
        kind=CouponKind.FIXED,
        value=500,
        currency="EUR",
        max_discount=Money(400, "EUR"),
        minimum_subtotal=Money(2_000, "EUR"),
        max_uses=10,
        max_uses_per_user=2,
        starts_at=NOW,
        ends_at=NOW + timedelta(days=1),
        stackable=False,
        first_order_only=True,
        products=(uuid7(), uuid7()),
        categories=(uuid7(),),
        is_active=False,
    )
    saved = save(store, coupon)
    assert saved == replace(coupon, version=1)
    with store.begin() as tx:
        assert tx.coupon_admin.get("TEN") == tx.coupon_admin.lock("TEN") == saved
        assert tx.coupon_admin.get("TWENTY") is tx.coupon_admin.lock("TWENTY") is None


def test_new_terms_keep_the_uses_that_were_counted_meanwhile(store):
    coupon = save(store, a_coupon(max_uses=5))
    redeem(store, coupon)
    save(store, replace(coupon, value=2_000))
    assert uses(store, coupon) == 1


def test_terms_that_moved_on_are_not_overwritten_and_codes_are_unique(store):
    coupon = save(store, a_coupon())
    save(store, replace(coupon, value=1))
    with pytest.raises(ConcurrentUpdate):
        save(store, replace(coupon, value=2))
    with pytest.raises(CouponCodeTaken):
        save(store, a_coupon())
    with pytest.raises(CouponCodeTaken):
        save(store, replace(save(store, a_coupon(code="OTHER")), code="TEN"))


def test_coupons_come_in_the_order_of_their_codes_with_the_customers_own_uses(store):
    ten, five, off = (save(store, a_coupon(code=code, is_active=code != "OFF")) for code in ("TEN", "FIVE", "OFF"))
    redeem(store, ten, ANNA)
    redeem(store, ten, ANNA)
    redeem(store, ten, BERT)
    with store.read() as tx:
        held = tx.coupon_redemptions.with_usage(["OFF", "TEN", "NONE", "FIVE"], ANNA)
        nobody = tx.coupon_redemptions.with_usage(["TEN"], None)
        assert tx.coupon_redemptions.with_usage([], ANNA) == ()
    assert [(h.coupon.id, h.coupon.uses, h.used_by_customer) for h in held] == [
        (off.id, 0, 0),
        (ten.id, 3, 2),
        (five.id, 0, 0),
    ]
    assert [h.used_by_customer for h in nobody] == [0]


def test_a_coupon_is_used_at_most_as_often_as_it_may_be(store):
    coupon = save(store, a_coupon(max_uses=2))
    assert [redeem(store, coupon) for _ in range(3)] == ["taken", "taken", CouponExhausted.code]
    assert uses(store, coupon) == 2


def test_a_customer_uses_a_coupon_at_most_as_often_as_one_may(store):
    coupon = save(store, a_coupon(max_uses_per_user=1))
    assert [redeem(store, coupon, who) for who in (ANNA, ANNA, BERT)] == ["taken", CouponAlreadyUsed.code, "taken"]
    assert uses(store, coupon) == 2


def test_an_order_takes_a_coupon_once(store):
    coupon, order_id = save(store, a_coupon()), uuid7()
    assert [redeem(store, coupon, order_id=order_id) for _ in range(2)] == ["taken", CouponAlreadyUsed.code]
    assert uses(store, coupon) == 1


def test_an_unknown_coupon_can_not_be_used(store):
    assert redeem(store, a_coupon()) == CouponExhausted.code


def test_what_an_order_took_comes_back_once_and_may_be_used_again(store):
    order_id = uuid7()
    ten, five = save(store, a_coupon(max_uses=1, max_uses_per_user=1)), save(store, a_coupon(code="FIVE"))
    redeem(store, ten, order_id=order_id)
    redeem(store, five, order_id=order_id)
    redeem(store, five)
    for _ in range(3):
        release(store, order_id)
    assert (uses(store, ten), uses(store, five)) == (0, 1)
    assert redeem(store, ten) == "taken"
    release(store, uuid7())
    assert uses(store, ten) == 1


def test_of_many_orders_at_once_exactly_as_many_get_the_coupon_as_may(store):
    for limit in (1, 3):
        coupon = save(store, a_coupon(code=f"ONLY-{limit}", max_uses=limit))
        results = all_at_once(RACERS, lambda _, coupon=coupon: redeem(store, coupon, customer_key(a_user_id(), None)))
        assert sorted(results) == sorted(["taken"] * limit + [CouponExhausted.code] * (RACERS - limit))
        assert uses(store, coupon) == limit


def test_of_many_orders_of_one_customer_at_once_exactly_as_many_get_the_coupon_as_may(store):
    coupon = save(store, a_coupon(max_uses_per_user=2))
    results = all_at_once(RACERS, lambda _: redeem(store, coupon))
    assert sorted(results) == sorted(["taken"] * 2 + [CouponAlreadyUsed.code] * (RACERS - 2))
    assert uses(store, coupon) == 2


def test_a_use_is_given_back_once_however_many_cancel_at_once(store):
    coupon, order_id = save(store, a_coupon()), uuid7()
    redeem(store, coupon)
    redeem(store, coupon, order_id=order_id)
    all_at_once(RACERS, lambda _: release(store, order_id))
    assert uses(store, coupon) == 1


def test_redeeming_and_releasing_at_once_leave_exactly_the_open_uses(store):
    coupon = save(store, a_coupon(max_uses=RACERS))
    orders = [uuid7() for _ in range(RACERS)]
    for order_id in orders[: RACERS // 2]:
        redeem(store, coupon, order_id=order_id)

    def act(number: int) -> None:
        if number < RACERS // 2:
            release(store, orders[number])
        else:
            redeem(store, coupon, order_id=orders[number])

    all_at_once(RACERS, act)
    assert uses(store, coupon) == RACERS // 2


def test_the_storage_itself_refuses_a_count_beyond_the_limits(store):
    if isinstance(store, MemoryStore):
        return
    from sqlalchemy import update

    from shop_adapters.sql.engine.error_mapping import ConstraintViolation
    from shop_adapters.sql.pricing.tables import coupons

    save(store, a_coupon(max_uses=1))
    for uses in (-1, 2):
        with pytest.raises(ConstraintViolation, match="uses"), store.begin() as tx:
            tx.source.execute(update(coupons).values(uses=uses))


def listed(store, wanted: CouponFilter, **asked) -> list[str]:
    with store.read() as tx:
        return [coupon.code for coupon in tx.coupon_admin.list(wanted, PageRequest(**asked)).items]


def test_coupons_are_listed_newest_first_by_activity_and_part_of_the_code(store):
    for code in ("A_1", "A%2", "B-3"):
        save(store, a_coupon(code=code, is_active=code != "B-3"))
    assert listed(store, CouponFilter()) == ["B-3", "A%2", "A_1"]
    assert listed(store, CouponFilter(is_active=False)) == ["B-3"]
    assert listed(store, CouponFilter(is_active=True, search="A")) == ["A%2", "A_1"]
    assert listed(store, CouponFilter(search="_")) == ["A_1"]
    assert listed(store, CouponFilter(search="%")) == ["A%2"]


def test_a_walk_over_the_list_meets_every_coupon_once_in_both_directions(store):
    codes = [save(store, a_coupon(code=f"C{number}")).code for number in range(5)][::-1]
    with store.read() as tx:
        first = tx.coupon_admin.list(CouponFilter(), PageRequest(size=2))
        second = tx.coupon_admin.list(CouponFilter(), PageRequest(size=2, cursor=first.next))
        third = tx.coupon_admin.list(CouponFilter(), PageRequest(size=2, cursor=second.next, with_count=False))
        back = tx.coupon_admin.list(CouponFilter(), PageRequest(size=2, cursor=third.previous))
    assert [c.code for page in (first, second, third) for c in page.items] == codes
    assert (first.count, third.count, first.previous, third.next) == (5, None, None, None)
    assert back.items == second.items


def test_a_page_beyond_the_last_is_not_found(store):
    save(store, a_coupon())
    assert listed(store, CouponFilter(), number=1) == ["TEN"]
    with pytest.raises(PageNotFound):
        listed(store, CouponFilter(), number=2)
