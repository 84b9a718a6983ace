"""What a user takes along is the same on every storage."""

from msgspec.structs import replace

from shop_domain.auth.model import SessionEnd
from shop_domain.cart.model import CartOwner
from shop_domain.checkout.service import TakingAlongService
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.model import PaymentState
from tests.contract.storage.people import somebody_signed_in
from tests.doorstep import NOON, a_session


def test_everything_of_the_caller_and_nothing_of_others_is_given_the_newest_first(desk, store, mug):
    ada, eve = somebody_signed_in(store), somebody_signed_in(store)
    over = replace(a_session(ada.user_id), ended_at=NOON, end_reason=SessionEnd.LOGOUT)
    with store.begin() as tx:
        tx.sessions.add(over)
    started = desk.start(desk.fill_cart(mug, owner=CartOwner(user_id=ada.user_id)))
    desk.approve(started)
    desk.come_back(started)
    desk.start(desk.fill_cart(mug, owner=CartOwner(user_id=eve.user_id)))

    taken = TakingAlongService(read=store.read, clock=desk.clock).export(ada)

    held = taken.held
    assert [session.id for session in held.sessions] == [over.id, ada.session_id]
    assert [(payment.id, payment.state) for payment in held.payments] == [(started.payment.id, PaymentState.PAID)]
    assert [(order_id, move.to_status) for order_id, move in held.order_history] == [
        (started.order.id, OrderStatus.CONFIRMED),
        (started.order.id, OrderStatus.PENDING),
    ]
    assert [cart.id for cart in held.carts] == [started.order.cart_id]
    assert [summary.placed.order.id for summary in taken.orders] == [started.order.id]
    assert (held.refunds, held.staff_actions, taken.cut_short) == ((), (), ())
