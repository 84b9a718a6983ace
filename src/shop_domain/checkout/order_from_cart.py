"""What order does a cart make?"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from shop_domain.cart.cart_pricing import current_price
from shop_domain.cart.model import Cart, CartLine, PostalAddress, PricedCart
from shop_domain.checkout.errors import EmailRequired
from shop_domain.checkout.model import CheckoutDetails
from shop_domain.kernel.errors import InvalidFields
from shop_domain.orders.model import Order, OrderId, OrderLine, OrderNumber, OrderStatus, PlacedOrder
from shop_domain.pricing.model import LineTotals


def order_from_cart(
    priced: PricedCart, details: CheckoutDetails, number: OrderNumber, now: datetime, new_id: Callable[[], UUID]
) -> PlacedOrder:
    """Freeze a priced cart into an order, each line with its share of every discount and tax.

    Raises EmailRequired where no address to write to is known, and InvalidFields without a shipping address.
    """
    order = _order(priced, details, OrderId(new_id()), number, now)
    priced_lines = zip(priced.cart.lines, priced.totals.lines, strict=True)
    return PlacedOrder(order=order, lines=tuple(_line(priced, line, sums, new_id()) for line, sums in priced_lines))


def _order(
    priced: PricedCart, details: CheckoutDetails, order_id: OrderId, number: OrderNumber, now: datetime
) -> Order:
    totals, cart = priced.totals, priced.cart
    shipping_address = _shipping_address(details, cart)
    return Order(
        id=order_id,
        number=number,
        owner=details.owner,
        cart_id=cart.id,
        status=OrderStatus.PENDING,
        currency=cart.currency,
        subtotal=totals.subtotal,
        discount_total=totals.discount_total,
        shipping_total=totals.shipping_total,
        tax_total=totals.tax_total,
        grand_total=totals.grand_total,
        adjustments=totals.adjustments,
        coupon_codes=tuple(coupon.code for coupon in priced.coupons),
        email=_email(details, cart),
        note=details.note if details.note is not None else cart.note or "",
        shipping_address=shipping_address,
        billing_address=details.billing_address or cart.billing_address or shipping_address,
        placed_at=now,
        updated_at=now,
    )


def _email(details: CheckoutDetails, cart: Cart) -> str:
    email = details.email or details.account_email or cart.email
    if not email:
        raise EmailRequired
    return email


def _shipping_address(details: CheckoutDetails, cart: Cart) -> PostalAddress:
    address = details.shipping_address or cart.shipping_address
    if not address:
        raise InvalidFields({"shipping_address": ["This field is required."]})
    return address


def _line(priced: PricedCart, line: CartLine, sums: LineTotals, line_id: UUID) -> OrderLine:
    offer = priced.offers[line.variant_id]
    return OrderLine(
        id=line_id,
        product_id=offer.product_id,
        variant_id=line.variant_id,
        sku=offer.sku,
        name=offer.name,
        color=offer.color,
        size=offer.size,
        image=offer.image,
        unit_price=current_price(line, offer, priced.cart.currency),
        quantity=line.quantity,
        discount=sums.discount_total,
        tax=sums.tax_total,
        line_total=sums.line_total,
    )
