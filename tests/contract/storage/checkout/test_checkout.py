"""From cart to paid order, on every storage."""

import pytest
from uuid_utils.compat import uuid7

from shop_adapters.memory.provider import Fault
from shop_domain.orders.access import Visitor
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.errors import (
    PaymentDeclined,
    PaymentNotApproved,
)
from shop_domain.payments.model import PaymentState
from tests.builders import eur
from tests.contract.storage.checkout.coupons import save_coupon


def test_a_started_checkout_holds_the_goods_and_closes_the_cart(desk, mug):
    owner = desk.fill_cart(mug, quantity=3)

    started = desk.start(owner)

    assert started.payment.state is PaymentState.AWAITING_PAYER
    assert started.payment.amount == eur(3_000)
    assert desk.level(mug) == (10, 3)
    assert desk.cart_of(owner) is None
    assert desk.order(started).placed.order.status is OrderStatus.PENDING


def test_a_paid_order_is_confirmed_and_its_goods_are_sold(desk, mug):
    started = desk.start(desk.fill_cart(mug, quantity=3))
    desk.approve(started)

    assert desk.come_back(started).state is PaymentState.PAID

    summary = desk.order(started)
    assert (summary.placed.order.status, summary.payment_status) == (OrderStatus.CONFIRMED, "COMPLETED")
    assert desk.level(mug) == (7, 0)


def test_coming_back_again_changes_nothing(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)

    assert [desk.come_back(started).state for _ in range(3)] == [PaymentState.PAID] * 3
    assert desk.provider.captures == 1
    assert desk.level(mug) == (9, 0)


def test_a_payer_who_has_not_approved_is_sent_to_do_so(desk, mug):
    started = desk.start(desk.fill_cart(mug))

    with pytest.raises(PaymentNotApproved):
        desk.come_back(started)

    desk.approve(started)
    assert desk.come_back(started).state is PaymentState.PAID


def test_a_declined_payer_may_fund_it_otherwise(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.provider.decline_next(str(started.payment.provider_id))

    with pytest.raises(PaymentDeclined) as declined:
        desk.come_back(started)

    assert declined.value.details["approval_url"]
    desk.approve(started)
    assert desk.come_back(started).state is PaymentState.PAID


def test_a_decline_is_told_to_whoever_asks_until_the_payer_approves_again(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.provider.decline_next(str(started.payment.provider_id))
    desk.notify(started)  # the first to capture, and to be declined

    for _ in range(3):
        with pytest.raises(PaymentDeclined) as declined:
            desk.come_back(started)
        assert declined.value.details["approval_url"]
    assert desk.order(started).placed.order.status is OrderStatus.PENDING

    desk.approve(started)
    assert desk.come_back(started).state is PaymentState.PAID


def test_a_capture_whose_answer_was_lost_is_found_out_by_asking(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.provider.faults.append(Fault.ANSWER_LOST)

    assert desk.come_back(started).state is PaymentState.COMPLETING
    desk.pass_time(seconds=10)
    desk.reconciliation.go_round()

    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED
    assert desk.provider.captures == 1


def test_a_payer_who_never_comes_back_is_found_by_asking(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)

    desk.pass_time(minutes=2)
    desk.reconciliation.go_round()

    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED


def test_a_webhook_alone_confirms_and_counts_once(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)

    for _ in range(3):
        desk.notify(started)

    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED
    assert desk.provider.captures == 1


def test_history_tells_every_move(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.come_back(started)

    moves = desk.orders.history(started.order.number, Visitor(owner=started.order.owner))

    assert [(move.from_status, move.to_status) for move in moves] == [
        (None, OrderStatus.PENDING),
        (OrderStatus.PENDING, OrderStatus.CONFIRMED),
    ]


def test_an_order_that_costs_nothing_never_meets_the_provider(desk, mug):
    save_coupon(desk, value=10_000)
    started = desk.start(desk.fill_cart(mug, coupon_codes=("TEN",)))

    assert started.payment.state is PaymentState.PAID
    assert not desk.provider.book
    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED
    assert desk.level(mug) == (9, 0)


def test_a_repeated_request_goes_on_where_the_first_was_cut_off(desk, mug):
    owner, request_id = desk.fill_cart(mug), uuid7()

    first = desk.start(owner, request_id)
    again = desk.start(owner, request_id)

    assert again.payment == first.payment
    assert len(desk.provider.book) == 1
    assert desk.level(mug) == (10, 1)
