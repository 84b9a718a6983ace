"""Things of the shop for tests: `a_…` makes a value, `put_on_sale` brings products into any storage."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from shop_adapters.memory.store import MemoryStore
from shop_adapters.sql.store import SqlStore
from shop_domain.accounts.model import UserId
from shop_domain.cart.guest_key import hash_guest_key
from shop_domain.cart.model import Cart, CartId, CartLine, CartOwner, LineId, Offer, ProductSnapshot
from shop_domain.catalog.model import (
    Category,
    CategoryId,
    Image,
    ImageId,
    ImageSizes,
    Product,
    ProductId,
    Variant,
    VariantId,
)
from shop_domain.inventory.model import MovementId, MovementKind, StockLevel, StockMovement
from shop_domain.kernel.money import Money
from shop_domain.orders.model import Order, OrderId, OrderNumber, OrderStatus
from shop_domain.pricing.model import Coupon, CouponId, CouponKind, CouponWithUsage, PricingItem

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def a_user_id() -> UserId:
    return UserId(uuid7())


def a_user_owner() -> CartOwner:
    return CartOwner(user_id=a_user_id())


def a_guest_owner() -> CartOwner:
    return CartOwner(guest=hash_guest_key(str(uuid7())))


def a_line(variant_id: UUID | None = None, **given: Any) -> CartLine:
    price = given.pop("price", eur(1_000))
    snapshot = ProductSnapshot(
        product_id=ProductId(given.pop("product_id", uuid7())),
        sku="SKU-1",
        name=given.pop("name", "A mug"),
        color=None,
        size=None,
        image=None,
        unit_price=price,
    )
    values: dict[str, Any] = {"quantity": 1, "shown_price": price, **given}
    return CartLine(id=LineId(uuid7()), variant_id=VariantId(variant_id or uuid7()), snapshot=snapshot, **values)


def a_cart(*lines: CartLine, **given: Any) -> Cart:
    values: dict[str, Any] = {"owner": a_user_owner(), "currency": "EUR", "created_at": NOW, "updated_at": NOW, **given}
    return Cart(id=CartId(uuid7()), lines=lines, **values)


def an_offer(line: CartLine, **given: Any) -> Offer:
    """Offer what a line holds, as it was when it was put in, unless told otherwise."""
    values: dict[str, Any] = {
        "category_ids": frozenset(),
        "price": line.snapshot.unit_price,
        "is_for_sale": True,
        "available": 1_000,
        **given,
    }
    return Offer(
        variant_id=line.variant_id,
        product_id=line.snapshot.product_id,
        sku=line.snapshot.sku,
        name=line.snapshot.name,
        color=None,
        size=None,
        image=None,
        weight_grams=0,
        **values,
    )


def a_coupon(**given: Any) -> Coupon:
    """Make ten percent off everything, unless told otherwise."""
    values: dict[str, Any] = {"code": "TEN", "kind": CouponKind.PERCENTAGE, "value": 1_000, **given}
    return Coupon(id=CouponId(uuid7()), **values)


def a_coupon_with_usage(*, used_by_customer: int = 0, **given: Any) -> CouponWithUsage:
    return CouponWithUsage(coupon=a_coupon(**given), used_by_customer=used_by_customer)


def an_item(minor: int = 1_000, quantity: int = 1, **given: Any) -> PricingItem:
    values: dict[str, Any] = {
        "product_id": ProductId(uuid7()),
        "variant_id": VariantId(uuid7()),
        "category_ids": frozenset(),
        "unit_price": eur(minor),
        **given,
    }
    return PricingItem(line_id=uuid7(), quantity=quantity, **values)


def a_product(**given: Any) -> Product:
    """Make a product of one variant that costs ten euros, unless told otherwise."""
    price = given.pop("price", eur(1_000))
    product_id, sku = ProductId(uuid7()), str(uuid7())
    variant = Variant(
        id=VariantId(uuid7()), sku=sku, options={}, price=price, is_active=given.pop("variant_active", True)
    )
    values: dict[str, Any] = {"name": "A mug", "variants": (variant,), "created_at": NOW, "updated_at": NOW, **given}
    return Product(id=product_id, slug=str(product_id), currency=price.currency, attributes={}, metadata={}, **values)


def an_order(**given: Any) -> Order:
    """Make an order that waits for its payment and costs ten euros, unless told otherwise."""
    values: dict[str, Any] = {
        "owner": a_user_owner(),
        "status": OrderStatus.PENDING,
        "currency": "EUR",
        **dict.fromkeys(("discount_total", "shipping_total", "tax_total"), eur(0)),
        **dict.fromkeys(("subtotal", "grand_total"), eur(1_000)),
        "adjustments": (),
        "coupon_codes": (),
        "email": "ada@example.com",
        "note": "",
        "shipping_address": {},
        "billing_address": {},
        "placed_at": NOW,
        "updated_at": NOW,
        **given,
    }
    return Order(id=OrderId(uuid7()), number=OrderNumber("SO-2026-00000000"), cart_id=CartId(uuid7()), **values)


def a_picture(url: str, **given: Any) -> Image:
    return Image(id=ImageId(uuid7()), url=url, sizes=ImageSizes(thumbnail=url, medium=url, large=url), **given)


def create_products(
    store: MemoryStore | SqlStore, *products: Product, available: int | None = 1_000
) -> list[VariantId]:
    """Store products with so many of each variant, or untracked ones for None; give the ids of their variants."""
    ids = [variant.id for product in products for variant in product.variants]
    with store.begin() as tx:
        for product in products:
            tx.products.save(product)
        for variant_id in ids:
            tx.stock.upsert(StockLevel(variant_id=variant_id, on_hand=0, reserved=0, tracked=available is not None))
            if available:
                tx.stock.apply(_first_stock(variant_id, available))
    return ids


def create_category(store: MemoryStore | SqlStore, parent_id: CategoryId | None = None) -> CategoryId:
    """Store a category."""
    category_id = CategoryId(uuid7())
    with store.begin() as tx:
        tx.categories.add(Category(id=category_id, slug=str(category_id), name="Mugs", parent_id=parent_id))
    return category_id


def _first_stock(variant_id: VariantId, units: int) -> StockMovement:
    return StockMovement(
        id=MovementId(uuid7()),
        variant_id=variant_id,
        kind=MovementKind.RECEIPT,
        on_hand_change=units,
        reserved_change=0,
        happened_at=NOW,
    )
