"""Read what a cart's price depends on, in as few statements as it takes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec

from shop_domain.cart.cart_pricing import items_of, price_cart
from shop_domain.cart.model import Cart, Offer, PricedCart
from shop_domain.cart.ports import CartTx
from shop_domain.catalog.model import VariantId
from shop_domain.pricing.coupon_eligibility import Basket, needs_past_orders
from shop_domain.pricing.model import CustomerKey, HeldCoupon


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is true right now, as far as one cart asks."""

    offers: Mapping[VariantId, Offer]
    coupons: Sequence[HeldCoupon]
    has_ordered: bool
    now: datetime

    def priced(self, cart: Cart) -> PricedCart:
        """Price a cart whose lines and coupons are among those that were asked about."""
        coupons = [held for held in self.coupons if held.coupon.code in cart.coupon_codes]
        return price_cart(cart, offers=self.offers, coupons=coupons, has_ordered=self.has_ordered, now=self.now)

    def basket(self, cart: Cart) -> Basket:
        """Show a cart to its coupons."""
        items = items_of(cart, self.offers)
        return Basket(items=items, currency=cart.currency, has_ordered=self.has_ordered, now=self.now)


def read_facts(
    tx: CartTx,
    cart: Cart,
    customer: CustomerKey | None,
    now: datetime,
    *,
    variants: Collection[VariantId] = (),
    codes: Sequence[str] = (),
) -> Facts:
    """Read the offers and coupons of a cart, and of whatever is to be put in it: one statement each, if at all."""
    asked = tuple(dict.fromkeys((*cart.coupon_codes, *codes)))
    coupons = tx.coupons.held(asked, customer) if asked else ()
    return Facts(
        offers=tx.offers.of({*(line.variant_id for line in cart.lines), *variants}),
        coupons=coupons,
        has_ordered=customer is not None and needs_past_orders(coupons) and tx.past_orders.any_of(customer),
        now=now,
    )
