"""What a change of a payment does to its order, inside the transaction that records it.

Locks are taken in one order everywhere: order, payment, cart, coupon, stock. Stock comes last because many wait for it.
"""

from datetime import datetime
from uuid import UUID

from shop_domain.cart.conversion import reopened
from shop_domain.cart.model import CartStatus
from shop_domain.checkout.abandonment import OrderEnd, order_end
from shop_domain.checkout.events import OrderCancelled, OrderConfirmed, PaymentUnderReview, order_details
from shop_domain.checkout.order_action import OrderAction, order_action
from shop_domain.checkout.ports import CheckoutTx
from shop_domain.inventory.model import ReservationEnd
from shop_domain.orders.errors import PaymentInProgress
from shop_domain.orders.lifecycle import transition
from shop_domain.orders.model import SYSTEM_ACTOR, Actor, HistoryEntry, Order, OrderStatus
from shop_domain.payments.apply_observation import apply_observation
from shop_domain.payments.lifecycle import IN_PROGRESS, cancelled
from shop_domain.payments.model import Payment, PaymentId, PaymentState, RefundId
from shop_domain.payments.observation import Observation
from shop_domain.payments.provider_log import log_observation
from shop_domain.payments.refund import full_refund


def record_observation(
    tx: CheckoutTx, payment_id: PaymentId, seen: Observation, now: datetime
) -> tuple[Payment, Order]:
    """Apply an observation to an attempt, its order, stock, coupons and cart, all or nothing."""
    before, order = tx.payments.lock_with_order(payment_id)
    after = apply_observation(before, seen, now)
    tx.payments.log(log_observation(after, seen, now))
    return after, apply_payment_change(tx, order, before, after, now)


def apply_payment_change(tx: CheckoutTx, order: Order, before: Payment, after: Payment, now: datetime) -> Order:
    """Store the attempt and do all that follows for its order."""
    if after != before:
        tx.payments.save(after)
    match order_action(order, before, after):
        case OrderAction.CONFIRM:
            return confirm_order(tx, order, now)
        case OrderAction.CANCEL:
            return cancel_and_restore_cart(tx, order, order_end(after.state), SYSTEM_ACTOR, now)
        case OrderAction.REFUND:
            _refuse_payment(tx, order, after, now)
            return order
        case OrderAction.NOTHING:
            return order


def confirm_order(tx: CheckoutTx, order: Order, now: datetime) -> Order:
    """Confirm a paid order: its reserved goods are sold."""
    confirmed = _move(tx, order, OrderStatus.CONFIRMED, SYSTEM_ACTOR, "paid", now)
    tx.outbox.add(OrderConfirmed(**order_details(order, now)))
    tx.stock.end_reservations(order.id, ReservationEnd.CONSUMED, now)
    return confirmed


def cancel_and_restore_cart(tx: CheckoutTx, order: Order, end: OrderEnd, actor: Actor, now: datetime) -> Order:
    """Cancel an unpaid order and restore cart, coupons and stock."""
    cancelled = cancel_order(tx, order, end, actor, now)
    restore_cart(tx, order, now)
    tx.stock.end_reservations(order.id, end.reservation_end, now)
    return cancelled


def cancel_unpaid_order(
    tx: CheckoutTx, order: Order, payment: Payment, end: OrderEnd, actor: Actor, now: datetime
) -> None:
    """Cancel an order that is not paid; raise PaymentInProgress while it is not known whether it is."""
    if payment.state in IN_PROGRESS:
        raise PaymentInProgress
    if (after := cancelled(payment, now)) != payment:
        tx.payments.save(after)
    cancel_and_restore_cart(tx, order, end, actor, now)


def cancel_order(tx: CheckoutTx, order: Order, end: OrderEnd, actor: Actor, now: datetime) -> Order:
    """Cancel an order, release its coupons and notify the customer."""
    cancelled = _move(tx, order, OrderStatus.CANCELLED, actor, end.reason, now)
    tx.coupon_redemptions.release(order.id, now)
    tx.outbox.add(OrderCancelled(**order_details(order, now), reason=end.reason, cause=end.cause))
    return cancelled


def restore_cart(tx: CheckoutTx, order: Order, now: datetime) -> None:
    """Reopen the shopper's cart, merged with a newer one."""
    cart = tx.carts.lock(order.cart_id)
    if cart.status is not CartStatus.CONVERTED:
        return
    owner = tx.guest_keys.current_owner(cart.owner)
    for saved in reopened(cart, owner=owner, newer=tx.carts.lock_active(owner), now=now):
        tx.carts.save(saved)


def _refuse_payment(tx: CheckoutTx, order: Order, payment: Payment, now: datetime) -> None:
    reason = "not what was asked for" if payment.state is PaymentState.REVIEW else "the order had ended"
    request_full_refund(tx, payment, reason, now)
    tx.outbox.add(PaymentUnderReview(**order_details(order, now), received=payment.captured or payment.amount))


def request_full_refund(tx: CheckoutTx, payment: Payment, reason: str, now: datetime) -> None:
    """Request a refund of all that was captured; its id comes from the attempt's, so that it is requested only once."""
    tx.refunds.add(full_refund(payment, RefundId(_refund_id(payment.id)), reason, now))


def _refund_id(payment_id: UUID) -> UUID:
    """Turn the attempt's id into the id of its automatic refund: one bit differs."""
    return UUID(int=payment_id.int ^ 1)


def _move(tx: CheckoutTx, order: Order, to: OrderStatus, actor: Actor, reason: str, now: datetime) -> Order:
    entry = HistoryEntry(from_status=order.status, to_status=to, actor=actor, reason=reason, at=now)
    return tx.orders.save_transition(transition(order, to, now), entry)
