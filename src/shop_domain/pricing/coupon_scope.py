"""Which of the things in a basket is a coupon for?"""

from collections.abc import Iterable, Sequence

from shop_domain.kernel.money import Money, zero
from shop_domain.pricing.model import Coupon, PricingItem


def covers(coupon: Coupon, item: PricingItem) -> bool:
    """Tell whether the coupon is for the item: for all, for its product, or for a category that it lies in."""
    if not coupon.products and not coupon.categories:
        return True
    return item.product_id in coupon.products or not item.category_ids.isdisjoint(coupon.categories)


def covered_total(coupon: Coupon, items: Sequence[PricingItem], currency: str) -> Money:
    """Sum up, before any discount, the items that the coupon is for."""
    return sum_money((item.unit_price * item.quantity for item in items if covers(coupon, item)), currency)


def sum_money(amounts: Iterable[Money], currency: str) -> Money:
    """Add up amounts of one currency."""
    return sum(amounts, zero(currency))
