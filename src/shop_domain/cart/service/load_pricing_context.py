"""Load what the price of a cart, and of the order that comes of it, depends on."""

from collections.abc import Collection, Sequence
from datetime import datetime

from shop_domain.cart.model import Cart
from shop_domain.cart.ports import CartTx
from shop_domain.cart.pricing_context import PricingContext
from shop_domain.catalog.model import VariantId
from shop_domain.pricing.coupon_eligibility import needs_past_orders
from shop_domain.pricing.model import CustomerKey


def load_pricing_context(
    tx: CartTx,
    cart: Cart,
    customer: CustomerKey | None,
    now: datetime,
    *,
    variants: Collection[VariantId] = (),
    codes: Sequence[str] = (),
) -> PricingContext:
    """Load the offers and coupons of a cart, and of what is to be added to it: one statement each, if any."""
    all_codes = tuple(dict.fromkeys((*cart.coupon_codes, *codes)))
    coupons = tx.coupon_redemptions.with_usage(all_codes, customer) if all_codes else ()
    return PricingContext(
        offers=tx.offers.for_variants({*(line.variant_id for line in cart.lines), *variants}),
        coupons=coupons,
        has_ordered=customer is not None and needs_past_orders(coupons) and tx.past_orders.has_ordered(customer),
        now=now,
    )
