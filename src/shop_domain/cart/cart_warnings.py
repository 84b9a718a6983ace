"""What should the shopper know about the cart before paying?"""

from collections.abc import Iterable, Iterator, Mapping

from shop_domain.cart.model import Cart, CartLine, Offer
from shop_domain.cart.sellable_quantity import is_for_sale_in
from shop_domain.catalog.model import VariantId
from shop_domain.inventory.availability import insufficient_units
from shop_domain.pricing.model import CouponOutcome


def warnings_of(cart: Cart, offers: Mapping[VariantId, Offer], coupons: Iterable[CouponOutcome]) -> tuple[str, ...]:
    """Name what a merge left out, then by line and by coupon what changed or can't be ordered."""
    about_lines = (text for line in cart.lines for text in _about(line, offers.get(line.variant_id)))
    about_coupons = (
        f"Coupon {outcome.coupon.code}: {outcome.refusal_message}" for outcome in coupons if not outcome.applies
    )
    return (*cart.notices, *about_lines, *about_coupons)


def _about(line: CartLine, offer: Offer | None) -> Iterator[str]:
    currency, name = line.shown_price.currency, line.snapshot.name
    if not is_for_sale_in(offer, currency):
        yield f"{name} is no longer for sale."
        return
    units = insufficient_units(offer.available, line.quantity)
    if units == 0:
        yield f"{name} is out of stock."
    elif units is not None:
        yield f"Only {units} of {name} can be had."
    if offer.price != line.snapshot.unit_price:
        yield f"The price of {name} changed from {line.snapshot.unit_price} to {offer.price} {currency}."
