"""What becomes of the orders of somebody who leaves, on every storage."""

import pytest
from uuid_utils.compat import uuid7

from shop_domain.auth.events import AccountDeleted
from shop_domain.cart.model import CartOwner
from shop_domain.checkout.service.cancel_unpaid_orders import UnpaidOrderCancellation
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.model import PaymentState
from shop_domain.privacy.service.erase_account import AccountErasureService
from shop_domain.privacy.service.handle_account_closed import AccountClosedHandler
from tests.auth_driver import HERE, any_password
from tests.contract.storage.stored_users import a_logged_in_user


@pytest.fixture
def ada(store):
    return a_logged_in_user(store)


def erase_account(driver, caller):
    """Let somebody leave, and deliver all events after that."""
    begin, read, clock = driver.store.begin, driver.store.read, driver.clock
    AccountErasureService(begin=begin, clock=clock, confirm_password=any_password).erase(caller, "", HERE)
    departures = AccountClosedHandler(
        begin=begin, cancel_unpaid_orders=UnpaidOrderCancellation(begin=begin, read=read, clock=clock).cancel_all_of
    )
    gone = AccountDeleted(user_id=caller.user_id, email=caller.email, first_name="", at=driver.now)
    for _ in range(2):
        departures.handle(uuid7(), gone)


def test_an_unpaid_order_ends_with_the_account(driver, store, mug, ada):
    started = driver.start(driver.fill_cart(mug, owner=CartOwner(user_id=ada.user_id)))
    erase_account(driver, ada)
    assert driver.order(started).placed.order.status is OrderStatus.CANCELLED
    assert driver.level(mug) == (10, 0)
    with store.read() as tx:
        assert tx.payment_reader.by_id(started.payment.id)[0].state is PaymentState.CANCELLED
        reason = tx.order_reader.history(started.order.id)[-1].reason
    assert reason == "the account was deleted"


def test_a_paid_order_stays(driver, mug, ada):
    started = driver.start(driver.fill_cart(mug, owner=CartOwner(user_id=ada.user_id)))
    driver.approve(started)
    driver.return_paid(started)
    erase_account(driver, ada)
    assert driver.order(started).placed.order.status is OrderStatus.CONFIRMED


def test_an_order_whose_payment_is_under_way_waits_for_its_answer(driver, mug, ada, store):
    started = driver.start(driver.fill_cart(mug, owner=CartOwner(user_id=ada.user_id)))
    with store.begin() as tx:
        tx.completion_claims.claim(started.payment.id, driver.now, driver.now)
    erase_account(driver, ada)
    assert driver.order(started).placed.order.status is OrderStatus.PENDING


def test_the_orders_of_others_stay(driver, mug, ada):
    started = driver.start(driver.fill_cart(mug))
    erase_account(driver, ada)
    assert driver.order(started).placed.order.status is OrderStatus.PENDING


def test_what_was_put_in_a_cart_while_its_owner_left_is_gone(driver, mug, ada):
    owner = driver.fill_cart(mug, owner=CartOwner(user_id=ada.user_id), email="ada@example.com")
    erase_account(driver, ada)
    assert driver.cart_of(owner) is None
