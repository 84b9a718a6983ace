"""An order in words: its sums by name, and where it goes."""

from collections.abc import Mapping

from shop_domain.kernel.money import Money
from shop_domain.orders.model import Order


def order_totals(order: Order) -> tuple[tuple[str, Money], ...]:
    """Name the sums that lead from the subtotal to the total; those that are nothing are left out."""
    between = (("Discount", -order.discount_total), ("Shipping", order.shipping_total), ("Tax", order.tax_total))
    return (
        ("Subtotal", order.subtotal),
        *((label, amount) for label, amount in between if amount.minor),
        ("Total", order.grand_total),
    )


def format_address(address: Mapping[str, str]) -> str:
    """Write an address on one line."""
    name = " ".join(filter(None, (address.get("first_name"), address.get("last_name"))))
    place = " ".join(filter(None, (address.get("postal_code"), address.get("city"))))
    streets = (address.get("address_line_1"), address.get("address_line_2"))
    parts = (name, address.get("company"), *streets, place, address.get("state_province"), address.get("country"))
    return ", ".join(" ".join(part.split()) for part in parts if part)
