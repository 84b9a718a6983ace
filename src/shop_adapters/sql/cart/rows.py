"""Carts as rows, and back."""

from typing import Any, Final

import msgspec
from sqlalchemy import Row

from shop_domain.cart.model import Cart, CartLine, CartOwner, CartStatus

_encode_lines: Final = msgspec.json.Encoder().encode
_decode_lines: Final = msgspec.json.Decoder(tuple[CartLine, ...]).decode


def cart_row(cart: Cart) -> dict[str, Any]:
    """Spread a cart over its columns."""
    return {
        "id": cart.id,
        "user_id": cart.owner.user_id,
        "guest_key": cart.owner.guest,
        "status": cart.status.value,
        "currency": cart.currency,
        "lines": _encode_lines(cart.lines).decode(),
        "line_count": len(cart.lines),
        "coupon_codes": list(cart.coupon_codes),
        "email": cart.email,
        "note": cart.note,
        "shipping_address": cart.shipping_address,
        "billing_address": cart.billing_address,
        "notices": list(cart.notices) or None,
        "merged_into_user_id": cart.merged_into_user_id,
        "version": cart.version,
        "created_at": cart.created_at,
        "updated_at": cart.updated_at,
    }


def cart_of(row: Row[Any]) -> Cart:
    """Put a cart together from its columns."""
    return Cart(
        id=row.id,
        owner=CartOwner(user_id=row.user_id, guest=row.guest_key),
        status=CartStatus(row.status),
        currency=row.currency,
        lines=_decode_lines(row.lines),
        coupon_codes=tuple(row.coupon_codes),
        email=row.email,
        note=row.note,
        shipping_address=row.shipping_address,
        billing_address=row.billing_address,
        notices=tuple(row.notices or ()),
        merged_into_user_id=row.merged_into_user_id,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
