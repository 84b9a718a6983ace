"""What are a cart and the order of it priced from?"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from shop_domain.cart.cart_pricing import price_cart, pricing_items
from shop_domain.cart.model import Cart, Offer, PricedCart
from shop_domain.catalog.model import VariantId
from shop_domain.pricing.coupon_eligibility import CouponContext
from shop_domain.pricing.model import CouponWithUsage


class PricingContext(msgspec.Struct, frozen=True, kw_only=True):
    """The offers, coupons and history that a price depends on, as they are now."""

    offers: Mapping[VariantId, Offer]
    coupons: Sequence[CouponWithUsage]
    has_ordered: bool
    now: datetime

    def price(self, cart: Cart) -> PricedCart:
        """Price a cart whose lines and coupons are among those that were loaded."""
        coupons = [candidate for candidate in self.coupons if candidate.coupon.code in cart.coupon_codes]
        return price_cart(cart, offers=self.offers, coupons=coupons, has_ordered=self.has_ordered, now=self.now)

    def coupon_context(self, cart: Cart) -> CouponContext:
        """Give what the eligibility of a coupon on this cart depends on."""
        items = pricing_items(cart, self.offers)
        return CouponContext(items=items, currency=cart.currency, has_ordered=self.has_ordered, now=self.now)
