"""Orders as the rows of a table, for those who count and file them."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from shop_domain.cart.model import PostalAddress
from shop_domain.kernel.csv_export import TrustedText
from shop_domain.orders.model import Order, OrderLine, OrderSummary

Cell: TypeAlias = Callable[[OrderSummary], str]
_ADDRESS: Final = (
    "first_name",
    "last_name",
    "company",
    "address_line_1",
    "address_line_2",
    "city",
    "state_province",
    "postal_code",
    "country",
    "phone",
)


def _address(kind: str, address_of: Callable[[Order], PostalAddress]) -> Mapping[str, Cell]:
    def cell(name: str) -> Cell:
        return lambda of: address_of(of.placed.order).get(name, "")

    return {f"{kind}_{name}": cell(name) for name in _ADDRESS}


_CELLS: Final[Mapping[str, Cell]] = {
    "order_number": lambda of: TrustedText(of.placed.order.number),
    "placed_at": lambda of: TrustedText(f"{of.placed.order.placed_at:%Y-%m-%dT%H:%M:%SZ}"),
    "status": lambda of: TrustedText(of.placed.order.status.value),
    "payment_status": lambda of: TrustedText(of.payment_status or ""),
    "currency": lambda of: TrustedText(of.placed.order.currency),
    "subtotal": lambda of: TrustedText(of.placed.order.subtotal),
    "discount_total": lambda of: TrustedText(of.placed.order.discount_total),
    "shipping_total": lambda of: TrustedText(of.placed.order.shipping_total),
    "tax_total": lambda of: TrustedText(of.placed.order.tax_total),
    "grand_total": lambda of: TrustedText(of.placed.order.grand_total),
    "coupons": lambda of: " ".join(of.placed.order.coupon_codes),
    "email": lambda of: of.placed.order.email,
    "item_count": lambda of: TrustedText(sum(line.quantity for line in of.placed.lines)),
    "items": lambda of: "; ".join(_bought(line) for line in of.placed.lines),
    "note": lambda of: of.placed.order.note,
    **_address("shipping", lambda order: order.shipping_address),
    **_address("billing", lambda order: order.billing_address),
}
COLUMNS: Final = tuple(_CELLS)


def csv_row(summary: OrderSummary) -> tuple[str, ...]:
    """Give an order's cells, in the order of the columns; amounts are in the order's currency."""
    return tuple(cell(summary) for cell in _CELLS.values())


def _bought(line: OrderLine) -> str:
    return f"{line.quantity} x {line.sku or line.name}"
