"""What becomes of two carts of one shopper?

Quantities of the same variant add up, never beyond what a line may hold; the receiving cart's lines come first, then
the other's, as long as there is room. A cart has one currency, so lines in another one can't come along. What a
shopper chose is never dropped for lack of stock: at a login, a line is lowered to what can be had, but not below one,
and then shown as unavailable.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from shop_domain.cart.limits import MAX_COUPONS, MAX_LINES, MAX_QUANTITY
from shop_domain.cart.model import Cart, CartLine, Offer
from shop_domain.catalog.model import VariantId


def together(into: Cart, other: Cart, now: datetime) -> Cart:
    """Put everything of the other cart into this one; what both say, of address or note, this one says."""
    codes = tuple(dict.fromkeys((*into.coupon_codes, *other.coupon_codes)))[:MAX_COUPONS]
    return replace(
        into,
        lines=_lines(into.lines, tuple(line for line in other.lines if line.shown_price.currency == into.currency)),
        coupon_codes=codes,
        email=into.email or other.email,
        note=into.note or other.note,
        shipping_address=into.shipping_address or other.shipping_address,
        billing_address=into.billing_address or other.billing_address,
        updated_at=now,
    )


def says_something(cart: Cart) -> bool:
    """Tell whether there is anything in a cart that its shopper would miss."""
    said = (cart.lines, cart.coupon_codes, cart.email, cart.note, cart.shipping_address, cart.billing_address)
    return any(said)


def capped(cart: Cart, offers: Mapping[VariantId, Offer]) -> Cart:
    """Lower every line to what can be had of it right now, but not below one."""
    return replace(cart, lines=tuple(_capped(line, offers.get(line.variant_id)) for line in cart.lines))


def _lines(first: tuple[CartLine, ...], second: tuple[CartLine, ...]) -> tuple[CartLine, ...]:
    merged = {line.variant_id: line for line in first}
    for line in second:
        if (same := merged.get(line.variant_id)) is not None:
            merged[line.variant_id] = replace(same, quantity=min(same.quantity + line.quantity, MAX_QUANTITY))
        elif len(merged) < MAX_LINES:
            merged[line.variant_id] = line
    return tuple(merged.values())


def _capped(line: CartLine, offer: Offer | None) -> CartLine:
    if offer is None or offer.available is None or line.quantity <= offer.available:
        return line
    return replace(line, quantity=max(offer.available, 1))
