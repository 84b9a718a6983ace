"""What a user takes along is the same on every storage."""

from msgspec.structs import replace

from shop_domain.auth.model import SessionEndReason
from shop_domain.cart.model import CartOwner
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.model import PaymentState
from shop_domain.privacy.service.export_personal_data import DataExportService
from tests.auth_driver import NOON, a_session
from tests.contract.storage.stored_users import a_logged_in_user


def test_everything_of_the_caller_and_nothing_of_others_is_given_the_newest_first(driver, store, mug):
    ada, eve = a_logged_in_user(store), a_logged_in_user(store)
    over = replace(a_session(ada.user_id), ended_at=NOON, end_reason=SessionEndReason.LOGOUT)
    with store.begin() as tx:
        tx.sessions.add(over)
    started = driver.start(driver.fill_cart(mug, owner=CartOwner(user_id=ada.user_id)))
    driver.approve(started)
    driver.return_paid(started)
    driver.start(driver.fill_cart(mug, owner=CartOwner(user_id=eve.user_id)))

    taken = DataExportService(read=store.read, clock=driver.clock).export(ada)

    held = taken.data
    assert [session.id for session in held.sessions] == [over.id, ada.session_id]
    assert [(payment.id, payment.state) for payment in held.payments] == [(started.payment.id, PaymentState.PAID)]
    assert [(order_id, move.to_status) for order_id, move in held.order_history] == [
        (started.order.id, OrderStatus.CONFIRMED),
        (started.order.id, OrderStatus.PENDING),
    ]
    assert [cart.id for cart in held.carts] == [started.order.cart_id]
    assert [summary.placed.order.id for summary in taken.orders] == [started.order.id]
    assert (held.refunds, held.staff_actions, taken.truncated_lists) == ((), (), ())
