"""Is the cart still what the client was shown?"""

from typing import Final

from msgspec.structs import replace

from shop_domain.cart.model import Cart, PricedCart
from shop_domain.cart.sellable_quantity import sellable_quantity
from shop_domain.cart.shown_prices import prices_changed
from shop_domain.checkout.errors import CartChanged, CartEmpty, CartOutOfStock
from shop_domain.inventory.availability import insufficient_units
from shop_domain.inventory.model import Shortage
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.money import parse_money

LAPSED_REASONS: Final = frozenset(
    {"coupon_expired", "coupon_not_started", "coupon_exhausted", "coupon_already_used", "coupon_not_found"}
)
"""Why a coupon lapses; the other reasons follow from the cart that the client was shown."""


def require_cart_unchanged(priced: PricedCart, expected_total: str | None) -> None:
    """Refuse what the client has not seen: raises CartEmpty, CartChanged, CartOutOfStock or InvalidFields."""
    if not priced.cart.lines:
        raise CartEmpty
    if prices_changed(priced.cart, priced.offers) or _lapsed(priced) or _costs_otherwise(priced, expected_total):
        raise CartChanged(priced)
    if shortages := _shortages(priced):
        raise CartOutOfStock(shortages, priced)


def without_lapsed_coupons(cart: Cart, priced: PricedCart) -> Cart:
    """Remove the coupons that lapsed, so that the cart as shown can be ordered."""
    lapsed = _lapsed(priced)
    return (
        replace(cart, coupon_codes=tuple(code for code in cart.coupon_codes if code not in lapsed)) if lapsed else cart
    )


def _lapsed(priced: PricedCart) -> frozenset[str]:
    known = {outcome.coupon.code for outcome in priced.totals.coupons}
    lapsed = {outcome.coupon.code for outcome in priced.totals.coupons if outcome.refusal_code in LAPSED_REASONS}
    return frozenset(lapsed | set(priced.cart.coupon_codes) - known)


def _costs_otherwise(priced: PricedCart, expected_total: str | None) -> bool:
    if expected_total is None:
        return False
    try:
        expected = parse_money(expected_total, priced.cart.currency)
    except ValueError as error:
        raise InvalidFields({"expected_total": ["A valid amount is required."]}) from error
    return expected != priced.totals.grand_total


def _shortages(priced: PricedCart) -> tuple[Shortage, ...]:
    lines = priced.cart.lines
    sellable = [sellable_quantity(priced.offers.get(line.variant_id), priced.cart.currency) for line in lines]
    return tuple(
        Shortage(variant_id=line.variant_id, available=left)
        for line, units in zip(lines, sellable, strict=True)
        if (left := insufficient_units(units, line.quantity)) is not None
    )
