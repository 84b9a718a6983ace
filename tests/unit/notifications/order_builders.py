"""An order to write mails about."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from shop_domain.cart.model import CartId, CartOwner, GuestKeyHash
from shop_domain.catalog.model import ProductId, VariantId
from shop_domain.kernel.money import Money, zero
from shop_domain.orders.model import Order, OrderId, OrderLine, OrderNumber, OrderStatus, PlacedOrder

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NUMBER = OrderNumber("SO-2026-7K3M9QXA")
ADDRESS = {
    "first_name": "Ann",
    "last_name": "Lee",
    "company": "",
    "address_line_1": "1 Main Street",
    "city": "Springfield",
    "postal_code": "12345",
    "country": "US",
}


def usd(minor: int) -> Money:
    return Money(minor, "USD")


LINE = OrderLine(
    id=UUID(int=3),
    product_id=ProductId(UUID(int=4)),
    variant_id=VariantId(UUID(int=5)),
    sku="TEE-B-M",
    name="Tee <b>",
    color="Blue",
    size=None,
    image=None,
    unit_price=usd(1999),
    quantity=2,
    discount=usd(500),
    tax=usd(0),
    line_total=usd(3998),
)
ORDER = Order(
    id=OrderId(UUID(int=1)),
    number=NUMBER,
    owner=CartOwner(guest=GuestKeyHash("0" * 64)),
    cart_id=CartId(UUID(int=2)),
    status=OrderStatus.CONFIRMED,
    currency="USD",
    subtotal=usd(3998),
    discount_total=usd(500),
    shipping_total=usd(700),
    tax_total=zero("USD"),
    grand_total=usd(4198),
    adjustments=(),
    coupon_codes=(),
    email="ann@example.com",
    note="",
    shipping_address=ADDRESS,
    billing_address=ADDRESS,
    placed_at=NOW,
    updated_at=NOW,
)


def a_placed_order(**changes: Any) -> PlacedOrder:
    return PlacedOrder(order=replace(ORDER, **changes), lines=(LINE,))
