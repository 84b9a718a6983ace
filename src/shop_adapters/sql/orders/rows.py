"""Orders as rows, and back."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from shop_domain.cart.model import CartOwner
from shop_domain.kernel.money import Money
from shop_domain.orders.model import (
    Actor,
    ActorKind,
    HistoryEntry,
    Order,
    OrderId,
    OrderLine,
    OrderStatus,
)
from shop_domain.pricing.model import Adjustment


def order_row(order: Order) -> dict[str, Any]:
    """Spread an order over its columns."""
    return {
        "id": order.id,
        "number": order.number,
        "user_id": order.owner.user_id,
        "guest": order.owner.guest,
        "cart_id": order.cart_id,
        "status": order.status.value,
        "currency": order.currency,
        "subtotal": order.subtotal.minor,
        "discount_total": order.discount_total.minor,
        "shipping_total": order.shipping_total.minor,
        "tax_total": order.tax_total.minor,
        "grand_total": order.grand_total.minor,
        "adjustments": msgspec.to_builtins(order.adjustments),
        "coupon_codes": list(order.coupon_codes),
        "email": order.email,
        "note": order.note,
        "shipping_address": dict(order.shipping_address),
        "billing_address": dict(order.billing_address),
        "placed_at": order.placed_at,
        "updated_at": order.updated_at,
        "version": order.version,
    }


def order_of(row: Mapping[Any, Any]) -> Order:
    """Put an order together from its columns."""
    currency = row["currency"]
    return Order(
        id=OrderId(row["id"]),
        number=row["number"],
        owner=CartOwner(user_id=row["user_id"], guest=row["guest"]),
        cart_id=row["cart_id"],
        status=OrderStatus(row["status"]),
        currency=currency,
        subtotal=Money(row["subtotal"], currency),
        discount_total=Money(row["discount_total"], currency),
        shipping_total=Money(row["shipping_total"], currency),
        tax_total=Money(row["tax_total"], currency),
        grand_total=Money(row["grand_total"], currency),
        adjustments=msgspec.convert(row["adjustments"], tuple[Adjustment, ...]),
        coupon_codes=tuple(row["coupon_codes"]),
        email=row["email"],
        note=row["note"],
        shipping_address=row["shipping_address"],
        billing_address=row["billing_address"],
        placed_at=row["placed_at"],
        updated_at=row["updated_at"],
        version=row["version"],
    )


def line_rows(order_id: OrderId, lines: Sequence[OrderLine]) -> list[dict[str, Any]]:
    """Spread the lines of an order over rows, in their order."""
    return [
        {
            "id": line.id,
            "order_id": order_id,
            "position": position,
            "product_id": line.product_id,
            "variant_id": line.variant_id,
            "sku": line.sku,
            "name": line.name,
            "color": line.color,
            "size": line.size,
            "image": line.image,
            "unit_price": line.unit_price.minor,
            "quantity": line.quantity,
            "discount": line.discount.minor,
            "tax": line.tax.minor,
            "line_total": line.line_total.minor,
        }
        for position, line in enumerate(lines)
    ]


def line_of(row: Mapping[Any, Any], currency: str) -> OrderLine:
    """Put a line together from its columns."""
    return OrderLine(
        id=row["id"],
        product_id=row["product_id"],
        variant_id=row["variant_id"],
        sku=row["sku"],
        name=row["name"],
        color=row["color"],
        size=row["size"],
        image=row["image"],
        unit_price=Money(row["unit_price"], currency),
        quantity=row["quantity"],
        discount=Money(row["discount"], currency),
        tax=Money(row["tax"], currency),
        line_total=Money(row["line_total"], currency),
    )


def history_row(order_id: OrderId, entry: HistoryEntry) -> dict[str, Any]:
    """Spread a move over its columns."""
    return {
        "order_id": order_id,
        "from_status": entry.from_status and entry.from_status.value,
        "to_status": entry.to_status.value,
        "actor_kind": entry.actor.kind.value,
        "actor_id": entry.actor.user_id,
        "reason": entry.reason,
        "at": entry.at,
    }


def history_of(row: Mapping[Any, Any]) -> HistoryEntry:
    """Put a move together from its columns."""
    before = row["from_status"]
    return HistoryEntry(
        from_status=None if before is None else OrderStatus(before),
        to_status=OrderStatus(row["to_status"]),
        actor=Actor(kind=ActorKind(row["actor_kind"]), user_id=row["actor_id"]),
        reason=row["reason"],
        at=row["at"],
    )
