"""Things of the shop for tests: `a_…` makes a value, `put_on_sale` brings products into any storage."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, LargeBinary, Table, insert
from sqlalchemy.types import TypeEngine
from uuid_utils.compat import uuid7

from shop_adapters.memory.store import MemoryStore
from shop_adapters.memory.transaction import MemoryTx
from shop_adapters.sql.catalog import tables as catalog
from shop_adapters.sql.inventory.tables import stock
from shop_adapters.sql.store import SqlStore
from shop_adapters.sql.transaction import SqlTx
from shop_domain.accounts.model import UserId
from shop_domain.cart.guest_key import hash_of
from shop_domain.cart.model import Cart, CartId, CartLine, CartOwner, LineId, Offer, Snapshot
from shop_domain.catalog.model import Category, CategoryId, Product, ProductId, Variant, VariantId
from shop_domain.inventory.model import StockLevel
from shop_domain.kernel.money import Money
from shop_domain.pricing.model import Coupon, CouponId, CouponKind, HeldCoupon, Item

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def a_user_id() -> UserId:
    return UserId(uuid7())


def a_user_owner() -> CartOwner:
    return CartOwner(user_id=a_user_id())


def a_guest_owner() -> CartOwner:
    return CartOwner(guest=hash_of(str(uuid7())))


def a_line(variant_id: UUID | None = None, **given: Any) -> CartLine:
    price = given.pop("price", eur(1_000))
    snapshot = Snapshot(
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
        "on_sale_now": True,
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


def a_held_coupon(*, used_by_customer: int = 0, **given: Any) -> HeldCoupon:
    return HeldCoupon(coupon=a_coupon(**given), used_by_customer=used_by_customer)


def an_item(minor: int = 1_000, quantity: int = 1, **given: Any) -> Item:
    values: dict[str, Any] = {
        "product_id": ProductId(uuid7()),
        "variant_id": VariantId(uuid7()),
        "category_ids": frozenset(),
        "unit_price": eur(minor),
        **given,
    }
    return Item(key=uuid7(), quantity=quantity, **values)


def a_product(**given: Any) -> Product:
    """Make a product of one variant that costs ten euros, unless told otherwise."""
    price = given.pop("price", eur(1_000))
    product_id, sku = ProductId(uuid7()), str(uuid7())
    variant = Variant(
        id=VariantId(uuid7()), sku=sku, options={}, price=price, is_active=given.pop("variant_active", True)
    )
    values: dict[str, Any] = {"name": "A mug", "variants": (variant,), "created_at": NOW, "updated_at": NOW, **given}
    return Product(id=product_id, slug=str(product_id), currency=price.currency, attributes={}, metadata={}, **values)


def put_on_sale(store: MemoryStore | SqlStore, *products: Product, available: int | None = 1_000) -> list[VariantId]:
    """Store products with so many of each variant, or untracked ones for None; give the ids of their variants."""
    with store.begin() as tx:
        for product in products:
            if isinstance(tx, MemoryTx):
                _remember(tx, product, available)
            else:
                _insert(tx, product, available)
    return [variant.id for product in products for variant in product.variants]


def put_category(store: MemoryStore | SqlStore, parent_id: CategoryId | None = None) -> CategoryId:
    """Store a category."""
    category_id = CategoryId(uuid7())
    category = Category(id=category_id, slug=str(category_id), name="Mugs", parent_id=parent_id)
    with store.begin() as tx:
        if isinstance(tx, MemoryTx):
            tx._state.categories.put(category_id, category)
        else:
            row = {"id": category_id, "parent_id": parent_id, "slug": category.slug, "name": category.name}
            tx._database.execute(insert(catalog.categories), row)
    return category_id


def _remember(tx: MemoryTx, product: Product, available: int | None) -> None:
    tx._state.products.put(product.id, product)
    for variant in product.variants:
        level = StockLevel(variant_id=variant.id, on_hand=available or 0, reserved=0, tracked=available is not None)
        tx._state.stock_levels.put(variant.id, level)


def _insert(tx: SqlTx, product: Product, available: int | None) -> None:
    prices = [variant.price.minor for variant in product.variants]
    values = {
        "id": product.id,
        "slug": product.slug,
        "name": product.name,
        "currency": product.currency,
        "price_minor": min(prices),
        "max_price_minor": max(prices),
        "is_active": product.is_active,
        "created_at": product.created_at,
        "updated_at": product.updated_at,
    }
    tx._database.execute(insert(catalog.products), _filled(catalog.products, values))
    for category_id in product.category_ids:
        tx._database.execute(insert(catalog.product_categories), {"product_id": product.id, "category_id": category_id})
    for variant in product.variants:
        _insert_variant(tx, product, variant, available)


def _insert_variant(tx: SqlTx, product: Product, variant: Variant, available: int | None) -> None:
    values = {
        "id": variant.id,
        "product_id": product.id,
        "sku": variant.sku,
        "currency": variant.price.currency,
        "price_minor": variant.price.minor,
        "weight_grams": variant.weight_grams,
        "is_active": variant.is_active,
    }
    tx._database.execute(insert(catalog.variants), _filled(catalog.variants, values))
    level = {"variant_id": variant.id, "on_hand": available or 0, "tracked": available is not None}
    tx._database.execute(insert(stock), level)


def _filled(table: Table, values: dict[str, object]) -> dict[str, object]:
    """Fill what carts never look at with nothing."""
    missing = [c for c in table.c if not c.nullable and c.server_default is None and c.name not in values]
    return {**{c.name: _nothing(c.type) for c in missing}, **values}


def _nothing(kind: TypeEngine[Any]) -> object:
    return {} if isinstance(kind, JSON) else b"" if isinstance(kind, LargeBinary) else ""
