"""What inventory needs from the storage."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shop_domain.catalog.model import VariantId
from shop_domain.inventory.model import Reservation, ReservationEnd, StockLevel, StockMovement
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.staff.ports import AuditLog, StaffGuard


class StockRepository(Protocol):
    """Stock by variant. Every change writes its row of the ledger in the same statement or transaction."""

    def reserve(self, order_id: UUID, reservations: Sequence[Reservation], at: datetime) -> None:
        """Reserve all of it for the order, or raise OutOfStock and reserve nothing.

        Takes the locks that many wait for: call it right before the commit.
        """
        ...

    def end_reservations(self, order_id: UUID, how: ReservationEnd, at: datetime) -> bool:
        """End the order's reservations: CONSUMED sells the goods, the others release them. False if none was live."""
        ...

    def level(self, variant_id: VariantId) -> StockLevel | None:
        """Read one level."""
        ...

    def apply(self, movement: StockMovement) -> StockLevel | None:
        """Apply a receipt, return or adjustment; None where the guard against going below zero refused it."""
        ...

    def upsert(self, level: StockLevel) -> bool:
        """Begin to keep stock of a variant, at zero, or set how it is limited; False where nothing changed."""
        ...


class StockLedger(Protocol):
    """Every movement, as it happened."""

    def movements(self, variant_id: VariantId, page: PageRequest) -> Page[StockMovement]:
        """List a variant's movements, the newest first."""
        ...


class InventoryTx(Protocol):
    """The part of a transaction that inventory uses."""

    @property
    def stock(self) -> StockRepository: ...
    @property
    def stock_ledger(self) -> StockLedger: ...
    @property
    def staff_guard(self) -> StaffGuard: ...
    @property
    def audit_log(self) -> AuditLog: ...
