"""What must be true of a shop at rest, recomputed from its books and from the provider's: each breach in words."""

import re
from collections import Counter
from collections.abc import Iterable
from email import message_from_bytes
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from shop_adapters.sql.cart.tables import carts
from shop_adapters.sql.inventory.tables import reservations, stock
from shop_adapters.sql.orders.tables import order_lines
from shop_adapters.sql.pricing.tables import coupon_uses, coupons
from shop_domain.cart.model import CartStatus
from shop_domain.kernel.money import parse_money
from shop_domain.orders.lifecycle import TRANSITIONS
from shop_domain.orders.model import Order, OrderStatus
from shop_domain.payments.model import PaymentState, RefundState
from tests.contract.storage.ledger_audit import LedgerAudit
from tests.torture.rig import Rig

SOLD = frozenset({OrderStatus.CONFIRMED, OrderStatus.PROCESSING, OrderStatus.SHIPPED, OrderStatus.DELIVERED})
ORDER_NUMBER = re.compile(r"SO-\d{4}-[0-9A-Z]+")
MONEY_CAME = frozenset({"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"})


class Oracle:
    """One look at everything; `breaches` lists what is wrong."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self._books = LedgerAudit(rig.store)
        self._provider = rig.paypal.state()
        self._orders = {order.id: order for order in self._books.orders}
        with rig.store.read() as tx:
            read = tx.source.execute
            self._stock = list(read(select(stock)).mappings())
            self._reservations = list(read(select(reservations)).mappings())
            self._lines = list(read(select(order_lines)).mappings())
            self._coupons = list(read(select(coupons)).mappings())
            self._uses = list(read(select(coupon_uses)).mappings())
            self._carts = list(read(select(carts.c.id, carts.c.status, carts.c.user_id, carts.c.guest_key)).mappings())

    @property
    def orders(self) -> list[Order]:
        return self._books.orders

    def sold(self, variant: UUID) -> int:
        return self._units(variant, SOLD)

    def reserved(self, variant: UUID) -> int:
        return next(row["reserved"] for row in self._stock if row["variant_id"] == variant)

    def violations(self, *, at_rest: bool = True) -> list[str]:
        """List what is wrong; at rest, nothing may be promised, owed or waiting any more."""
        checks = [self._stock_kept(), self._money_kept(), self._orders_kept(), self._coupons_kept()]
        if at_rest:
            checks += [self._nothing_waits(), self._mails_went()]
        return [breach for check in checks for breach in check]

    def _stock_kept(self) -> Iterable[str]:
        for row in self._stock:
            variant, on_hand, reserved = row["variant_id"], row["on_hand"], row["reserved"]
            if min(on_hand, reserved, on_hand - reserved) < 0:
                yield f"S1 {variant}: {on_hand} there, {reserved} promised"
            start, moved = self._rig.stock[variant], self._books.ledger(variant)
            if on_hand != start - self.sold(variant):
                yield f"S2 {variant}: {on_hand} there of {start}, {self.sold(variant)} sold"
            if (on_hand, reserved) != (start + moved[0] - self._rig.initial_ledger[variant], moved[1]):
                yield f"S2 {variant}: the ledger sums to {moved}"
            live = sum(r["quantity"] for r in self._reservations if (r["variant_id"], r["state"]) == (variant, "LIVE"))
            if not reserved == live == self._units(variant, {OrderStatus.PENDING}):
                yield f"S3 {variant}: {reserved} promised, {live} in live reservations"

    def _units(self, variant: UUID, statuses: Iterable[OrderStatus]) -> int:
        counted = [line for line in self._lines if line["variant_id"] == variant]
        return sum(line["quantity"] for line in counted if self._orders[line["order_id"]].status in statuses)

    def _money_kept(self) -> Iterable[str]:
        came = [capture for capture in self._provider["captures"] if capture["status"] in MONEY_CAME]
        back = Counter[str]()
        for refund in self._provider["refunds"]:
            if refund["status"] == "COMPLETED":
                back[_capture_of(refund)] += _minor(refund["amount"])
        kept = Counter[UUID]()
        for capture in came:
            owners = [p for p in self._books.payments if p.capture_id == capture["id"]]
            if len(owners) != 1:
                yield f"M1 capture {capture['id']} belongs to {len(owners)} attempts"
                continue
            order, left = self._orders[owners[0].order_id], _minor(capture["amount"]) - back[capture["id"]]
            if left < 0:
                yield f"M4 capture {capture['id']}: more went back than came"
            if order.status not in SOLD and left:
                yield f"M1 {order.number} is {order.status} and keeps {left}"
            kept[order.id] += left
        yield from self._kept_once(came, back, kept)
        yield from self._attempts_came_first()

    def _kept_once(self, came: list[dict[str, Any]], back: Counter[str], kept: Counter[UUID]) -> Iterable[str]:
        retained = Counter(p.order_id for p in self._books.payments if self._retained(p.capture_id, came, back))
        yield from (f"M3 {self._orders[o].number} keeps {n} captures" for o, n in retained.items() if n > 1)
        taken_back = {p.order_id for p in self._books.payments if p.reversed_at is not None}
        for order in self.orders:
            if order.id in taken_back:
                continue  # a dispute: the order stays, and staff see it
            if order.status in SOLD and kept[order.id] != order.grand_total.minor:
                yield f"M2 {order.number} costs {order.grand_total} and has {kept[order.id]}"

    @staticmethod
    def _retained(capture_id: str | None, came: list[dict[str, Any]], back: Counter[str]) -> bool:
        return any(c["id"] == capture_id and _minor(c["amount"]) > back[c["id"]] for c in came)

    def _attempts_came_first(self) -> Iterable[str]:
        references = {payment.reference for payment in self._books.payments}
        for order in self._provider["orders"]:
            if order["purchase_units"][0].get("custom_id") not in references:
                yield f"M6 PayPal order {order['id']} was made by no attempt that is written down"
        for payment in self._books.payments:
            done = (r for r in self._books.refunds if r.payment_id == payment.id and r.state is RefundState.DONE)
            if payment.refunded.minor != sum(refund.amount.minor for refund in done):
                yield f"M4 attempt {payment.id}: its refunds do not sum"

    def _orders_kept(self) -> Iterable[str]:
        for order in self.orders:
            lines = [line for line in self._lines if line["order_id"] == order.id]
            if sum(line["line_total"] for line in lines) != order.subtotal.minor:
                yield f"O1 {order.number}: its lines do not sum"
            if sum(line["discount"] for line in lines) != order.discount_total.minor:
                yield f"O1 {order.number}: its discount is not shared out"
            steps = self._books.history[order.id]
            legal = all(before is not None and after in TRANSITIONS[before] for before, after in steps[1:])
            if steps[0][0] is not None or steps[-1][1] is not order.status or not legal:
                yield f"M5 {order.number} went {steps}"
            paid = [p for p in self._books.payments if p.order_id == order.id and p.state is PaymentState.PAID]
            if (order.status in SOLD) > bool(paid):
                yield f"M5 {order.number} is {order.status} without a paid attempt"
        live = self._books.live_orders_by_cart()
        for cart in self._carts:
            converted = CartStatus(cart["status"]) is CartStatus.CONVERTED
            cancelled_paid = converted and not live[cart["id"]] and self._was_paid_back(cart["id"])
            if (live[cart["id"]] != converted) and not cancelled_paid:
                yield f"O4 cart {cart['id']} is {cart['status']} with {live[cart['id']]} live orders"
        owners = Counter((c["user_id"], c["guest_key"]) for c in self._carts if c["status"] == "ACTIVE")
        yield from (f"O5 {owner} has {n} active carts" for owner, n in owners.items() if n > 1)

    def _was_paid_back(self, cart_id: UUID) -> bool:
        """A paid order that was cancelled does not give its cart back."""
        ended = [o.id for o in self.orders if o.cart_id == cart_id and o.status is OrderStatus.CANCELLED]
        return any(s[0] is OrderStatus.CONFIRMED for o in ended for s in self._books.history[o])

    def _coupons_kept(self) -> Iterable[str]:
        for coupon in self._coupons:
            uses = coupon["uses"]
            holding = [o for o in self.orders if coupon["code"] in o.coupon_codes]
            counted = [o for o in holding if o.status is not OrderStatus.CANCELLED]
            open_uses = [u for u in self._uses if u["coupon_id"] == coupon["id"] and u["given_back_at"] is None]
            if not uses == len(counted) == len(open_uses):
                yield f"K1 {coupon['code']}: {uses} uses, {len(open_uses)} rows, {len(counted)} orders"
            if uses > (coupon["max_uses"] or uses):
                yield f"K1 {coupon['code']}: {uses} uses of {coupon['max_uses']}"

    def _nothing_waits(self) -> Iterable[str]:
        yield from (f"rest {o.number} waits" for o in self.orders if o.status is OrderStatus.PENDING)
        yield from (f"rest refund {r.id} is owed" for r in self._books.refunds if r.state is not RefundState.DONE)

    def _mails_went(self) -> Iterable[str]:
        told = Counter(_confirmed_in(file) for file in (self._rig.folder / "mail").glob("*.order_confirmed.eml"))
        for order in self.orders:
            confirmed = [after for _, after in self._books.history[order.id]].count(OrderStatus.CONFIRMED)
            if told[order.number] != confirmed:
                yield f"mail {order.number}: confirmed {confirmed} times, told {told[order.number]} times"


def _confirmed_in(file: Path) -> str:
    """Tell which order a mail is about."""
    subject = str(message_from_bytes(file.read_bytes())["Subject"])
    found = ORDER_NUMBER.search(subject)
    return found[0] if found else subject


def _capture_of(refund: dict[str, Any]) -> str:
    up = next(link["href"] for link in refund["links"] if link["rel"] == "up")
    return str(up).rpartition("/")[2]


def _minor(amount: dict[str, str]) -> int:
    return parse_money(amount["value"], amount["currency_code"]).minor
