"""What does a cart cost now?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from shop_domain.cart.cart_warnings import warnings_of
from shop_domain.cart.model import Cart, CartLine, Offer, PricedCart
from shop_domain.catalog.model import CategoryId, VariantId
from shop_domain.kernel.money import Money
from shop_domain.pricing.model import CouponWithUsage, PricingItem
from shop_domain.pricing.totals import calculate_totals

NO_CATEGORIES: Final[frozenset[CategoryId]] = frozenset()


def price_cart(
    cart: Cart,
    *,
    offers: Mapping[VariantId, Offer],
    coupons: Sequence[CouponWithUsage],
    has_ordered: bool,
    now: datetime,
) -> PricedCart:
    """Price a cart afresh from the present offers and the coupons that it holds.

    What is not on sale any more counts at the price last shown; an order of it is refused for lack of stock.
    """
    totals = calculate_totals(
        items=pricing_items(cart, offers), coupons=coupons, currency=cart.currency, has_ordered=has_ordered, now=now
    )
    return PricedCart(cart=cart, offers=offers, totals=totals, warnings=warnings_of(cart, offers, totals.coupons))


def pricing_items(cart: Cart, offers: Mapping[VariantId, Offer]) -> tuple[PricingItem, ...]:
    """Give the lines of a cart as items to be priced."""
    return tuple(_item(line, offers.get(line.variant_id), cart.currency) for line in cart.lines)


def current_price(line: CartLine, offer: Offer | None, currency: str) -> Money:
    """Tell what one unit costs now, or what it cost last where it is not sold in the cart's currency any more."""
    return offer.price if offer is not None and offer.price.currency == currency else line.shown_price


def _item(line: CartLine, offer: Offer | None, currency: str) -> PricingItem:
    return PricingItem(
        line_id=line.id,
        product_id=line.snapshot.product_id,
        variant_id=line.variant_id,
        category_ids=NO_CATEGORIES if offer is None else offer.category_ids,
        unit_price=current_price(line, offer, currency),
        quantity=line.quantity,
    )
