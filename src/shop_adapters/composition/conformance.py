"""Both storages satisfy every context's slice of a transaction: checked by the type checker, never run."""

from shop_adapters.memory.transaction import MemoryTx
from shop_adapters.sql.transaction import SqlTx
from shop_domain.accounts.ports import AccountTx
from shop_domain.cart.ports import CartSweepTx, CartTx
from shop_domain.catalog.ports import CatalogTx
from shop_domain.checkout.ports import DepartureTx, TakingAlongTx
from shop_domain.kernel.ports import EventQueue
from shop_domain.notifications.ports import NotificationTx
from shop_domain.orders.ports import LeavingTx
from shop_domain.pricing.ports import CouponAdminTx


def carts(sql: SqlTx, memory: MemoryTx) -> tuple[CartTx, CartTx]:
    """Carts are kept in both."""
    return sql, memory


def cart_sweeps(sql: SqlTx, memory: MemoryTx) -> tuple[CartSweepTx, CartSweepTx]:
    """Carts are put away in both."""
    return sql, memory


def coupons(sql: SqlTx, memory: MemoryTx) -> tuple[CouponAdminTx, CouponAdminTx]:
    """Coupons are kept in both."""
    return sql, memory


def accounts(sql: SqlTx, memory: MemoryTx) -> tuple[AccountTx, AccountTx]:
    """Users' own data is kept in both."""
    return sql, memory


def leaving(sql: SqlTx, memory: MemoryTx) -> tuple[LeavingTx, LeavingTx]:
    """Accounts are erased from both."""
    return sql, memory


def departures(sql: SqlTx, memory: MemoryTx) -> tuple[DepartureTx, DepartureTx]:
    """Orders of somebody who left are called off in both."""
    return sql, memory


def taking_along(sql: SqlTx, memory: MemoryTx) -> tuple[TakingAlongTx, TakingAlongTx]:
    """All data of a user is gathered from both."""
    return sql, memory


def notifications(sql: SqlTx, memory: MemoryTx) -> tuple[NotificationTx, NotificationTx]:
    """Deliveries are noted in both."""
    return sql, memory


def events(sql: SqlTx, memory: MemoryTx) -> tuple[EventQueue, EventQueue]:
    """Events are leased from both."""
    return sql.event_queue, memory.event_queue


def catalogues(sql: SqlTx, memory: MemoryTx) -> tuple[CatalogTx, CatalogTx]:
    """Products are kept in both."""
    return sql, memory
