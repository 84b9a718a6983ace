"""Stock, for staff."""

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody

from shop_domain.catalog.model import VariantId
from shop_domain.inventory.errors import StockBelowZero, StockNotFound
from shop_domain.kernel.errors import InvalidFields
from shop_domain.staff.permissions import Permission
from shop_http.dependencies import CurrentCaller, CurrentPage, Inventory
from shop_http.guards import staff
from shop_http.schemas.inventory import AdjustStock, MovementOut, StockOut
from shop_http.schemas.paging import Results


class InventoryController(Controller):
    """What lies in the warehouse."""

    path = "/api/v1/admin/inventory"
    tags = ["Staff: stock"]

    @get(
        "/{variant_id:uuid}/", guards=[staff(Permission.INVENTORY)], operation_id="ShowStock", refuses=(StockNotFound,)
    )
    def show(self, variant_id: FromPath[VariantId], inventory: Inventory) -> StockOut:
        """Show what lies there of a variant, and what of it is promised to orders."""
        return StockOut.of(inventory.level(variant_id))

    @post(
        "/{variant_id:uuid}/adjust/",
        guards=[staff(Permission.INVENTORY)],
        operation_id="AdjustStock",
        audits="AdjustStock",
        status_code=200,
        refuses=(StockNotFound, StockBelowZero),
    )
    def adjust(
        self, variant_id: FromPath[VariantId], caller: CurrentCaller, data: JSONBody[AdjustStock], inventory: Inventory
    ) -> StockOut:
        """Correct a level by a signed quantity."""
        if faults := _errors(data):
            raise InvalidFields(faults)
        return StockOut.of(inventory.adjust(caller.signed_in, variant_id, data.quantity, data.reason, caller.client))

    @get(
        "/{variant_id:uuid}/movements/",
        guards=[staff(Permission.INVENTORY)],
        operation_id="ListStockMovements",
        refuses=(StockNotFound,),
    )
    def list_movements(
        self, variant_id: FromPath[VariantId], pagination: CurrentPage, inventory: Inventory
    ) -> Results[MovementOut]:
        """List every move of a variant's stock, the newest first."""
        return pagination.results(inventory.movements(variant_id, pagination.request), MovementOut.of)


def _errors(body: AdjustStock) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if body.quantity == 0:
        faults["quantity"] = ["Must not be zero."]
    if body.location is not None:
        faults["location"] = ["The shop has no locations; leave it out."]
    return faults
