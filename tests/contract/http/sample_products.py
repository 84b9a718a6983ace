"""Products on sale in dollars, for tests of the whole shop."""

from typing import Any
from uuid import UUID

from shop_domain.kernel.money import Money
from tests.builders import a_product, create_products


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def sell(shop, *prices: int, available: int | None = 1_000) -> list[UUID]:
    """Put products at these prices on sale and give the ids of their variants."""
    products = [a_product(name=f"Mug {price}", price=usd(price)) for price in prices]
    return list(create_products(shop.store(), *products, available=available))


def adds_up(cart: Any) -> bool:
    minor = {name: round(float(cart[name]) * 100) for name in cart if name.endswith("total")}
    added = minor["subtotal"] - minor["discount_total"] + minor["shipping_total"] + minor["tax_total"]
    lines = sum(round(float(item["line_total"]) * 100) for item in cart["items"])
    return minor["grand_total"] == added >= 0 and lines == minor["subtotal"]
