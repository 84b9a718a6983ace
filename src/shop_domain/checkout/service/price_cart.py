"""Price a locked cart with everything that its price depends on."""

from datetime import datetime

from shop_domain.cart.cart_pricing import price_cart
from shop_domain.cart.model import Cart, PricedCart
from shop_domain.checkout.ports import CheckoutTx
from shop_domain.pricing.model import CustomerKey


def load_priced_cart(tx: CheckoutTx, cart: Cart, customer: CustomerKey | None, now: datetime) -> PricedCart:
    """Read offers, and coupons where the cart holds any, and price the cart."""
    offers = tx.offers.for_variants([line.variant_id for line in cart.lines])
    coupons = tx.coupon_redemptions.with_usage(cart.coupon_codes, customer) if cart.coupon_codes else ()
    asks_for_first_order = any(candidate.coupon.first_order_only for candidate in coupons)
    has_ordered = asks_for_first_order and customer is not None and tx.past_orders.has_ordered(customer)
    return price_cart(cart, offers=offers, coupons=coupons, has_ordered=has_ordered, now=now)
