"""All that a storage holds, read past the ports, to compare it with what must be true."""

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import select

from shop_adapters.memory.store import MemoryStore
from shop_adapters.sql.cart.tables import carts
from shop_adapters.sql.inventory.tables import stock_movements
from shop_adapters.sql.orders.rows import order_of
from shop_adapters.sql.orders.tables import order_history, orders
from shop_adapters.sql.payments.rows import payment_of, refund_of
from shop_adapters.sql.payments.tables import payments, refunds
from shop_domain.cart.model import CartStatus
from shop_domain.orders.model import Order, OrderStatus
from shop_domain.payments.model import Payment, Refund


class LedgerAudit:
    """One look at everything."""

    def __init__(self, store: Any) -> None:
        self.orders: list[Order]
        self.payments: list[Payment]
        self.refunds: list[Refund]
        if isinstance(store, MemoryStore):
            self._read_memory(store)
        else:
            self._read_sql(store)

    def _read_memory(self, store: MemoryStore) -> None:
        state = store.state
        self.orders = [placed.order for placed in state.orders]
        self.payments = list(state.payments)
        self.refunds = list(state.refunds)
        self.carts = [(cart.id, cart.status, cart.owner) for cart in state.carts]
        self.movements = [(m.variant_id, m.on_hand_change, m.reserved_change) for m in state.stock_movements]
        self.history = {
            o.id: [(e.from_status, e.to_status) for e in state.order_history.get(o.id) or ()] for o in self.orders
        }

    def _read_sql(self, store: Any) -> None:
        with store.read() as tx:
            database = tx.source
            self.orders = [order_of(row) for row in database.execute(select(orders)).mappings()]
            self.payments = [payment_of(row) for row in database.execute(select(payments)).mappings()]
            self.refunds = [refund_of(row) for row in database.execute(select(refunds)).mappings()]
            rows = database.execute(select(carts)).mappings()
            self.carts = [(row["id"], CartStatus(row["status"]), (row["user_id"], row["guest_key"])) for row in rows]
            moves = database.execute(select(stock_movements)).mappings()
            self.movements = [(m["variant_id"], m["on_hand_change"], m["reserved_change"]) for m in moves]
            self.history = {order.id: [] for order in self.orders}
            for row in database.execute(select(order_history).order_by(order_history.c.position)).mappings():
                before = row["from_status"]
                step = (None if before is None else OrderStatus(before), OrderStatus(row["to_status"]))
                self.history[row["order_id"]].append(step)

    def ledger(self, variant_id: UUID) -> tuple[int, int]:
        own = [move for move in self.movements if move[0] == variant_id]
        return sum(move[1] for move in own), sum(move[2] for move in own)

    def live_orders_by_cart(self) -> Counter[UUID]:
        return Counter(order.cart_id for order in self.orders if order.status is not OrderStatus.CANCELLED)
