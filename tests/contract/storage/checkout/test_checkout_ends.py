"""Orders that do not come to be paid give everything back, on every storage."""

import pytest
from msgspec.structs import replace

from shop_adapters.payments.in_memory import ProviderFault
from shop_domain.auth.errors import SessionTerminated
from shop_domain.auth.model import SessionEndReason
from shop_domain.cart.model import CartStatus
from shop_domain.checkout.errors import PaymentClosed
from shop_domain.orders.access import OrderViewer
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.model import PaymentState
from tests.auth_driver import NOON, a_session, a_user
from tests.builders import a_product, create_products, eur
from tests.contract.storage.checkout.coupons import save_coupon, uses


def test_a_payer_who_turns_back_has_everything_back(driver, mug):
    save_coupon(driver)
    owner = driver.fill_cart(mug, quantity=2, coupon_codes=("TEN",))
    started = driver.start(owner)
    assert uses(driver) == 1

    assert [driver.return_cancelled(started).state for _ in range(2)] == [PaymentState.CANCELLED] * 2

    cart = driver.cart_of(owner)
    assert [(line.variant_id, line.quantity) for line in cart.lines] == [(mug, 2)]
    assert cart.coupon_codes == ("TEN",)
    assert (driver.level(mug), uses(driver)) == ((10, 0), 0)
    assert driver.order(started).placed.order.status is OrderStatus.CANCELLED
    with pytest.raises(PaymentClosed):
        driver.return_paid(started)


def test_turning_back_after_paying_changes_nothing(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)
    driver.return_paid(started)

    assert driver.return_cancelled(started).state is PaymentState.PAID
    assert driver.order(started).placed.order.status is OrderStatus.CONFIRMED


def test_an_attempt_that_the_provider_has_forgotten_ends_in_time(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)
    driver.provider.injected_faults.append(ProviderFault.NOT_SENT)
    assert driver.return_paid(started).state is PaymentState.COMPLETING
    del driver.provider.payments[str(started.payment.provider_id)]

    driver.pass_time(hours=3)
    driver.reconciliation.run_once()
    assert driver.order(started).payment_status == "PROCESSING"
    driver.pass_time(hours=3)
    driver.reconciliation.run_once()

    assert driver.order(started).payment_status == "EXPIRED"
    assert driver.level(mug) == (10, 0)


def test_an_order_that_nobody_pays_expires_and_gives_all_back(driver, mug):
    owner = driver.fill_cart(mug, quantity=4)
    started = driver.start(owner)

    driver.pass_time(minutes=61)
    driver.reconciliation.run_once()

    summary = driver.order(started)
    assert (summary.placed.order.status, summary.payment_status) == (OrderStatus.CANCELLED, "EXPIRED")
    assert driver.level(mug) == (10, 0)
    assert driver.cart_of(owner).lines[0].quantity == 4


def test_an_order_is_not_sold_after_its_time_even_if_nobody_has_expired_it_yet(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)
    driver.pass_time(minutes=61)

    with pytest.raises(PaymentClosed):
        driver.return_paid(started)

    assert driver.provider.capture_count == 0
    assert driver.level(mug) == (10, 0)


def test_a_cart_begun_meanwhile_takes_the_old_lines_in(driver, store, mug):
    (plate,) = create_products(store, a_product(), available=10)
    owner = driver.fill_cart(mug, quantity=2)
    started = driver.start(owner)
    driver.fill_cart(plate, owner=owner)

    driver.return_cancelled(started)

    assert {line.variant_id: line.quantity for line in driver.cart_of(owner).lines} == {mug: 2, plate: 1}
    with store.read() as tx:
        assert tx.carts.get(started.order.cart_id).status is CartStatus.MERGED


def test_another_amount_is_reviewed_and_goes_back_by_itself(driver, mug):
    owner = driver.fill_cart(mug, quantity=2)
    started = driver.start(owner)
    provider_id = str(started.payment.provider_id)
    driver.provider.payments[provider_id] = replace(driver.provider.payments[provider_id], amount=eur(1), approved=True)

    assert driver.return_paid(started).state is PaymentState.REVIEW
    assert driver.order(started).placed.order.status is OrderStatus.PENDING

    driver.reconciliation.run_once()

    assert driver.provider.payments[provider_id].refunded_minor == 1
    assert driver.order(started).placed.order.status is OrderStatus.CANCELLED
    assert driver.level(mug) == (10, 0)


def test_money_that_comes_after_the_end_goes_back_once(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.return_cancelled(started)
    provider_id = str(started.payment.provider_id)
    account = driver.provider.payments[provider_id]
    driver.provider.payments[provider_id] = replace(account, approved=True, captured=account.amount)

    driver.deliver_webhook(started)
    for _ in range(3):
        driver.reconciliation.run_once()
        driver.pass_time(minutes=5)

    assert len(driver.provider.payments[provider_id].refunds) == 1
    assert driver.provider.payments[provider_id].refunded_minor == 1_000
    summary = driver.order(started)
    assert (summary.placed.order.status, summary.payment_status) == (OrderStatus.CANCELLED, "REFUNDED")


def test_a_refund_whose_answer_was_lost_is_not_paid_twice(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)
    driver.return_paid(started)
    driver.cancellation.cancel(started.order.number, OrderViewer(owner=started.order.owner))
    driver.provider.injected_faults.append(ProviderFault.RESPONSE_LOST)

    driver.reconciliation.run_once()
    driver.pass_time(minutes=5)
    driver.reconciliation.run_once()

    assert driver.provider.payments[str(started.payment.provider_id)].refunded_minor == 1_000
    assert driver.order(started).payment_status == "REFUNDED"


def test_a_paid_order_that_is_cancelled_puts_the_goods_back(driver, mug):
    save_coupon(driver)
    started = driver.start(driver.fill_cart(mug, quantity=3, coupon_codes=("TEN",)))
    driver.approve(started)
    driver.return_paid(started)

    driver.cancellation.cancel(started.order.number, OrderViewer(owner=started.order.owner))
    summary = driver.cancellation.cancel(started.order.number, OrderViewer(owner=started.order.owner))

    assert summary.placed.order.status is OrderStatus.CANCELLED
    assert (driver.level(mug), uses(driver)) == ((10, 0), 0)


def test_an_unpaid_order_that_is_cancelled_gives_the_cart_back(driver, mug):
    owner = driver.fill_cart(mug)
    started = driver.start(owner)

    driver.cancellation.cancel(started.order.number, OrderViewer(owner=owner))

    assert driver.order(started).payment_status == "CANCELLED"
    assert driver.cart_of(owner).lines[0].variant_id == mug


@pytest.mark.parametrize("is_paid", [False, True])
def test_whoever_is_signed_out_meanwhile_cancels_nothing(driver, mug, is_paid):
    started = driver.start(driver.fill_cart(mug))
    if is_paid:
        driver.approve(started)
        driver.return_paid(started)
    user_id = started.order.owner.user_id
    ended, open_one = a_session(user_id), a_session(user_id)
    with driver.store.begin() as tx:
        tx.users.add(a_user(id=user_id))
        tx.sessions.add(ended)
        tx.sessions.add(open_one)
    with driver.store.begin() as tx:
        tx.sessions.end([ended.id], SessionEndReason.LOGOUT, NOON)

    before = driver.order(started)
    with pytest.raises(SessionTerminated):
        driver.cancellation.cancel(started.order.number, OrderViewer(owner=started.order.owner, session_id=ended.id))
    assert driver.order(started) == before

    visitor = OrderViewer(owner=started.order.owner, session_id=open_one.id)
    assert driver.cancellation.cancel(started.order.number, visitor).placed.order.status is OrderStatus.CANCELLED


def test_an_attempt_that_a_crash_left_is_given_back(driver, mug):
    class PowerCut(BaseException):
        pass

    def crash(_request):
        raise PowerCut

    owner = driver.fill_cart(mug)
    driver.provider.start, start = crash, driver.provider.start
    with pytest.raises(PowerCut):
        driver.start(owner)
    driver.provider.start = start
    assert driver.level(mug) == (10, 1)

    driver.pass_time(seconds=61)
    driver.reconciliation.run_once()

    assert driver.level(mug) == (10, 0)
    assert driver.cart_of(owner).lines[0].variant_id == mug


def test_a_capture_that_is_another_payments_settles_nothing_and_is_asked_about_again(driver, mug):
    first, second = (driver.start(driver.fill_cart(mug)) for _ in range(2))
    with driver.store.begin() as tx:
        payment, _ = tx.payments.lock_with_order(first.payment.id)
        tx.payments.save(replace(payment, capture_id=f"C-{second.payment.provider_id}"))
    driver.approve(second)
    assert driver.return_paid(second).state is PaymentState.COMPLETING
    driver.pass_time(minutes=2)
    driver.reconciliation.run_once()
    assert driver.order(second).payment_status == "PROCESSING"
    assert driver.order(second).placed.order.status is OrderStatus.PENDING
