"""What becomes of two carts of one shopper?

Quantities of the same variant add up, never beyond what a line may hold; the receiving cart's lines come first, then
the other's, as long as there is room. A cart has one currency, so lines in another one are left out. What a
shopper chose is never dropped for lack of stock: at a login, a line is lowered to what can be had, but not below one,
and then shown as unavailable. Whatever is left out is noted on the cart, so that the shopper is told.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec.structs import replace

from shop_domain.cart.limits import MAX_COUPONS, MAX_LINES, MAX_NOTICES, MAX_QUANTITY
from shop_domain.cart.model import Cart, CartLine, Offer
from shop_domain.catalog.model import VariantId
from shop_domain.inventory.availability import insufficient_units


def merge_carts(into: Cart, other: Cart, now: datetime) -> Cart:
    """Merge the other cart into this one; of an address or a note that both have, this one's stays."""
    codes = tuple(dict.fromkeys((*into.coupon_codes, *other.coupon_codes)))[:MAX_COUPONS]
    merged = replace(
        into,
        lines=_lines(into.lines, tuple(line for line in other.lines if line.shown_price.currency == into.currency)),
        coupon_codes=codes,
        email=into.email or other.email,
        note=into.note or other.note,
        shipping_address=into.shipping_address or other.shipping_address,
        billing_address=into.billing_address or other.billing_address,
        updated_at=now,
    )
    return _with_notices(merged, (*other.notices, *_left_out(into, other, merged)))


def has_content(cart: Cart) -> bool:
    """Tell whether there is anything in a cart that its shopper would miss."""
    content = (cart.lines, cart.coupon_codes, cart.email, cart.note, cart.shipping_address, cart.billing_address)
    return any(content)


def cap_to_stock(cart: Cart, offers: Mapping[VariantId, Offer]) -> Cart:
    """Lower every line to what can be had of it right now, but not below one."""
    lines = tuple(_capped(line, offers.get(line.variant_id)) for line in cart.lines)
    lowered = (
        f"{_named(before)}: no more than {after.quantity} could be kept, for lack of stock; {_cut(before, after)}"
        for before, after in zip(cart.lines, lines, strict=True)
        if after.quantity < before.quantity
    )
    return _with_notices(replace(cart, lines=lines), lowered)


def with_lost_coupon_notices(merged: Cart, codes: Iterable[str]) -> Cart:
    """Note which coupons of the two carts can't be used on the one that came of them."""
    lost = [code for code in dict.fromkeys(codes) if code not in merged.coupon_codes]
    return _with_notices(merged, (f"Coupon {code} was left out: it can't be used on this cart." for code in lost))


def _with_notices(cart: Cart, notices: Iterable[str]) -> Cart:
    return replace(cart, notices=tuple(dict.fromkeys((*cart.notices, *notices)))[-MAX_NOTICES:])


def _left_out(into: Cart, other: Cart, merged: Cart) -> Iterator[str]:
    """Name what the limits of a cart, and its currency, kept out of the merged one."""
    own = {line.variant_id: line.quantity for line in into.lines}
    kept = {line.variant_id: line.quantity for line in merged.lines}
    for line in other.lines:
        if line.shown_price.currency != into.currency:
            yield f"{_named(line)}: left out, since it is sold in {line.shown_price.currency}."
        elif line.variant_id not in kept:
            yield f"{_named(line)}: {line.quantity} were left out, since a cart holds at most {MAX_LINES} items."
        elif cut := own.get(line.variant_id, 0) + line.quantity - kept[line.variant_id]:
            yield f"{_named(line)}: {cut} were left out, since a cart holds at most {MAX_QUANTITY} of one item."


def _named(line: CartLine) -> str:
    return f"{line.snapshot.name} ({line.snapshot.sku})"


def _cut(before: CartLine, after: CartLine) -> str:
    return f"{before.quantity - after.quantity} were left out."


def _lines(first: tuple[CartLine, ...], second: tuple[CartLine, ...]) -> tuple[CartLine, ...]:
    merged = {line.variant_id: line for line in first}
    for line in second:
        if (same := merged.get(line.variant_id)) is not None:
            merged[line.variant_id] = replace(same, quantity=min(same.quantity + line.quantity, MAX_QUANTITY))
        elif len(merged) < MAX_LINES:
            merged[line.variant_id] = line
    return tuple(merged.values())


def _capped(line: CartLine, offer: Offer | None) -> CartLine:
    units = None if offer is None else insufficient_units(offer.available, line.quantity)
    return line if units is None else replace(line, quantity=max(units, 1))
