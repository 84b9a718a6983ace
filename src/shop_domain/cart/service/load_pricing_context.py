"""Read what a cart's price depends on, in as few statements as it takes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec

from shop_domain.cart.cart_pricing import price_cart, pricing_items
from shop_domain.cart.model import Cart, Offer, PricedCart
from shop_domain.cart.ports import CartTx
from shop_domain.catalog.model import VariantId
from shop_domain.pricing.coupon_eligibility import CouponContext, needs_past_orders
from shop_domain.pricing.model import CouponWithUsage, CustomerKey


class PricingContext(msgspec.Struct, frozen=True, kw_only=True):
    """What is true right now, as far as one cart asks."""

    offers: Mapping[VariantId, Offer]
    coupons: Sequence[CouponWithUsage]
    has_ordered: bool
    now: datetime

    def price(self, cart: Cart) -> PricedCart:
        """Price a cart whose lines and coupons are among those that were asked about."""
        coupons = [candidate for candidate in self.coupons if candidate.coupon.code in cart.coupon_codes]
        return price_cart(cart, offers=self.offers, coupons=coupons, has_ordered=self.has_ordered, now=self.now)

    def coupon_context(self, cart: Cart) -> CouponContext:
        """Show a cart to its coupons."""
        items = pricing_items(cart, self.offers)
        return CouponContext(items=items, currency=cart.currency, has_ordered=self.has_ordered, now=self.now)


def load_pricing_context(
    tx: CartTx,
    cart: Cart,
    customer: CustomerKey | None,
    now: datetime,
    *,
    variants: Collection[VariantId] = (),
    codes: Sequence[str] = (),
) -> PricingContext:
    """Read the offers and coupons of a cart, and of whatever is to be put in it: one statement each, if at all."""
    asked = tuple(dict.fromkeys((*cart.coupon_codes, *codes)))
    coupons = tx.coupon_redemptions.with_usage(asked, customer) if asked else ()
    return PricingContext(
        offers=tx.offers.for_variants({*(line.variant_id for line in cart.lines), *variants}),
        coupons=coupons,
        has_ordered=customer is not None and needs_past_orders(coupons) and tx.past_orders.has_ordered(customer),
        now=now,
    )
