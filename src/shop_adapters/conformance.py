"""Both storages satisfy every slice of a transaction that anybody asks for: read by the type checker, never run."""

from typing import Protocol

from shop_adapters.demo.accounts import DemoAccountsTx
from shop_adapters.jobs.cleanup_events import CleanupTx
from shop_adapters.jobs.job_schedule import JobScheduleTx
from shop_adapters.jobs.relay_outbox import RelayTx
from shop_adapters.memory.transaction import MemoryTx
from shop_adapters.sql.transaction import SqlTx
from shop_domain.accounts.ports import AccountTx
from shop_domain.auth.ports import AuthTx
from shop_domain.cart.ports import CartCleanupTx, CartMergeTx, CartTx
from shop_domain.catalog.ports import CatalogTx
from shop_domain.checkout.ports import CheckoutTx
from shop_domain.inventory.ports import InventoryTx
from shop_domain.kernel.ports import IdempotencyTx
from shop_domain.notifications.ports import NotificationTx
from shop_domain.orders.ports import OrdersTx
from shop_domain.pricing.ports import CouponAdminTx, CouponRedemptionTx
from shop_domain.privacy.ports import AccountClosedTx, AccountErasureTx, DataExportTx
from shop_domain.staff.ports import StaffTx


class EverySlice(  # a test finds each `*Tx` that is missing here
    AccountClosedTx,
    AccountErasureTx,
    AccountTx,
    CartCleanupTx,
    CatalogTx,
    CheckoutTx,
    CartMergeTx,
    CartTx,
    CleanupTx,
    CouponAdminTx,
    CouponRedemptionTx,
    DataExportTx,
    DemoAccountsTx,
    IdempotencyTx,
    InventoryTx,
    JobScheduleTx,
    NotificationTx,
    OrdersTx,
    RelayTx,
    StaffTx,
    AuthTx,
    Protocol,
):
    """A transaction that every service could work in."""


def conforming(sql: SqlTx, memory: MemoryTx) -> tuple[EverySlice, EverySlice]:
    """Take both for such a transaction."""
    return sql, memory
