"""What an order's money does to the order, inside the transaction that learns of it.

Locks are taken in one order everywhere: order, payment, cart, coupon, stock. Stock comes last because many wait for it.
"""

from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from shop_domain.cart.conversion import reopened
from shop_domain.cart.model import Cart, CartOwner, CartStatus
from shop_domain.checkout.abandonment import reason_of, reservation_end
from shop_domain.checkout.confirmation import Consequence, consequence
from shop_domain.checkout.events import OrderCancelled, OrderConfirmed, PaymentToReview
from shop_domain.checkout.ports import CheckoutTx
from shop_domain.inventory.model import ReservationEnd
from shop_domain.orders.errors import PaymentInProgress
from shop_domain.orders.lifecycle import moved
from shop_domain.orders.model import SYSTEM, Actor, HistoryEntry, Order, OrderStatus
from shop_domain.payments.applied import applied
from shop_domain.payments.evidence import word_of
from shop_domain.payments.lifecycle import NOBODY_CAN_PAY_WITHOUT_US, OPEN
from shop_domain.payments.model import Payment, PaymentId, PaymentState, RefundId
from shop_domain.payments.observation import Observation
from shop_domain.payments.refund import whole_refund


def apply_observation(tx: CheckoutTx, payment_id: PaymentId, seen: Observation, now: datetime) -> tuple[Payment, Order]:
    """Carry one piece of evidence into an attempt, its order, stock, coupons and cart, all or nothing."""
    before, order = tx.payments.lock_with_order(payment_id)
    after = applied(before, seen, now)
    tx.payments.record(word_of(after, seen, now))
    return after, carry_out(tx, order, before, after, now)


def carry_out(tx: CheckoutTx, order: Order, before: Payment, after: Payment, now: datetime) -> Order:
    """Store where the attempt stands now and do all that follows from it."""
    if after != before:
        tx.payments.save(after)
    match consequence(order, before, after):
        case Consequence.CONFIRM:
            return confirm(tx, order, now)
        case Consequence.GIVE_BACK:
            return give_back(tx, order, reason_of(after.state), reservation_end(after.state), SYSTEM, now)
        case Consequence.RETURN_MONEY:
            _refuse_money(tx, order, after, now)
            return order
        case Consequence.NOTHING:
            return order


def confirm(tx: CheckoutTx, order: Order, now: datetime) -> Order:
    """Make a paid order firm: its promised goods are sold."""
    confirmed = _move(tx, order, OrderStatus.CONFIRMED, SYSTEM, "paid", now)
    tx.outbox.add(
        OrderConfirmed(order_id=order.id, order_number=order.number, email=order.email, total=order.grand_total, at=now)
    )
    tx.stock.end(order.id, ReservationEnd.CONSUMED, now)
    return confirmed


def give_back(tx: CheckoutTx, order: Order, reason: str, how: ReservationEnd, actor: Actor, now: datetime) -> Order:
    """End an unpaid order: cart, coupons and stock go back to where they were."""
    cancelled = end_order(tx, order, reason, actor, now)
    reopen_cart(tx, order, now)
    tx.stock.end(order.id, how, now)
    return cancelled


def call_off(tx: CheckoutTx, order: Order, payment: Payment, reason: str, actor: Actor, now: datetime) -> None:
    """End an order that is not wanted any more, unpaid; raise PaymentInProgress while nobody knows whether it is."""
    if payment.state in OPEN - NOBODY_CAN_PAY_WITHOUT_US:
        raise PaymentInProgress
    if payment.state in NOBODY_CAN_PAY_WITHOUT_US:
        tx.payments.save(replace(payment, state=PaymentState.CANCELLED, updated_at=now))
    give_back(tx, order, reason, ReservationEnd.RELEASED, actor, now)


def end_order(tx: CheckoutTx, order: Order, reason: str, actor: Actor, now: datetime) -> Order:
    """Cancel an order, uncount its coupons and tell the customer."""
    cancelled = _move(tx, order, OrderStatus.CANCELLED, actor, reason, now)
    tx.coupons.give_back(order.id, now)
    tx.outbox.add(
        OrderCancelled(
            order_id=order.id,
            order_number=order.number,
            email=order.email,
            total=order.grand_total,
            reason=reason,
            at=now,
        )
    )
    return cancelled


def reopen_cart(tx: CheckoutTx, order: Order, now: datetime) -> None:
    """Give the shopper the cart back, joined with one that was begun meanwhile."""
    cart = tx.carts.lock(order.cart_id)
    if cart.status is not CartStatus.CONVERTED:
        return
    owner = tx.guest_keys.present_owner(cart.owner)
    for saved in reopened(cart, owner=owner, newer=_newer(tx, owner), now=now):
        tx.carts.save(saved)


def _newer(tx: CheckoutTx, owner: CartOwner) -> Cart | None:
    return tx.carts.lock_active_of(owner)


def _refuse_money(tx: CheckoutTx, order: Order, payment: Payment, now: datetime) -> None:
    owe_everything(
        tx, payment, "not what was asked for" if payment.state is PaymentState.REVIEW else "the order had ended", now
    )
    tx.outbox.add(
        PaymentToReview(
            order_id=order.id,
            order_number=order.number,
            email=order.email,
            total=order.grand_total,
            received=payment.captured or payment.amount,
            at=now,
        )
    )


def owe_everything(tx: CheckoutTx, payment: Payment, reason: str, now: datetime) -> None:
    """Owe the payer all that was captured; the refund's id comes from the attempt's, so that it is owed only once."""
    tx.refunds.add(whole_refund(payment, RefundId(_refund_id(payment.id)), reason, now))


def _refund_id(payment_id: UUID) -> UUID:
    """Turn the attempt's id into the id of its automatic refund: one bit differs."""
    return UUID(int=payment_id.int ^ 1)


def _move(tx: CheckoutTx, order: Order, to: OrderStatus, actor: Actor, reason: str, now: datetime) -> Order:
    entry = HistoryEntry(from_status=order.status, to_status=to, actor=actor, reason=reason, at=now)
    return tx.orders.move(moved(order, to, now), entry)
