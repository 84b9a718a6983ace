"""Many at the same checkout at once, on every storage."""

from shop_domain.checkout.errors import CartChanged, CartEmpty, CartOutOfStock, PaymentClosed
from shop_domain.orders.access import OrderViewer
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.model import RefundState
from shop_domain.pricing.errors import CouponExhausted
from tests.builders import a_product, create_products, eur
from tests.contract.racing import all_at_once
from tests.contract.storage.checkout.coupons import save_coupon, uses


def test_one_cart_checked_out_by_twenty_at_once_makes_one_order(driver, mug):
    owner = driver.fill_cart(mug)

    def start(_number):
        try:
            return driver.start(owner).order.id
        except CartEmpty:
            return None

    assert len({order_id for order_id in all_at_once(20, start) if order_id}) == 1
    assert driver.level(mug) == (10, 1)


def test_one_unit_and_twenty_carts_make_exactly_one_order(driver, store):
    (mug,) = create_products(store, a_product(), available=1)
    owners = [driver.fill_cart(mug) for _ in range(20)]

    def start(number):
        try:
            return driver.start(owners[number])
        except CartOutOfStock:
            return None

    assert sum(started is not None for started in all_at_once(20, start)) == 1
    assert driver.level(mug) == (1, 1)


def test_a_coupon_for_one_among_twenty_lowers_exactly_one_order(driver, store):
    (mug,) = create_products(store, a_product(), available=100)
    save_coupon(driver, max_uses=1)
    owners = [driver.fill_cart(mug, coupon_codes=("TEN",)) for _ in range(20)]

    def start(number):
        try:
            return driver.start(owners[number]).payment.amount
        except (CartChanged, CouponExhausted):
            return None

    assert [amount for amount in all_at_once(20, start) if amount] == [eur(900)]
    assert uses(driver) == 1


def test_return_webhook_and_worker_at_once_sell_once(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)
    driver.pass_time(minutes=2)

    def act(number):
        if number % 3 == 0:
            driver.return_paid(started)
        elif number % 3 == 1:
            driver.deliver_webhook(started, key=f"E{number}")
        else:
            driver.reconciliation.run_once()

    all_at_once(12, act)

    assert driver.provider.capture_count == 1
    assert driver.level(mug) == (9, 0)
    assert driver.order(started).placed.order.status is OrderStatus.CONFIRMED


def test_paying_and_turning_back_at_once_end_as_one_or_the_other(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)

    def act(number):
        try:
            return driver.return_cancelled(started) if number % 2 else driver.return_paid(started)
        except PaymentClosed:
            return None

    all_at_once(12, act)

    summary = driver.order(started)
    paid = summary.placed.order.status is OrderStatus.CONFIRMED
    assert driver.provider.capture_count == int(paid)
    assert driver.level(mug) == ((9, 0) if paid else (10, 0))


def test_refunds_are_processed_once_by_many_workers(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)
    driver.return_paid(started)
    driver.cancellation.cancel(started.order.number, OrderViewer(owner=started.order.owner))
    with driver.store.read() as tx:
        (refund_id,) = tx.due_payments.refunds_due(driver.now, 10)

    states = all_at_once(8, lambda _: driver.refunds.process(refund_id))

    assert RefundState.DONE in states
    assert driver.provider.payments[str(started.payment.provider_id)].refunded_minor == 1_000
