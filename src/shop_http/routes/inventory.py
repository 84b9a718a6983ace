"""Stock, for staff."""

from typing import TypeAlias

from shop_domain.catalog.model import VariantId
from shop_domain.inventory.errors import StockBelowZero, StockNotFound
from shop_domain.inventory.service import InventoryService
from shop_domain.kernel.errors import InvalidFields
from shop_http.authentication import Caller
from shop_http.guards import Access
from shop_http.routing import Controller, get, post
from shop_http.schemas.inventory import AdjustStock, MovementOut, StockOut
from shop_http.schemas.paging import Pagination, Results

Movements: TypeAlias = Results[MovementOut]


class InventoryController(Controller):
    """What lies in the warehouse."""

    path = "/api/v1/admin/inventory"
    tag = "Staff: stock"

    @get("/{variant_id:uuid}/", access=Access.STAFF, operation_id="ShowStock", refuses=(StockNotFound,))
    def show(self, variant_id: VariantId, inventory: InventoryService) -> StockOut:
        """Show what lies there of a variant, and what of it is promised to orders."""
        return StockOut.of(inventory.level(variant_id))

    @post(
        "/{variant_id:uuid}/adjust/",
        access=Access.STAFF,
        operation_id="AdjustStock",
        refuses=(StockNotFound, StockBelowZero),
        keeps_log=True,
    )
    def adjust(self, variant_id: VariantId, caller: Caller, body: AdjustStock, inventory: InventoryService) -> StockOut:
        """Correct a level by a signed quantity."""
        if faults := _errors(body):
            raise InvalidFields(faults)
        return StockOut.of(inventory.adjust(caller.signed_in, variant_id, body.quantity, body.reason, caller.client))

    @get(
        "/{variant_id:uuid}/movements/",
        access=Access.STAFF,
        operation_id="ListStockMovements",
        refuses=(StockNotFound,),
    )
    def list_movements(self, variant_id: VariantId, pagination: Pagination, inventory: InventoryService) -> Movements:
        """List every move of a variant's stock, the newest first."""
        return pagination.results(inventory.movements(variant_id, pagination.request), MovementOut.of)


def _errors(body: AdjustStock) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if body.quantity == 0:
        faults["quantity"] = ["Must not be zero."]
    if body.location is not None:
        faults["location"] = ["The shop has no locations; leave it out."]
    return faults
