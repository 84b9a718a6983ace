"""From cart to paid order, on every storage."""

import pytest
from uuid_utils.compat import uuid7

from shop_adapters.payments.in_memory import ProviderFault
from shop_domain.orders.access import OrderViewer
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.errors import (
    PaymentDeclined,
    PaymentNotApproved,
)
from shop_domain.payments.model import PaymentState
from tests.builders import eur
from tests.contract.storage.checkout.coupons import save_coupon


def test_a_started_checkout_holds_the_goods_and_closes_the_cart(driver, mug):
    owner = driver.fill_cart(mug, quantity=3)

    started = driver.start(owner)

    assert started.payment.state is PaymentState.AWAITING_PAYER
    assert started.payment.amount == eur(3_000)
    assert driver.level(mug) == (10, 3)
    assert driver.cart_of(owner) is None
    assert driver.order(started).placed.order.status is OrderStatus.PENDING


def test_a_paid_order_is_confirmed_and_its_goods_are_sold(driver, mug):
    started = driver.start(driver.fill_cart(mug, quantity=3))
    driver.approve(started)

    assert driver.return_paid(started).state is PaymentState.PAID

    summary = driver.order(started)
    assert (summary.placed.order.status, summary.payment_status) == (OrderStatus.CONFIRMED, "COMPLETED")
    assert driver.level(mug) == (7, 0)


def test_coming_back_again_changes_nothing(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)

    assert [driver.return_paid(started).state for _ in range(3)] == [PaymentState.PAID] * 3
    assert driver.provider.capture_count == 1
    assert driver.level(mug) == (9, 0)


def test_a_payer_who_has_not_approved_is_sent_to_do_so(driver, mug):
    started = driver.start(driver.fill_cart(mug))

    with pytest.raises(PaymentNotApproved):
        driver.return_paid(started)

    driver.approve(started)
    assert driver.return_paid(started).state is PaymentState.PAID


def test_a_declined_payer_may_fund_it_otherwise(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)
    driver.provider.decline_next_capture(str(started.payment.provider_id))

    with pytest.raises(PaymentDeclined) as declined:
        driver.return_paid(started)

    assert declined.value.details["approval_url"]
    driver.approve(started)
    assert driver.return_paid(started).state is PaymentState.PAID


def test_a_decline_is_told_to_whoever_asks_until_the_payer_approves_again(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)
    driver.provider.decline_next_capture(str(started.payment.provider_id))
    driver.deliver_webhook(started)  # the first to capture, and to be declined

    for _ in range(3):
        with pytest.raises(PaymentDeclined) as declined:
            driver.return_paid(started)
        assert declined.value.details["approval_url"]
    assert driver.order(started).placed.order.status is OrderStatus.PENDING

    driver.approve(started)
    assert driver.return_paid(started).state is PaymentState.PAID


def test_a_capture_whose_answer_was_lost_is_found_out_by_asking(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)
    driver.provider.injected_faults.append(ProviderFault.RESPONSE_LOST)

    assert driver.return_paid(started).state is PaymentState.COMPLETING
    driver.pass_time(seconds=10)
    driver.reconciliation.run_once()

    assert driver.order(started).placed.order.status is OrderStatus.CONFIRMED
    assert driver.provider.capture_count == 1


def test_a_payer_who_never_comes_back_is_found_by_asking(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)

    driver.pass_time(minutes=2)
    driver.reconciliation.run_once()

    assert driver.order(started).placed.order.status is OrderStatus.CONFIRMED


def test_a_webhook_alone_confirms_and_counts_once(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)

    for _ in range(3):
        driver.deliver_webhook(started)

    assert driver.order(started).placed.order.status is OrderStatus.CONFIRMED
    assert driver.provider.capture_count == 1


def test_history_tells_every_move(driver, mug):
    started = driver.start(driver.fill_cart(mug))
    driver.approve(started)
    driver.return_paid(started)

    moves = driver.orders.history(started.order.number, OrderViewer(owner=started.order.owner))

    assert [(move.from_status, move.to_status) for move in moves] == [
        (None, OrderStatus.PENDING),
        (OrderStatus.PENDING, OrderStatus.CONFIRMED),
    ]


def test_an_order_that_costs_nothing_never_meets_the_provider(driver, mug):
    save_coupon(driver, value=10_000)
    started = driver.start(driver.fill_cart(mug, coupon_codes=("TEN",)))

    assert started.payment.state is PaymentState.PAID
    assert not driver.provider.payments
    assert driver.order(started).placed.order.status is OrderStatus.CONFIRMED
    assert driver.level(mug) == (9, 0)


def test_a_repeated_request_goes_on_where_the_first_was_cut_off(driver, mug):
    owner, request_id = driver.fill_cart(mug), uuid7()

    first = driver.start(owner, request_id)
    again = driver.start(owner, request_id)

    assert again.payment == first.payment
    assert len(driver.provider.payments) == 1
    assert driver.level(mug) == (10, 1)
