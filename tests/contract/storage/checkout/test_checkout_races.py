"""Many at the same checkout at once, on every storage."""

from shop_domain.checkout.errors import CartChanged, CartEmpty, PaymentClosed, StockLacks
from shop_domain.orders.access import Visitor
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.model import RefundState
from shop_domain.pricing.errors import CouponExhausted
from tests.builders import a_product, eur, put_on_sale
from tests.contract.racing import all_at_once
from tests.contract.storage.checkout.coupons import save_coupon, uses


def test_one_cart_checked_out_by_twenty_at_once_makes_one_order(desk, mug):
    owner = desk.fill_cart(mug)

    def start(_number):
        try:
            return desk.start(owner).order.id
        except CartEmpty:
            return None

    assert len({order_id for order_id in all_at_once(20, start) if order_id}) == 1
    assert desk.level(mug) == (10, 1)


def test_one_unit_and_twenty_carts_make_exactly_one_order(desk, store):
    (mug,) = put_on_sale(store, a_product(), available=1)
    owners = [desk.fill_cart(mug) for _ in range(20)]

    def start(number):
        try:
            return desk.start(owners[number])
        except StockLacks:
            return None

    assert sum(started is not None for started in all_at_once(20, start)) == 1
    assert desk.level(mug) == (1, 1)


def test_a_coupon_for_one_among_twenty_lowers_exactly_one_order(desk, store):
    (mug,) = put_on_sale(store, a_product(), available=100)
    save_coupon(desk, max_uses=1)
    owners = [desk.fill_cart(mug, coupon_codes=("TEN",)) for _ in range(20)]

    def start(number):
        try:
            return desk.start(owners[number]).payment.amount
        except (CartChanged, CouponExhausted):
            return None

    assert [amount for amount in all_at_once(20, start) if amount] == [eur(900)]
    assert uses(desk) == 1


def test_return_webhook_and_worker_at_once_sell_once(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.pass_time(minutes=2)

    def act(number):
        if number % 3 == 0:
            desk.come_back(started)
        elif number % 3 == 1:
            desk.notify(started, key=f"E{number}")
        else:
            desk.reconciliation.go_round()

    all_at_once(12, act)

    assert desk.provider.captures == 1
    assert desk.level(mug) == (9, 0)
    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED


def test_paying_and_turning_back_at_once_end_as_one_or_the_other(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)

    def act(number):
        try:
            return desk.turn_back(started) if number % 2 else desk.come_back(started)
        except PaymentClosed:
            return None

    all_at_once(12, act)

    summary = desk.order(started)
    paid = summary.placed.order.status is OrderStatus.CONFIRMED
    assert desk.provider.captures == int(paid)
    assert desk.level(mug) == ((9, 0) if paid else (10, 0))


def test_refunds_are_pursued_once_by_many_workers(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.come_back(started)
    desk.cancellation.cancel(started.order.number, Visitor(owner=started.order.owner))
    with desk.store.read() as tx:
        (refund_id,) = tx.payment_agenda.refunds_due(desk.now, 10)

    states = all_at_once(8, lambda _: desk.refunds.pursue(refund_id))

    assert RefundState.DONE in states
    assert desk.provider.book[str(started.payment.provider_id)].returned == 1_000
