"""What becomes of the orders of somebody who leaves, on every storage."""

import pytest
from uuid_utils.compat import uuid7

from shop_domain.auth.events import AccountDeleted
from shop_domain.cart.model import CartOwner
from shop_domain.checkout.service import DepartureService
from shop_domain.orders.model import OrderStatus
from shop_domain.orders.service import LeavingService
from shop_domain.payments.model import PaymentState
from tests.contract.storage.people import somebody_signed_in
from tests.doorstep import HERE


@pytest.fixture
def ada(store):
    return somebody_signed_in(store)


def leave(desk, caller):
    """Let somebody leave, and deliver all events after that."""
    begin, read, clock = desk.store.begin, desk.store.read, desk.clock
    LeavingService(begin=begin, clock=clock, prove_password=lambda *_: None).leave(caller, "", HERE)
    departures = DepartureService(begin=begin, read=read, clock=clock)
    gone = AccountDeleted(user_id=caller.user_id, email=caller.email, first_name="", at=desk.now)
    for _ in range(2):
        departures.follow(uuid7(), gone)


def test_an_unpaid_order_ends_with_the_account(desk, store, mug, ada):
    started = desk.start(desk.fill_cart(mug, owner=CartOwner(user_id=ada.user_id)))
    leave(desk, ada)
    assert desk.order(started).placed.order.status is OrderStatus.CANCELLED
    assert desk.level(mug) == (10, 0)
    with store.read() as tx:
        assert tx.payment_reader.by_id(started.payment.id)[0].state is PaymentState.CANCELLED
        reason = tx.order_reader.history(started.order.id)[-1].reason
    assert reason == "the account was deleted"


def test_a_paid_order_stays(desk, mug, ada):
    started = desk.start(desk.fill_cart(mug, owner=CartOwner(user_id=ada.user_id)))
    desk.approve(started)
    desk.come_back(started)
    leave(desk, ada)
    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED


def test_an_order_whose_payment_is_under_way_waits_for_its_answer(desk, mug, ada, store):
    started = desk.start(desk.fill_cart(mug, owner=CartOwner(user_id=ada.user_id)))
    with store.begin() as tx:
        tx.completion_claims.by_id(started.payment.id, desk.now, desk.now)
    leave(desk, ada)
    assert desk.order(started).placed.order.status is OrderStatus.PENDING


def test_the_orders_of_others_stay(desk, mug, ada):
    started = desk.start(desk.fill_cart(mug))
    leave(desk, ada)
    assert desk.order(started).placed.order.status is OrderStatus.PENDING


def test_what_was_put_in_a_cart_while_its_owner_left_is_gone(desk, mug, ada):
    owner = desk.fill_cart(mug, owner=CartOwner(user_id=ada.user_id), email="ada@example.com")
    leave(desk, ada)
    assert desk.cart_of(owner) is None
