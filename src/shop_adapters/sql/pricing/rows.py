"""Coupons as rows, and back."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from shop_domain.catalog.model import CategoryId, ProductId
from shop_domain.kernel.money import Money
from shop_domain.pricing.model import Coupon, CouponKind


def coupon_row(coupon: Coupon) -> dict[str, Any]:
    """Spread a coupon over its columns."""
    return {
        "id": coupon.id,
        "code": coupon.code,
        "kind": coupon.kind.value,
        "value": coupon.value,
        "currency": coupon.currency,
        "max_discount": None if coupon.max_discount is None else coupon.max_discount.minor,
        "minimum_subtotal": None if coupon.minimum_subtotal is None else coupon.minimum_subtotal.minor,
        "max_uses": coupon.max_uses,
        "max_uses_per_user": coupon.max_uses_per_user,
        "uses": coupon.uses,
        "starts_at": coupon.starts_at,
        "ends_at": coupon.ends_at,
        "stackable": coupon.stackable,
        "first_order_only": coupon.first_order_only,
        "products": [str(product_id) for product_id in coupon.products],
        "categories": [str(category_id) for category_id in coupon.categories],
        "is_active": coupon.is_active,
        "version": coupon.version,
    }


def coupon_of(row: Row[Any]) -> Coupon:
    """Put a coupon together from its columns."""
    return Coupon(
        id=row.id,
        code=row.code,
        kind=CouponKind(row.kind),
        value=row.value,
        currency=row.currency,
        max_discount=_money(row.max_discount, row.currency),
        minimum_subtotal=_money(row.minimum_subtotal, row.currency),
        max_uses=row.max_uses,
        max_uses_per_user=row.max_uses_per_user,
        uses=row.uses,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        stackable=row.stackable,
        first_order_only=row.first_order_only,
        products=tuple(ProductId(UUID(text)) for text in row.products),
        categories=tuple(CategoryId(UUID(text)) for text in row.categories),
        is_active=row.is_active,
        version=row.version,
    )


def _money(minor: int | None, currency: str | None) -> Money | None:
    return None if minor is None or currency is None else Money(minor, currency)
