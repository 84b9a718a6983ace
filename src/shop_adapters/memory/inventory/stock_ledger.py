"""Every move of stock, in memory."""

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.catalog.model import VariantId
from shop_domain.inventory.model import MovementId, StockMovement
from shop_domain.kernel.paging import Page, PageRequest, paginate


class MemoryStockLedger:
    def __init__(self, ledger: MemoryTable[MovementId, StockMovement]) -> None:
        self._ledger = ledger

    def movements(self, variant_id: VariantId, page: PageRequest) -> Page[StockMovement]:
        newest_first = [move for move in self._ledger if move.variant_id == variant_id][::-1]
        return paginate(newest_first, page, lambda movement: (str(movement.id),))
