"""How many units of a thing can be had?"""

from shop_domain.cart.model import CartLine, Offer


def sellable_quantity(offer: Offer | None, currency: str) -> int | None:
    """Tell how many units can be sold; None where nothing limits it, 0 where the thing is not on sale."""
    if offer is None or not offer.is_for_sale or offer.price.currency != currency:
        return 0
    return None if offer.available is None else max(offer.available, 0)


def is_available(line: CartLine, offer: Offer | None) -> bool:
    """Tell whether the whole line could be sold right now."""
    units = sellable_quantity(offer, line.shown_price.currency)
    return units is None or line.quantity <= units
