"""How many units of a variant can be had in a cart's currency?"""

from typing import TypeGuard

from shop_domain.cart.model import CartLine, Offer
from shop_domain.inventory.availability import insufficient_units


def is_for_sale_in(offer: Offer | None, currency: str) -> TypeGuard[Offer]:
    """Tell whether a variant is on sale in a currency."""
    return offer is not None and offer.is_for_sale and offer.price.currency == currency


def sellable_quantity(offer: Offer | None, currency: str) -> int | None:
    """Tell how many units can be sold; None where nothing limits it, 0 where the variant is not on sale."""
    return offer.available if is_for_sale_in(offer, currency) else 0


def is_available(line: CartLine, offer: Offer | None) -> bool:
    """Tell whether the whole line could be sold right now."""
    return insufficient_units(sellable_quantity(offer, line.shown_price.currency), line.quantity) is None
