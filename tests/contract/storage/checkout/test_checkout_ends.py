"""Orders that do not come to be paid give everything back, on every storage."""

import pytest
from msgspec.structs import replace

from shop_adapters.memory.provider import Fault
from shop_domain.auth.errors import SessionTerminated
from shop_domain.auth.model import SessionEnd
from shop_domain.cart.model import CartStatus
from shop_domain.checkout.errors import PaymentClosed
from shop_domain.orders.access import Visitor
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.model import PaymentState
from tests.builders import a_product, eur, put_on_sale
from tests.contract.storage.checkout.coupons import save_coupon, uses
from tests.doorstep import NOON, a_session, a_user


def test_a_payer_who_turns_back_has_everything_back(desk, mug):
    save_coupon(desk)
    owner = desk.fill_cart(mug, quantity=2, coupon_codes=("TEN",))
    started = desk.start(owner)
    assert uses(desk) == 1

    assert [desk.turn_back(started).state for _ in range(2)] == [PaymentState.CANCELLED] * 2

    cart = desk.cart_of(owner)
    assert [(line.variant_id, line.quantity) for line in cart.lines] == [(mug, 2)]
    assert cart.coupon_codes == ("TEN",)
    assert (desk.level(mug), uses(desk)) == ((10, 0), 0)
    assert desk.order(started).placed.order.status is OrderStatus.CANCELLED
    with pytest.raises(PaymentClosed):
        desk.come_back(started)


def test_turning_back_after_paying_changes_nothing(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.come_back(started)

    assert desk.turn_back(started).state is PaymentState.PAID
    assert desk.order(started).placed.order.status is OrderStatus.CONFIRMED


def test_an_attempt_that_the_provider_has_forgotten_ends_in_time(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.provider.faults.append(Fault.NOT_SENT)
    assert desk.come_back(started).state is PaymentState.COMPLETING
    del desk.provider.book[str(started.payment.provider_id)]

    desk.pass_time(hours=3)
    desk.reconciliation.go_round()
    assert desk.order(started).payment_status == "PROCESSING"
    desk.pass_time(hours=3)
    desk.reconciliation.go_round()

    assert desk.order(started).payment_status == "EXPIRED"
    assert desk.level(mug) == (10, 0)


def test_an_order_that_nobody_pays_expires_and_gives_all_back(desk, mug):
    owner = desk.fill_cart(mug, quantity=4)
    started = desk.start(owner)

    desk.pass_time(minutes=61)
    desk.reconciliation.go_round()

    summary = desk.order(started)
    assert (summary.placed.order.status, summary.payment_status) == (OrderStatus.CANCELLED, "EXPIRED")
    assert desk.level(mug) == (10, 0)
    assert desk.cart_of(owner).lines[0].quantity == 4


def test_an_order_is_not_sold_after_its_time_even_if_nobody_has_expired_it_yet(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.pass_time(minutes=61)

    with pytest.raises(PaymentClosed):
        desk.come_back(started)

    assert desk.provider.captures == 0
    assert desk.level(mug) == (10, 0)


def test_a_cart_begun_meanwhile_takes_the_old_lines_in(desk, store, mug):
    (plate,) = put_on_sale(store, a_product(), available=10)
    owner = desk.fill_cart(mug, quantity=2)
    started = desk.start(owner)
    desk.fill_cart(plate, owner=owner)

    desk.turn_back(started)

    assert {line.variant_id: line.quantity for line in desk.cart_of(owner).lines} == {mug: 2, plate: 1}
    with store.read() as tx:
        assert tx.carts.get(started.order.cart_id).status is CartStatus.MERGED


def test_another_amount_is_reviewed_and_goes_back_by_itself(desk, mug):
    owner = desk.fill_cart(mug, quantity=2)
    started = desk.start(owner)
    provider_id = str(started.payment.provider_id)
    desk.provider.book[provider_id] = replace(desk.provider.book[provider_id], amount=eur(1), approved=True)

    assert desk.come_back(started).state is PaymentState.REVIEW
    assert desk.order(started).placed.order.status is OrderStatus.PENDING

    desk.reconciliation.go_round()

    assert desk.provider.book[provider_id].returned == 1
    assert desk.order(started).placed.order.status is OrderStatus.CANCELLED
    assert desk.level(mug) == (10, 0)


def test_money_that_comes_after_the_end_goes_back_once(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.turn_back(started)
    provider_id = str(started.payment.provider_id)
    account = desk.provider.book[provider_id]
    desk.provider.book[provider_id] = replace(account, approved=True, captured=account.amount)

    desk.notify(started)
    for _ in range(3):
        desk.reconciliation.go_round()
        desk.pass_time(minutes=5)

    assert len(desk.provider.book[provider_id].refunds) == 1
    assert desk.provider.book[provider_id].returned == 1_000
    summary = desk.order(started)
    assert (summary.placed.order.status, summary.payment_status) == (OrderStatus.CANCELLED, "REFUNDED")


def test_a_refund_whose_answer_was_lost_is_not_paid_twice(desk, mug):
    started = desk.start(desk.fill_cart(mug))
    desk.approve(started)
    desk.come_back(started)
    desk.cancellation.cancel(started.order.number, Visitor(owner=started.order.owner))
    desk.provider.faults.append(Fault.ANSWER_LOST)

    desk.reconciliation.go_round()
    desk.pass_time(minutes=5)
    desk.reconciliation.go_round()

    assert desk.provider.book[str(started.payment.provider_id)].returned == 1_000
    assert desk.order(started).payment_status == "REFUNDED"


def test_a_paid_order_that_is_cancelled_puts_the_goods_back(desk, mug):
    save_coupon(desk)
    started = desk.start(desk.fill_cart(mug, quantity=3, coupon_codes=("TEN",)))
    desk.approve(started)
    desk.come_back(started)

    desk.cancellation.cancel(started.order.number, Visitor(owner=started.order.owner))
    summary = desk.cancellation.cancel(started.order.number, Visitor(owner=started.order.owner))

    assert summary.placed.order.status is OrderStatus.CANCELLED
    assert (desk.level(mug), uses(desk)) == ((10, 0), 0)


def test_an_unpaid_order_that_is_cancelled_gives_the_cart_back(desk, mug):
    owner = desk.fill_cart(mug)
    started = desk.start(owner)

    desk.cancellation.cancel(started.order.number, Visitor(owner=owner))

    assert desk.order(started).payment_status == "CANCELLED"
    assert desk.cart_of(owner).lines[0].variant_id == mug


@pytest.mark.parametrize("is_paid", [False, True])
def test_whoever_is_signed_out_meanwhile_cancels_nothing(desk, mug, is_paid):
    started = desk.start(desk.fill_cart(mug))
    if is_paid:
        desk.approve(started)
        desk.come_back(started)
    user_id = started.order.owner.user_id
    ended, open_one = a_session(user_id), a_session(user_id)
    with desk.store.begin() as tx:
        tx.users.add(a_user(id=user_id))
        tx.sessions.add(ended)
        tx.sessions.add(open_one)
    with desk.store.begin() as tx:
        tx.sessions.end([ended.id], SessionEnd.LOGOUT, NOON)

    before = desk.order(started)
    with pytest.raises(SessionTerminated):
        desk.cancellation.cancel(started.order.number, Visitor(owner=started.order.owner, session_id=ended.id))
    assert desk.order(started) == before

    visitor = Visitor(owner=started.order.owner, session_id=open_one.id)
    assert desk.cancellation.cancel(started.order.number, visitor).placed.order.status is OrderStatus.CANCELLED


def test_an_attempt_that_a_crash_left_is_given_back(desk, mug):
    class PowerCut(BaseException):
        pass

    def crash(_request):
        raise PowerCut

    owner = desk.fill_cart(mug)
    desk.provider.start, start = crash, desk.provider.start
    with pytest.raises(PowerCut):
        desk.start(owner)
    desk.provider.start = start
    assert desk.level(mug) == (10, 1)

    desk.pass_time(seconds=61)
    desk.reconciliation.go_round()

    assert desk.level(mug) == (10, 0)
    assert desk.cart_of(owner).lines[0].variant_id == mug


def test_a_capture_that_is_another_payments_settles_nothing_and_is_asked_about_again(desk, mug):
    first, second = (desk.start(desk.fill_cart(mug)) for _ in range(2))
    with desk.store.begin() as tx:
        payment, _ = tx.payments.lock_with_order(first.payment.id)
        tx.payments.save(replace(payment, capture_id=f"C-{second.payment.provider_id}"))
    desk.approve(second)
    assert desk.come_back(second).state is PaymentState.COMPLETING
    desk.pass_time(minutes=2)
    desk.reconciliation.go_round()
    assert desk.order(second).payment_status == "PROCESSING"
    assert desk.order(second).placed.order.status is OrderStatus.PENDING
