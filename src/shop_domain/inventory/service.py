"""Stock: receipts, corrections and the ledger."""

from shop_domain.accounts.model import UserId
from shop_domain.auth.model import AuthenticatedUser, ClientInfo
from shop_domain.catalog.model import VariantId
from shop_domain.inventory.errors import StockBelowZero, StockNotFound
from shop_domain.inventory.model import MovementId, MovementKind, StockLevel, StockMovement
from shop_domain.inventory.ports import InventoryTx
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.staff.audit_log import audit_log_entry
from shop_domain.staff.permissions import Permission, require_permission


class InventoryService:
    """Stock, as staff and imports change it."""

    def __init__(self, *, begin: Begin[InventoryTx], read: Begin[InventoryTx], clock: Clock, new_id: NewId) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._new_id = new_id

    def level(self, variant_id: VariantId) -> StockLevel:
        """Show the stock of a variant; raise StockNotFound where none is kept."""
        with self._read() as tx:
            return _known(tx.stock.level(variant_id))

    def movements(self, variant_id: VariantId, page: PageRequest) -> Page[StockMovement]:
        """List a variant's movements, the newest first; raise StockNotFound where no stock is kept of it."""
        with self._read() as tx:
            _known(tx.stock.level(variant_id))
            return tx.stock_ledger.movements(variant_id, page)

    @retry_on_storage_busy
    def adjust(
        self, caller: AuthenticatedUser, variant_id: VariantId, quantity: int, reason: str, client: ClientInfo
    ) -> StockLevel:
        """Correct a level by a signed quantity.

        Raises NotPermitted, StockNotFound, or StockBelowZero where less would be left than is reserved.
        """
        with self._begin() as tx:
            require_permission(tx.staff_guard.confirm(caller), Permission.INVENTORY)
            _known(tx.stock.level(variant_id))
            movement = self._movement(variant_id, MovementKind.ADJUSTMENT, quantity, reason, caller.user_id)
            level = tx.stock.apply(movement)
            if level is None:
                raise StockBelowZero
            self._record_action(tx, caller, movement, client)
            return level

    @retry_on_storage_busy
    def receive(self, variant_id: VariantId, quantity: int, reason: str) -> StockLevel:
        """Receive goods into stock; raise StockNotFound where no stock is kept of the variant."""
        with self._begin() as tx:
            return _known(tx.stock.apply(self._movement(variant_id, MovementKind.RECEIPT, quantity, reason, None)))

    @retry_on_storage_busy
    def upsert_level(self, level: StockLevel) -> bool:
        """Begin to keep stock of a variant, or change how it is limited; tell whether anything changed.

        Where it begins, the given units come in as a receipt.
        """
        with self._begin() as tx:
            begins = tx.stock.level(level.variant_id) is None
            changed = tx.stock.upsert(level)
            if begins and level.on_hand > 0:
                tx.stock.apply(
                    self._movement(level.variant_id, MovementKind.RECEIPT, level.on_hand, "first stock", None)
                )
            return changed

    def _record_action(
        self, tx: InventoryTx, caller: AuthenticatedUser, movement: StockMovement, client: ClientInfo
    ) -> None:
        details = {"quantity": f"{movement.on_hand_change:+}", "reason": movement.reason}
        subject, now = f"variant:{movement.variant_id}", movement.happened_at
        tx.audit_log.add(audit_log_entry(self._new_id(), caller, "AdjustStock", subject, details, client, now))

    def _movement(
        self, variant_id: VariantId, kind: MovementKind, quantity: int, reason: str, actor: UserId | None
    ) -> StockMovement:
        return StockMovement(
            id=MovementId(self._new_id()),
            variant_id=variant_id,
            kind=kind,
            on_hand_change=quantity,
            reserved_change=0,
            reason=reason,
            actor_id=actor,
            happened_at=self._clock(),
        )


def _known(level: StockLevel | None) -> StockLevel:
    if level is None:
        raise StockNotFound
    return level
