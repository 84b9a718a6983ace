"""Which prices has the client seen?"""

from collections.abc import Mapping

from msgspec.structs import replace

from shop_domain.cart.cart_pricing import current_price
from shop_domain.cart.model import Cart, CartLine, Offer
from shop_domain.catalog.model import VariantId


def prices_changed(cart: Cart, offers: Mapping[VariantId, Offer]) -> bool:
    """Tell whether any price differs from the one that the client saw last."""
    return any(
        current_price(line, offers.get(line.variant_id), cart.currency) != line.shown_price for line in cart.lines
    )


def with_shown_prices(cart: Cart, offers: Mapping[VariantId, Offer]) -> Cart:
    """Record that the client is shown the present prices."""
    if not prices_changed(cart, offers):
        return cart

    def shown(line: CartLine) -> CartLine:
        return replace(line, shown_price=current_price(line, offers.get(line.variant_id), cart.currency))

    return replace(cart, lines=tuple(shown(line) for line in cart.lines))
